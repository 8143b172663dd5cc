/*
 * What the stand-in puts before a program: CUDA C++ for the host's compiler. One operating-system thread runs a block; the driver switches
 * between its threads at barriers and keeps their numbers in *standin_place.
 */
#pragma once
#include <math.h>
#include <type_traits>
#include <utility>

struct StandInDimensions { unsigned x, y, z; };
struct StandInPlace { StandInDimensions thread, block, block_size, grid_size; };

static thread_local StandInPlace *standin_place;
static void (*standin_barrier)();

extern "C" __attribute__((visibility("default"))) void standin_enter(StandInPlace *place, void (*barrier)())
{
    standin_place = place;
    standin_barrier = barrier;
}

#define __CUDACC__ 1
#define __CUDACC_RTC__ 1
#define __global__
#define __device__
#define __launch_bounds__(...)
#define __shared__ static thread_local
#define threadIdx (standin_place->thread)
#define blockIdx (standin_place->block)
#define blockDim (standin_place->block_size)
#define gridDim (standin_place->grid_size)
#define __syncthreads() standin_barrier()

/* Takes the arguments of a kernel out of an array of addresses, as cuLaunchKernel gets them, and tells what they are: 'p', '4', '8'. */
template <class... A> struct StandInKernel
{
    template <size_t... I> static void call(void (*kernel)(A...), void **arguments, std::index_sequence<I...>)
    {
        kernel(*static_cast<A *>(arguments[I])...);
    }
    static void call(void (*kernel)(A...), void **arguments) { call(kernel, arguments, std::index_sequence_for<A...>()); }
    static const char *kinds()
    {
        static const char text[] = { (std::is_pointer<A>::value ? 'p' : char('0' + sizeof(A)))..., 0 };
        return text;
    }
};

template <class... A> StandInKernel<A...> standin_kernel(void (*)(A...));

#define STANDIN_EXPORT extern "C" __attribute__((visibility("default")))
#define STANDIN_ENTRY(name, group) \
    STANDIN_EXPORT void standin_call_##name(void **arguments) { decltype(standin_kernel(name))::call(name, arguments); } \
    STANDIN_EXPORT const char *standin_kinds_##name() { return decltype(standin_kernel(name))::kinds(); } \
    STANDIN_EXPORT unsigned standin_group_##name() { return group; }
