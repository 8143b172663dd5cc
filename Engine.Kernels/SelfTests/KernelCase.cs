namespace Engine.Kernels.SelfTests;

/// <summary>One kernel on one input: what a device computes and, where a plain formula says so, what is right.</summary>
internal sealed record KernelCase
{
    /// <summary>Describes a case.</summary>
    /// <param name="family">Family of kernels.</param>
    /// <param name="kernel">Kernel and variant.</param>
    /// <param name="device">Runs it; returns all results, at least one of them not 0.</param>
    public KernelCase(string family, string kernel, Func<Accelerator, KernelSamples, double[]> device) => (Family, Kernel, Device) = (family, kernel, device);

    /// <summary>Family of kernels.</summary>
    public string Family { get; }

    /// <summary>Kernel and variant.</summary>
    public string Kernel { get; }

    /// <summary>Runs the kernel on a device with inputs from a source of random numbers.</summary>
    public Func<Accelerator, KernelSamples, double[]> Device { get; }

    /// <summary>The same from plain loops in double precision, drawing the same random numbers; null where there is no such formula.</summary>
    public Func<KernelSamples, double[]>? Scalar { get; init; }

    /// <summary>Largest difference from the plain loops, in units of the value's own size plus the rms size of its column.</summary>
    public double Tolerance { get; init; } = Single;

    /// <summary>Largest difference between devices, in the same units.</summary>
    public double BetweenDevices { get; init; } = Single;

    /// <summary>The results are rows of this many numbers, and a column has a size of its own.</summary>
    public int Columns { get; init; } = 1;

    /// <summary>Tolerances of the columns, where they differ.</summary>
    public IReadOnlyList<double>? Tolerances { get; init; }

    /// <summary>The work is done by the host for every device: tested on the CPU only.</summary>
    public bool IsHost { get; init; }

    /// <summary>Name in reports and tests.</summary>
    public string Name => $"{Family}: {Kernel}";

    /// <summary>Rounding of single precision, with room for sums of some hundred numbers.</summary>
    public const double Single = 1e-5;

    /// <summary>Rounding of double precision, with room for sums and for functions of the driver.</summary>
    public const double Double = 1e-10;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
