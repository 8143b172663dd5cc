namespace Engine.Kernels.Likelihood;

/// <summary>Where the voxels of a run lie in host memory.</summary>
internal readonly unsafe struct LikelihoodArrays
{
    /// <summary>Densities.</summary>
    public required float* Map { get; init; }

    /// <summary>Probabilities of the molecule.</summary>
    public required float* Probability { get; init; }

    /// <summary>Expected densities; null with <see cref="Share"/>.</summary>
    public float* Mean { get; init; }

    /// <summary>Their standard deviations.</summary>
    public float* Deviation { get; init; }

    /// <summary>How likely they hold; null = nothing is expected.</summary>
    public float* Share { get; init; }

    /// <summary>Receives L'.</summary>
    public required float* First { get; init; }

    /// <summary>Receives L''.</summary>
    public required float* Second { get; init; }

    /// <summary>The arrays from a voxel on.</summary>
    public LikelihoodArrays From(long voxel) => new()
    {
        Map = Map + voxel,
        Probability = Probability + voxel,
        Mean = Share == null ? null : Mean + voxel,
        Deviation = Share == null ? null : Deviation + voxel,
        Share = Share == null ? null : Share + voxel,
        First = First + voxel,
        Second = Second + voxel,
    };
}
