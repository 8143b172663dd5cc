using Engine.Kernels.Compute;

namespace Engine.Kernels.Cuda;

/// <summary>
/// A pair of cuFFT plans, or one for complex numbers in place, with one work area. cuFFT does not divide; the engine's kernel does that after the
/// inverse transform.
/// </summary>
internal sealed unsafe class CudaFourierPlan : ComputeFourierPlan
{
    private readonly CudaAccelerator accelerator;
    private readonly CuFft library;
    private readonly List<int> plans = [];
    private readonly DeviceBuffer<byte>? work;

    /// <summary>Makes the plans.</summary>
    /// <param name="accelerator">Owner.</param>
    /// <param name="helpers">The engine's kernels round the library's transform.</param>
    /// <param name="nx">Points along x.</param>
    /// <param name="ny">Points along y.</param>
    /// <param name="nz">Points along z.</param>
    /// <param name="batch">Number of transforms.</param>
    /// <exception cref="DeviceException">There is no cuFFT, or it has no plan for the size.</exception>
    public CudaFourierPlan(CudaAccelerator accelerator, FourierHelpers helpers, int nx, int ny, int nz, int batch)
        : base(helpers, nx, ny, nz, batch)
    {
        this.accelerator = accelerator;
        library = accelerator.Context.Transforms ?? throw new DeviceException("Fourier transforms on CUDA devices need cuFFT, which was not found");
        if (Axes.Length == 0)
            return;
        try
        {
            accelerator.Enter();
            long size = ComplexOnly
                ? Make(CuFft.ComplexToComplex, Axes[0], Axes[0])
                : Math.Max(Make(CuFft.RealToComplex, Axes[0], Axes[0] / 2 + 1), Make(CuFft.ComplexToReal, Axes[0] / 2 + 1, Axes[0]));
            work = accelerator.Allocate<byte>(Math.Max(1, size), "work space of Fourier transforms");
            nint area = ComputeBuffer<byte>.MemoryOf(work, accelerator).Address;
            foreach (int plan in plans)
                CuFft.Check(library.SetWorkArea(plan, area));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Transform(DeviceBuffer<float> real, DeviceBuffer<float> half, bool inverse)
    {
        nint x = ComputeBuffer<float>.MemoryOf(real, accelerator).Address, h = ComputeBuffer<float>.MemoryOf(half, accelerator).Address;
        if (plans.Count > 0)
        {
            accelerator.Enter();
            if (ComplexOnly)
                CuFft.Check(library.ExecC2C(plans[0], h, h, inverse ? CuFft.Inverse : CuFft.Forward));
            else if (inverse)
                CuFft.Check(library.ExecC2R(plans[1], h, x));
            else
                CuFft.Check(library.ExecR2C(plans[0], x, h));
        }

        if (!inverse)
            return;
        long points = (long)Nx * Ny * Nz, count = ComplexOnly ? 2 * RealLength : RealLength;
        Helpers.Scale.Set(ComplexOnly ? half : real).Set((float)(1.0 / points)).Set(count).Run(count);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && plans.Count > 0)
        {
            accelerator.Synchronize();
            foreach (int plan in plans)
                _ = library.Destroy(plan);
        }

        plans.Clear();
        work?.Dispose();
    }

    /// <summary>Makes a plan on the accelerator's stream and returns the size of its work area, bytes. Layouts are contiguous, x fastest.</summary>
    private long Make(int type, int firstIn, int firstOut)
    {
        int plan;
        CuFft.Check(library.Create(&plan));
        plans.Add(plan);
        CuFft.Check(library.SetAutoAllocation(plan, 0));
        CuFft.Check(library.SetStream(plan, accelerator.Stream));
        int rank = Axes.Length;
        long* sizes = stackalloc long[rank], input = stackalloc long[rank], output = stackalloc long[rank];
        long distanceIn = 1, distanceOut = 1;
        for (int i = 0; i < rank; i++)
        {
            // cuFFT takes the slowest axis first.
            int axis = rank - 1 - i;
            (sizes[i], input[i], output[i]) = (Axes[axis], axis == 0 ? firstIn : Axes[axis], axis == 0 ? firstOut : Axes[axis]);
            distanceIn *= input[i];
            distanceOut *= output[i];
        }

        nuint size;
        int status = library.MakePlanMany(plan, rank, sizes, input, 1, distanceIn, output, 1, distanceOut, type, Batch, &size);
        CuFft.Check(status, $"MakePlanMany64 of {Nx} x {Ny} x {Nz}, batch {Batch}");
        return checked((long)size);
    }
}
