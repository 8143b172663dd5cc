using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Core.Masks;

/// <summary>Soft masks round the atoms of a model.</summary>
public static class ModelMask
{
    /// <summary>Distance from an atom up to which a mask is 1 unless told otherwise, Å.</summary>
    public const double DefaultRadius = 4;

    /// <summary>Width of the edge beyond it, Å.</summary>
    public const double DefaultEdge = 6;

    /// <summary>A mask that is 1 within a radius of an atom and falls over a raised-cosine edge; distances are those to the atoms themselves.</summary>
    /// <param name="grid">An orthogonal grid; it does not repeat.</param>
    /// <param name="model">Atoms.</param>
    /// <param name="selection">One flag per atom: true where the mask goes round it; null = all atoms.</param>
    /// <param name="radius">Distance up to which the mask is 1, Å.</param>
    /// <param name="edge">Width of the edge, Å.</param>
    /// <returns>One value from 0 to 1 per voxel, x fastest.</returns>
    public static float[] Create(MapGrid grid, Model model, bool[]? selection = null, double radius = DefaultRadius, double edge = DefaultEdge)
    {
        Vec3[] centres = [.. model.Atoms.Where((_, i) => selection == null || selection[i]).Select(a => a.Position - grid.Origin)];
        float[] squared = NearestSquared(grid, centres, radius + edge);
        SoftEdge.Fall(squared, radius, edge);
        return squared;
    }

    /// <summary>
    /// The mask of mtriage: the molecular mask with all radii enlarged by a distance r, smoothed by a Gaussian of the standard deviation r, exp(-2π² r² s²) in
    /// Fourier space. The box repeats.
    /// </summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="atoms">Atoms that scatter.</param>
    /// <param name="smoothing">r, Å.</param>
    /// <returns>One value from 0 to 1 per voxel, x fastest.</returns>
    /// <exception cref="InputException">The grid is not orthogonal.</exception>
    public static float[] Smooth(Accelerator accelerator, MapGrid grid, ScatteringAtoms atoms, double smoothing)
    {
        VoxelMask molecule = MolecularMask.Of(grid, atoms, smoothing);
        var values = new float[grid.VoxelCount];
        Parallel.For(0, grid.Nz, z =>
        {
            for (int y = 0; y < grid.Ny; y++)
            {
                ReadOnlySpan<ulong> row = molecule.Row(y, z);
                Span<float> to = values.AsSpan((z * grid.Ny + y) * grid.Nx, grid.Nx);
                for (int x = 0; x < to.Length; x++)
                    to[x] = row[x >> 6] >> (x & 63) & 1;
            }
        });
        LocalAverage.Gaussian(accelerator, grid, values, smoothing);
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(values[i], 0, 1);
        return values;
    }

    /// <summary>Squared distance from every voxel to the nearest centre; infinite beyond the reach.</summary>
    private static float[] NearestSquared(MapGrid grid, Vec3[] centres, double reach)
    {
        var squared = new float[grid.VoxelCount];
        Vec3 voxel = grid.VoxelSize;
        float limit = (float)(reach * reach);

        // Centres by the first plane they reach: a plane looks at those within reach only.
        Array.Sort(centres, (a, b) => a.Z.CompareTo(b.Z));
        double[] heights = [.. centres.Select(c => c.Z)];
        Parallel.For(0, grid.Nz, z =>
        {
            Span<float> plane = squared.AsSpan(z * grid.Nx * grid.Ny, grid.Nx * grid.Ny);
            plane.Fill(float.PositiveInfinity);
            double height = z * voxel.Z;
            int first = Array.BinarySearch(heights, height - reach);
            for (int i = FirstAtLeast(heights, first < 0 ? ~first : first, height - reach); i < centres.Length && heights[i] <= height + reach; i++)
                AddDisc(plane, grid, voxel, centres[i], (height - heights[i]) * (height - heights[i]), limit, reach);
        });
        return squared;
    }

    private static int FirstAtLeast(double[] sorted, int near, double value)
    {
        while (near > 0 && sorted[near - 1] >= value)
            near--;
        return near;
    }

    private static void AddDisc(Span<float> plane, MapGrid grid, Vec3 voxel, Vec3 centre, double across, float limit, double reach)
    {
        (int y0, int y1) = Range(centre.Y, reach, voxel.Y, grid.Ny);
        for (int y = y0; y <= y1; y++)
        {
            double yz = across + (y * voxel.Y - centre.Y) * (y * voxel.Y - centre.Y);
            if (yz > limit)
                continue;
            (int x0, int x1) = Range(centre.X, Math.Sqrt(limit - yz), voxel.X, grid.Nx);
            Span<float> row = plane.Slice(y * grid.Nx, grid.Nx);
            for (int x = x0; x <= x1; x++)
                row[x] = Math.Min(row[x], (float)(yz + (x * voxel.X - centre.X) * (x * voxel.X - centre.X)));
        }
    }

    private static (int First, int Last) Range(double centre, double reach, double voxel, int count) =>
        ((int)Math.Clamp(Math.Ceiling((centre - reach) / voxel), 0, count), (int)Math.Min(count - 1.0, Math.Floor((centre + reach) / voxel)));
}
