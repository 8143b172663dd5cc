namespace Engine.Kernels.Compute;

/// <summary>Launches roofline.cl.</summary>
internal sealed class ComputeRooflineKernels : RooflineKernels, IDisposable
{
    /// <summary>Work-items of the multiply-adds: more than any device runs at once.</summary>
    private const int Items = 1 << 19;

    /// <summary>Chains of an item in roofline.cl.</summary>
    private const int Chains = 8;

    private readonly ComputeKernel triad;
    private readonly ComputeKernel single;
    private readonly ComputeKernel twice;
    private readonly DeviceBuffer<float> singles;
    private readonly DeviceBuffer<double> doubles;

    /// <summary>Takes the kernels out of the program 'roofline'.</summary>
    public ComputeRooflineKernels(ComputeAccelerator accelerator)
    {
        triad = accelerator.Kernel("roofline", "roofline_triad");
        single = accelerator.Kernel("roofline", "roofline_single");
        twice = accelerator.Kernel("roofline", "roofline_double");
        singles = accelerator.Allocate<float>(Items, "sums of multiply-adds");
        doubles = accelerator.Allocate<double>(Items, "sums of multiply-adds");
    }

    /// <inheritdoc/>
    public override void Triad(DeviceBuffer<float> a, DeviceBuffer<float> b, DeviceBuffer<float> c, float factor)
    {
        Check(a, b, c);
        triad.Set(a).Set(b).Set(c).Set(factor).Set(a.Length).Run(a.Length);
    }

    /// <inheritdoc/>
    public override double MultiplyAddSingle(int rounds)
    {
        single.Set(singles).Set(0.999f).Set(rounds).Run(Items);
        return 2.0 * Chains * rounds * Items;
    }

    /// <inheritdoc/>
    public override double MultiplyAddDouble(int rounds)
    {
        twice.Set(doubles).Set(0.999).Set(rounds).Run(Items);
        return 2.0 * Chains * rounds * Items;
    }

    /// <summary>Frees work space.</summary>
    public void Dispose()
    {
        singles.Dispose();
        doubles.Dispose();
    }
}
