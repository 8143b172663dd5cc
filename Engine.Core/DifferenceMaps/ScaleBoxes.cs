using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.DifferenceMaps;

/// <summary>
/// Overlapping boxes that cover a grid. The grid is cut into cells of about half a box; a box is the two cells to either side, along each axis, of a node where cells meet. At the faces boxes have
/// one cell along that axis. What is known at the nodes is linear between them.
/// </summary>
internal sealed class ScaleBoxes
{
    private readonly MapGrid grid;
    private readonly (int X, int Y, int Z) cells;

    /// <summary>Lays out the boxes.</summary>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="edge">Wanted edge of a box, Å.</param>
    public ScaleBoxes(MapGrid grid, double edge)
    {
        this.grid = grid;
        Vec3 size = new(grid.Box.A, grid.Box.B, grid.Box.C);
        cells = (Cells(size.X, grid.Nx), Cells(size.Y, grid.Ny), Cells(size.Z, grid.Nz));
        int Cells(double length, int voxels) => Math.Clamp((int)Math.Round(2 * length / edge), 1, voxels);
    }

    /// <summary>Number of nodes, and of boxes.</summary>
    public int Count => (cells.X + 1) * (cells.Y + 1) * (cells.Z + 1);

    /// <summary>Σ a b over every box.</summary>
    /// <param name="a">A map.</param>
    /// <param name="b">A map on the same grid.</param>
    public double[] Sums(NativeBuffer<float> a, NativeBuffer<float> b)
    {
        double[] cell = CellSums(a, b), sums = new double[Count];
        for (int node = 0; node < sums.Length; node++)
        {
            int i = node % (cells.X + 1), j = node / (cells.X + 1) % (cells.Y + 1), k = node / ((cells.X + 1) * (cells.Y + 1));
            for (int z = Math.Max(0, k - 1); z <= Math.Min(cells.Z - 1, k); z++)
            {
                for (int y = Math.Max(0, j - 1); y <= Math.Min(cells.Y - 1, j); y++)
                {
                    for (int x = Math.Max(0, i - 1); x <= Math.Min(cells.X - 1, i); x++)
                        sums[node] += cell[(z * cells.Y + y) * cells.X + x];
                }
            }
        }

        return sums;
    }

    /// <summary>Σ a b over the whole grid.</summary>
    /// <param name="a">A map.</param>
    /// <param name="b">A map on the same grid.</param>
    public double Total(NativeBuffer<float> a, NativeBuffer<float> b) => CellSums(a, b).Sum();

    /// <summary>Writes values at the nodes to all voxels, linear between nodes.</summary>
    /// <param name="nodes">One value per node.</param>
    /// <param name="target">Map to fill.</param>
    public void Expand(double[] nodes, NativeBuffer<float> target)
    {
        Parallel.For(0, grid.Nz, z =>
        {
            var row = new double[cells.X + 1];
            (int k, double r) = Place(z, cells.Z, grid.Nz);
            for (int y = 0; y < grid.Ny; y++)
            {
                (int j, double s) = Place(y, cells.Y, grid.Ny);
                for (int i = 0; i <= cells.X; i++)
                {
                    double low = At(i, j, k) + s * (At(i, j + 1, k) - At(i, j, k)), high = At(i, j, k + 1) + s * (At(i, j + 1, k + 1) - At(i, j, k + 1));
                    row[i] = low + r * (high - low);
                }

                Span<float> to = target.Slice(((long)z * grid.Ny + y) * grid.Nx, grid.Nx);
                for (int x = 0; x < to.Length; x++)
                {
                    (int i, double t) = Place(x, cells.X, grid.Nx);
                    to[x] = (float)(row[i] + t * (row[i + 1] - row[i]));
                }
            }
        });

        double At(int i, int j, int k) => nodes[(k * (cells.Y + 1) + j) * (cells.X + 1) + i];
    }

    /// <summary>Cell of a voxel, and how far into it the middle of the voxel lies.</summary>
    private static (int Cell, double Fraction) Place(int voxel, int count, int voxels)
    {
        double u = (voxel + 0.5) * count / voxels;
        int cell = Math.Min(count - 1, (int)u);
        return (cell, u - cell);
    }

    private double[] CellSums(NativeBuffer<float> a, NativeBuffer<float> b)
    {
        // Planes are added up in order: the same for any number of threads.
        var planes = new double[grid.Nz][];
        Parallel.For(0, grid.Nz, z =>
        {
            double[] sums = planes[z] = new double[cells.X * cells.Y];
            for (int y = 0; y < grid.Ny; y++)
            {
                int row = Place(y, cells.Y, grid.Ny).Cell * cells.X;
                long at = ((long)z * grid.Ny + y) * grid.Nx;
                ReadOnlySpan<float> p = a.Slice(at, grid.Nx), q = b.Slice(at, grid.Nx);
                for (int x = 0; x < p.Length; x++)
                    sums[row + Place(x, cells.X, grid.Nx).Cell] += (double)p[x] * q[x];
            }
        });
        var cell = new double[cells.X * cells.Y * cells.Z];
        for (int z = 0; z < grid.Nz; z++)
        {
            int first = Place(z, cells.Z, grid.Nz).Cell * cells.X * cells.Y;
            for (int i = 0; i < planes[z].Length; i++)
                cell[first + i] += planes[z][i];
        }

        return cell;
    }
}
