using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Core.Rotamers;

/// <summary>
/// What a model leaves unexplained of a filtered map: map - k (model map), both filtered with the same atom image, k and an offset by least squares inside the molecular mask.
/// </summary>
public sealed class ResidualDensity : IDisposable
{
    private const double Edge = 0.2;
    private const double LargestMisfit = 0.35;

    /// <summary>Standard normal deviate that one in five exceeds, and one that one in forty-four does.</summary>
    private const double RareDeviate = 0.85, StrictDeviate = 2;
    private const int Neighbours = 3;

    private readonly Model model;
    private readonly double[] positions;
    private readonly double[] b;
    private readonly double[] occupancy;
    private readonly double blur;
    private readonly ImageTable images;
    private readonly DensityMap residual;
    private readonly DensitySampler sampler;
    private readonly double scale;

    /// <summary>Computes the model's map and subtracts it.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="filtered">Observed map after the filter, any scale; orthogonal.</param>
    /// <param name="blur">B of the filter, Å².</param>
    /// <param name="resolution">d of the map, Å.</param>
    /// <param name="model">Names and elements.</param>
    /// <param name="x">3N coordinates, Å; copied.</param>
    /// <param name="b">B of every atom, Å².</param>
    /// <param name="occupancy">Occupancy of every atom.</param>
    /// <exception cref="NumericalException">The map does not correlate with the model.</exception>
    public ResidualDensity(Accelerator accelerator, DensityMap filtered, double blur, double resolution, Model model, double[] x, double[] b, double[] occupancy)
    {
        (this.model, positions, this.b, this.occupancy, this.blur) = (model, (double[])x.Clone(), b, occupancy, blur);
        bool[] heavy = [.. model.Atoms.Select((a, i) => !a.Element.IsHydrogen && occupancy[i] > 0)];
        residual = MapCrop.Around(filtered, Enumerable.Range(0, heavy.Length).Where(i => heavy[i]).Select(i => TermGeometry.At(x, i)), Math.Max(2 * resolution, 3));
        MapGrid grid = residual.Grid;
        double d = Math.Max(resolution, 2 * (1 + Edge) * Math.Max(grid.VoxelSize.X, Math.Max(grid.VoxelSize.Y, grid.VoxelSize.Z)));
        images = new ImageTable(ScatteringTable.Electron, d, Edge);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, heavy, ScatteringTable.Electron);
        atoms.SetPositions(x);
        atoms.SetResolution(d);
        atoms.MakeIsotropic();
        atoms.SetB([.. atoms.AtomIndices.Select(i => Math.Min(b[i] + blur, ScatteringAtoms.LargestB))]);
        atoms.SetOccupancies([.. atoms.AtomIndices.Select(i => occupancy[i])]);
        bool whole = grid.Nx == filtered.Grid.Nx && grid.Ny == filtered.Grid.Ny && grid.Nz == filtered.Grid.Nz;
        using var plan = new ImageMapPlan(
            accelerator, grid, new ModelMapOptions { Edge = Edge, Scattering = ScatteringTable.Electron }, new ImageMapOptions { Edge = Edge, Radius = 2.5, Wrap = whole });
        plan.Compute(atoms);
        using var computed = new NativeBuffer<float>(grid.VoxelCount, "filtered model map");
        accelerator.Download(plan.Values, computed);
        scale = Subtract(MolecularMask.Of(grid, atoms), computed, filtered.Name);
        sampler = new DensitySampler(residual);
    }

    /// <summary>Suspect only side chains that leave what noise would leave in one of forty-four, instead of one in five.</summary>
    public bool IsStrict { get; init; }

    /// <summary>
    /// True where a side chain leaves much of the map unexplained: more than 0.35 of the density that its atoms have there by themselves, and more than the noise there, which is what
    /// the main chain around leaves, would leave in one side chain of five (<see cref="IsStrict"/>: of forty-four).
    /// </summary>
    /// <param name="chain">Side chain, at the coordinates that were given.</param>
    public bool IsUnexplained(SideChain chain) => Misfit(chain) > LargestMisfit && Left(chain.Moving) > RarelyExceeded(Present(chain.Moving).Length, IsStrict ? StrictDeviate : RareDeviate) * Noise(chain.Residue);

    /// <summary>Root mean square of what is left at a side chain's heavy atoms, in units of the density that its atoms have there by themselves.</summary>
    /// <param name="chain">Side chain, at the coordinates that were given.</param>
    public double Misfit(SideChain chain)
    {
        int[] atoms = Present(chain.Moving);
        double[][] profiles = [.. atoms.Select(a => images.Of(model.Atoms[a].Element, b[a] + blur))];
        double charge = 0, own = 0;
        for (int i = 0; i < atoms.Length; i++)
        {
            int z = model.Atoms[atoms[i]].Element.Number;
            charge += z;
            for (int j = 0; j < atoms.Length; j++)
                own += z * scale * occupancy[atoms[j]] * ImageTable.At(profiles[j], Vec3.Distance(TermGeometry.At(positions, atoms[i]), TermGeometry.At(positions, atoms[j])));
        }

        return own > 0 ? Left(atoms) * charge / own : 0;
    }

    /// <summary>Root mean square of what is left at the main chain of a residue and of three on either side.</summary>
    private double Noise(int residue)
    {
        var atoms = new List<int>();
        for (int r = Math.Max(0, residue - Neighbours); r <= Math.Min(model.Residues.Count - 1, residue + Neighbours); r++)
        {
            Residue near = model.Residues[r];
            if (near.ChainIndex == model.Residues[residue].ChainIndex)
                atoms.AddRange(Enumerable.Range(near.FirstAtom, near.AtomCount).Where(a => model.Atoms[a].Name is "N" or "CA" or "C"));
        }

        return Left(atoms);
    }

    /// <summary>Root mean square of n normal deviates that is exceeded as rarely as a single deviate (Wilson and Hilferty's quantile of χ²).</summary>
    private static double RarelyExceeded(int n, double deviate) => Math.Pow(1 - 2.0 / (9 * n) + deviate * Math.Sqrt(2.0 / (9 * n)), 1.5);

    private double Left(IEnumerable<int> members)
    {
        int[] atoms = Present(members);
        return atoms.Length == 0 ? 0 : Math.Sqrt(atoms.Average(a => Math.Pow(sampler.At(TermGeometry.At(positions, a)), 2)));
    }

    private int[] Present(IEnumerable<int> atoms) => [.. atoms.Where(a => !model.Atoms[a].Element.IsHydrogen && occupancy[a] > 0)];

    /// <summary>Frees the map.</summary>
    public void Dispose() => residual.Dispose();

    /// <summary>Subtracts k (computed) + c, fitted inside a mask; returns k.</summary>
    private unsafe double Subtract(VoxelMask mask, NativeBuffer<float> computed, string name)
    {
        MapGrid g = residual.Grid;
        double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
        for (int z = 0; z < g.Nz; z++)
        {
            for (int y = 0; y < g.Ny; y++)
            {
                long row = ((long)z * g.Ny + y) * g.Nx;
                for (int i = 0; i < g.Nx; i++)
                {
                    if (!mask[i, y, z])
                        continue;
                    double m = computed.Pointer[row + i], o = residual.Values.Pointer[row + i];
                    (n, sx, sy, sxx, sxy) = (n + 1, sx + m, sy + o, sxx + m * m, sxy + m * o);
                }
            }
        }

        double k = (n * sxy - sx * sy) / (n * sxx - sx * sx), offset = (sy - k * sx) / n;
        if (!(k > 0))
            throw new NumericalException(FormattableString.Invariant($"{name}: the map does not correlate with the model (scale {k:G3}); side chains cannot be fitted"));
        for (long i = 0; i < g.VoxelCount; i++)
            residual.Values.Pointer[i] -= (float)(k * computed.Pointer[i] + offset);
        return k;
    }
}
