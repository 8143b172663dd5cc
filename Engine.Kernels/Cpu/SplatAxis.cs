namespace Engine.Kernels.Cpu;

/// <summary>One axis of an orthogonal grid.</summary>
/// <param name="size">Number of voxels.</param>
/// <param name="origin">Position of voxel 0, Å.</param>
/// <param name="perAngstrom">Voxels per Å.</param>
/// <param name="periodic">True when the grid repeats.</param>
internal sealed class SplatAxis(int size, double origin, double perAngstrom, bool periodic)
{
    /// <summary>Number of voxels.</summary>
    public int Size => size;

    /// <summary>Voxel size, Å.</summary>
    public double Step => 1 / perAngstrom;

    /// <summary>Grid index of a position; between 0 and <see cref="Size"/> where the grid repeats.</summary>
    /// <exception cref="NumericalException">The coordinate is not a finite number.</exception>
    public double Index(double coordinate)
    {
        double u = (coordinate - origin) * perAngstrom;
        if (!(Math.Abs(u) < 1e9))
            throw new NumericalException($"an atom has the coordinate {coordinate}; atoms far from their map cannot be put on its grid");
        return periodic ? u - size * Math.Floor(u / size) : u;
    }

    /// <summary>First and last index within a distance (Å) of an index; not wrapped, but cut at the edges of a grid that does not repeat.</summary>
    public (int First, int Last) Range(double index, double radius)
    {
        int first = (int)Math.Ceiling(index - radius * perAngstrom), last = (int)Math.Floor(index + radius * perAngstrom);
        return periodic ? (first, last) : (Math.Max(0, first), Math.Min(size - 1, last));
    }

    /// <summary>The voxel of an index: wrapped where the grid repeats.</summary>
    public int Voxel(int index)
    {
        if ((uint)index < (uint)size || !periodic)
            return index;
        int remainder = index % size;
        return remainder < 0 ? remainder + size : remainder;
    }
}
