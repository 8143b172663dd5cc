namespace Engine.Kernels;

/// <summary>Regions of a periodic orthogonal grid: each is the union of equal spheres, periodic images included.</summary>
public sealed class SphereRegions
{
    /// <summary>Numbers of a region in <see cref="Windows"/>.</summary>
    public const int WindowNumbers = 6;

    /// <summary>Describes the regions.</summary>
    /// <param name="size">Voxels along x, y, z of the grid.</param>
    /// <param name="voxel">Size of a voxel, Å.</param>
    /// <param name="start">Per region its first sphere, and the end of the last.</param>
    /// <param name="centres">3 numbers per sphere: voxels from voxel (0,0,0), not wrapped.</param>
    /// <param name="radius">Å.</param>
    /// <exception cref="ArgumentException">Arrays do not fit each other, or a number is not finite.</exception>
    public SphereRegions((int X, int Y, int Z) size, SphereRuns voxel, int[] start, double[] centres, double radius)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(centres);
        if (start.Length == 0 || start[0] != 0 || 3 * start[^1] != centres.Length || !Array.TrueForAll(centres, double.IsFinite) || !(radius > 0))
            throw new ArgumentException($"{start.Length} starts for {centres.Length} numbers of spheres of {radius} Å");
        for (int region = 0; region < start.Length - 1; region++)
        {
            if (start[region + 1] < start[region])
                throw new ArgumentException($"region {region} ends before it starts", nameof(start));
        }

        (Size, Voxel, Radius, Count) = (size, voxel, radius, start.Length - 1);
        Windows = new int[WindowNumbers * Count];
        Start = new int[Count + 1];
        var all = new List<double>(centres.Length);
        for (int region = 0; region < Count; region++)
        {
            AddRegion(region, centres.AsSpan(3 * start[region], 3 * (start[region + 1] - start[region])), all);
            Start[region + 1] = all.Count / 3;
        }

        Centres = [.. all];
    }

    /// <summary>Number of regions.</summary>
    public int Count { get; }

    /// <summary>Voxels of the grid along x, y, z.</summary>
    public (int X, int Y, int Z) Size { get; }

    /// <summary>Size of a voxel.</summary>
    public SphereRuns Voxel { get; }

    /// <summary>Radius of all spheres, Å.</summary>
    public double Radius { get; }

    /// <summary>Per region its first sphere, and the end of the last; images are spheres of their own.</summary>
    public int[] Start { get; }

    /// <summary>3 numbers per sphere, voxels from voxel (0,0,0), not wrapped.</summary>
    public double[] Centres { get; }

    /// <summary>Per region a box that holds it: first voxel along x, y, z (not wrapped), number of voxels along x, y, z (at most the grid's; 0 where there is no sphere).</summary>
    public int[] Windows { get; }

    /// <summary>The voxel whose values are the pivots of a region's sums: the one next to its first sphere.</summary>
    /// <param name="region">A region with spheres.</param>
    public long Pivot(int region)
    {
        int c = 3 * Start[region];
        return ((long)PeriodicIndex.Wrap(Nearest(c + 2), Size.Z) * Size.Y + PeriodicIndex.Wrap(Nearest(c + 1), Size.Y)) * Size.X + PeriodicIndex.Wrap(Nearest(c), Size.X);
    }

    private int Nearest(int at) => (int)Math.Floor(Centres[at] + 0.5);

    /// <summary>Finds the box of a region and adds its spheres; along an axis that the region fills, with the images that reach into the box.</summary>
    private void AddRegion(int region, ReadOnlySpan<double> centres, List<double> all)
    {
        if (centres.IsEmpty)
            return;
        Span<int> low = stackalloc int[3], size = stackalloc int[3], images = stackalloc int[3];
        for (int axis = 0; axis < 3; axis++)
        {
            double voxel = axis == 0 ? Voxel.X : axis == 1 ? Voxel.Y : Voxel.Z, least = double.MaxValue, most = double.MinValue;
            int n = axis == 0 ? Size.X : axis == 1 ? Size.Y : Size.Z;
            for (int i = axis; i < centres.Length; i += 3)
                (least, most) = (Math.Min(least, centres[i]), Math.Max(most, centres[i]));
            double reach = Radius / voxel, first = Math.Floor(least - reach), last = Math.Ceiling(most + reach);
            bool whole = last - first + 1 >= n;
            (low[axis], size[axis], images[axis]) = ((int)first, whole ? n : (int)(last - first + 1), whole ? (int)Math.Ceiling((last - first + 1) / n) : 0);
            (Windows[WindowNumbers * region + axis], Windows[WindowNumbers * region + 3 + axis]) = (low[axis], size[axis]);
        }

        for (int i = 0; i < centres.Length; i += 3)
            AddImages(centres.Slice(i, 3), low, size, images, all);
    }

    private void AddImages(ReadOnlySpan<double> centre, Span<int> low, Span<int> size, Span<int> images, List<double> all)
    {
        for (int k = -images[2]; k <= images[2]; k++)
        {
            for (int j = -images[1]; j <= images[1]; j++)
            {
                for (int i = -images[0]; i <= images[0]; i++)
                {
                    double x = centre[0] + i * Size.X, y = centre[1] + j * Size.Y, z = centre[2] + k * Size.Z;
                    if (Reaches(x, Radius / Voxel.X, low[0], size[0]) && Reaches(y, Radius / Voxel.Y, low[1], size[1]) && Reaches(z, Radius / Voxel.Z, low[2], size[2]))
                        all.AddRange([x, y, z]);
                }
            }
        }
    }

    private static bool Reaches(double centre, double reach, int low, int size) => centre + reach >= low && centre - reach <= low + size - 1;
}
