/*
 * Everything that differs between OpenCL C 1.2 and CUDA C++. Kernels use these names only: no vector literals, no generic
 * pointers, no printf. A sub-array is reached by index, so that no pointer changes its address space.
 */
#ifdef __CUDACC__

#define KERNEL(group) extern "C" __global__ void __launch_bounds__(group)
#define FUNCTION static __device__ inline
#define GLOBAL
#define LOCAL __shared__
#define LOCAL_POINTER
#define GROUP_ID ((long)blockIdx.x)
#define LOCAL_ID ((int)threadIdx.x)
#define GLOBAL_ID ((long)blockIdx.x * blockDim.x + threadIdx.x)
#define GROUP_BARRIER() __syncthreads()
#define NO_NUMBER nan("")

#else

#ifdef cl_khr_fp64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#else
#error the device has no double precision (cl_khr_fp64)
#endif

#define KERNEL(group) __kernel __attribute__((reqd_work_group_size(group, 1, 1))) void
#define FUNCTION static inline
#define GLOBAL __global
#define LOCAL __local
#define LOCAL_POINTER __local
#define GROUP_ID ((long)get_group_id(0))
#define LOCAL_ID ((int)get_local_id(0))
#define GLOBAL_ID ((long)get_global_id(0))
#define GROUP_BARRIER() barrier(CLK_LOCAL_MEM_FENCE)
#define NO_NUMBER nan((ulong)0)

#endif

#define RADIANS_TO_DEGREES 57.295779513082320877

/* Sum over a group by a fixed tree; size is the group's size, a power of two. The result is valid in item 0. */
FUNCTION double group_sum(LOCAL_POINTER double *scratch, double value, int size)
{
    int item = LOCAL_ID;
    scratch[item] = value;
    GROUP_BARRIER();
    for (int half_size = size / 2; half_size > 0; half_size /= 2) {
        if (item < half_size)
            scratch[item] += scratch[item + half_size];
        GROUP_BARRIER();
    }
    return scratch[0];
}
