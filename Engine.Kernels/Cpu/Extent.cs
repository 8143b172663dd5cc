using System.Runtime.CompilerServices;

namespace Engine.Kernels.Cpu;

/// <summary>The indices of an axis that an atom reaches.</summary>
internal readonly struct Extent
{
    /// <summary>Finds them.</summary>
    /// <param name="axis">Axis.</param>
    /// <param name="center">Index of the atom, a fraction.</param>
    /// <param name="radius">Reach, Å.</param>
    public Extent(SplatAxis axis, double center, double radius)
    {
        (Center, Step, PerAngstrom) = (center, axis.Step, 1 / axis.Step);
        (First, Last) = axis.Range(center, radius);
    }

    /// <summary>Index of the atom, a fraction.</summary>
    public double Center { get; }

    /// <summary>Voxel size, Å.</summary>
    public double Step { get; }

    /// <summary>Voxels per Å.</summary>
    public double PerAngstrom { get; }

    /// <summary>First index, not wrapped.</summary>
    public int First { get; }

    /// <summary>Last index, not wrapped.</summary>
    public int Last { get; }

    /// <summary>Number of indices; 0 or below where none is reached.</summary>
    public int Count => Last - First + 1;

    /// <summary>From the atom to an index, Å.</summary>
    public double Distance(int index) => (index - Center) * Step;

    /// <summary>The indices within a distance of the atom whose square is given; false when there are none.</summary>
    /// <param name="squared">Square of the distance, Å²; below 0 there are none.</param>
    /// <param name="from">First index.</param>
    /// <param name="to">Last index.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Chord(double squared, out int from, out int to)
    {
        double half = Math.Sqrt(squared) * PerAngstrom;
        (from, to) = (Math.Max(First, (int)Math.Ceiling(Center - half)), Math.Min(Last, (int)Math.Floor(Center + half)));
        return squared >= 0 && from <= to;
    }
}
