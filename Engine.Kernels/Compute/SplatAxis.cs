namespace Engine.Kernels.Compute;

/// <summary>One axis of a grid that is cut into tiles.</summary>
/// <param name="size">Voxels.</param>
/// <param name="tile">Voxels of a tile.</param>
/// <param name="origin">Position of voxel 0, Å.</param>
/// <param name="voxel">Voxel size, Å.</param>
/// <param name="periodic">True when the grid repeats.</param>
internal sealed class SplatAxis(int size, int tile, double origin, double voxel, bool periodic)
{
    /// <summary>Number of tiles.</summary>
    public int Tiles => (size + tile - 1) / tile;

    /// <summary>Voxels of a tile.</summary>
    public int Tile => tile;

    /// <summary>Voxel size, Å.</summary>
    public double Voxel => voxel;

    /// <summary>An atom's nearest grid point and its distance from it in Å.</summary>
    /// <param name="coordinate">Position, Å.</param>
    public (int Anchor, float Shift) Nearest(double coordinate)
    {
        double u = (coordinate - origin) / voxel;
        if (!(Math.Abs(u) < 1e9))
            throw new NumericalException($"an atom has the coordinate {coordinate}; atoms far from their map cannot be put on its grid");
        double nearest = Math.Round(u);
        return ((int)nearest, (float)((u - nearest) * voxel));
    }

    /// <summary>The runs of tiles that an atom reaches, one run per image of the atom where the grid repeats.</summary>
    /// <param name="coordinate">Position, Å.</param>
    /// <param name="radius">Cut-off radius, Å.</param>
    /// <param name="runs">Cleared and filled.</param>
    public void Reach(double coordinate, double radius, List<TileRun> runs)
    {
        runs.Clear();
        int anchor = Nearest(coordinate).Anchor;
        double u = (coordinate - origin) / voxel;
        double reach = radius / voxel;

        // One voxel more than needed at either side: rounding here must not lose a voxel that the kernel's own test would take.
        int low = (int)Math.Ceiling(u - reach) - 1;
        int high = (int)Math.Floor(u + reach) + 1;
        int firstImage = periodic ? (int)Math.Floor((double)low / size) : 0;
        int lastImage = periodic ? (int)Math.Floor((double)high / size) : 0;
        for (int image = firstImage; image <= lastImage; image++)
        {
            int first = Math.Max(low - image * size, 0);
            int last = Math.Min(high - image * size, size - 1);
            if (first <= last)
                runs.Add(new TileRun(anchor - image * size, first / tile, last / tile));
        }
    }
}

/// <summary>Neighbouring tiles that one image of an atom reaches along an axis.</summary>
/// <param name="Anchor">The image's nearest voxel.</param>
/// <param name="First">First tile.</param>
/// <param name="Last">Last tile.</param>
internal readonly record struct TileRun(int Anchor, int First, int Last);
