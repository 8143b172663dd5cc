namespace Engine.Core.Simulation;

/// <summary>What a simulated pair of half maps is like.</summary>
public sealed record SimulationOptions
{
    /// <summary>Resolution at which the FSC of the two halves inside a soft mask crosses 0.143, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Voxel size, Å; null = resolution / 3.</summary>
    public double? Voxel { get; init; }

    /// <summary>Distance from the outermost atoms to the box edge, Å.</summary>
    public double Margin { get; init; } = 15;

    /// <summary>B added to every atom, Å².</summary>
    public double AddedB { get; init; }

    /// <summary>B that replaces every atom's B before <see cref="AddedB"/> is added, Å²; null = as in the model.</summary>
    public double? UniformB { get; init; }

    /// <summary>B of the noise spectrum, Å².</summary>
    public double NoiseB { get; init; }

    /// <summary>Seed of the first half; the second half has the next one.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Resolution at which the noise-free map ends, Å: 0.72 d, but not beyond the grid's Nyquist limit.</summary>
    public double CutOff(double voxel) => Math.Max(0.72 * Resolution, 2.05 * voxel);
}
