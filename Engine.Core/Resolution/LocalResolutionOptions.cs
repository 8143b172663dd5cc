using Engine.Kernels;

namespace Engine.Core.Resolution;

/// <summary>How the correlation of two half maps is measured round a voxel.</summary>
public enum LocalResolutionMethod
{
    /// <summary>Correlation of band-passed half maps inside spheres: all voxels at once.</summary>
    Shells,

    /// <summary>Fourier shell correlation of soft-edged windows, one transform per window.</summary>
    Window,
}

/// <summary>How a resolution is read off the correlations of a voxel.</summary>
public enum CrossingEstimate
{
    /// <summary>From a fall-off fitted to all frequencies: the signal-to-noise ratio of the whole mask times exp(-B s²/2), B by voxel.</summary>
    FallOff,

    /// <summary>Where the correlation first falls below the threshold, linear between frequencies.</summary>
    First,
}

/// <summary>How local resolution is computed. Lengths in Å.</summary>
public sealed record LocalResolutionOptions
{
    /// <summary>How correlations are measured.</summary>
    public LocalResolutionMethod Method { get; init; }

    /// <summary>How a resolution is read off them.</summary>
    public CrossingEstimate Estimate { get; init; }

    /// <summary>Correlation at the resolution, above 0 and below 1.</summary>
    public double Threshold { get; init; } = 0.143;

    /// <summary>Least number of shells of the method shells; there are more where the spheres are large.</summary>
    public int Shells { get; init; } = 24;

    /// <summary>Radius of the spheres of the method shells, Å; null = 2.75 d, d the resolution of the half maps. Shells coarser than the radius / 1.5 have a larger one.</summary>
    public double? Radius { get; init; }

    /// <summary>Diameter of the windows of the method window, Å; null = 9 d.</summary>
    public double? Window { get; init; }

    /// <summary>Distance of the places where correlations are measured, Å; between them 1/d is interpolated. Null = a quarter of the radius, an eighth of the window.</summary>
    public double? Step { get; init; }

    /// <summary>Finest resolution that can be found, Å; null = half of d, but not beyond the Nyquist limit.</summary>
    public double? Finest { get; init; }

    /// <summary>Coarsest resolution that can be found, Å; null = the larger of 20 Å and 3 d.</summary>
    public double? Coarsest { get; init; }

    /// <summary>Resolution d of the half maps, Å; null = where their FSC inside the mask falls below the threshold.</summary>
    public double? Resolution { get; init; }

    /// <summary>Measure what random phases correlate, and take it off.</summary>
    public bool Calibrate { get; init; } = true;

    /// <summary>Seed of the random phases.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="UsageException">One is out of range.</exception>
    public void Check()
    {
        if (!(Threshold > 0 && Threshold < 1))
            throw new UsageException(FormattableString.Invariant($"--threshold {Threshold}: give a correlation above 0 and below 1, such as 0.143"));
        if (Shells is < 4 or > 1000)
            throw new UsageException($"--shells {Shells}: give a number from 4 to 1000");
        Positive("--radius", Radius);
        Positive("--window", Window);
        Positive("--step", Step);
        Positive("--finest", Finest);
        Positive("--coarsest", Coarsest);
        Positive("-d", Resolution);
        if (Finest >= Coarsest)
            throw new UsageException(FormattableString.Invariant($"--finest {Finest}: must be below --coarsest {Coarsest}"));
    }

    private static void Positive(string option, double? value)
    {
        if (value is { } v && !(v > 0 && v < 10_000))
            throw new UsageException(FormattableString.Invariant($"{option} {v}: give a length in Å above 0"));
    }
}
