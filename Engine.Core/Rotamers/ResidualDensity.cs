using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Core.Rotamers;

/// <summary>What one side chain sees of a map.</summary>
/// <param name="At">Density at a position, Å.</param>
/// <param name="Reference">Density that a well placed atom has there.</param>
/// <param name="Misfit">Root mean square of what the model leaves unexplained at the side chain's atoms, in units of the reference; 0 when not known.</param>
public sealed record SideChainView(Func<Vec3, double> At, double Reference, double Misfit = 0);

/// <summary>
/// The density that is left for a side chain when the rest of the model has taken its own: map - k (model map without the side chain), all filtered with the same atom image. To first order the gain of
/// a least-squares fit when the side chain moves is the sum of this density at its atoms, so that it is not drawn into its neighbours' density as it is by the map itself.
/// </summary>
public sealed class ResidualDensity : IDisposable
{
    private const double Edge = 0.2;

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

    /// <summary>What a side chain sees.</summary>
    /// <param name="chain">Side chain, at the coordinates that were given.</param>
    public SideChainView Of(SideChain chain)
    {
        int[] atoms = [.. chain.Moving.Where(a => !model.Atoms[a].Element.IsHydrogen && occupancy[a] > 0)];
        Vec3[] places = [.. atoms.Select(a => TermGeometry.At(positions, a))];
        double[][] profiles = [.. atoms.Select(a => images.Of(model.Atoms[a].Element, b[a] + blur))];
        double[] factors = [.. atoms.Select(a => scale * occupancy[a])];
        double Own(Vec3 p)
        {
            double sum = 0;
            for (int i = 0; i < places.Length; i++)
                sum += factors[i] * ImageTable.At(profiles[i], Vec3.Distance(p, places[i]));
            return sum;
        }

        double charge = atoms.Sum(a => (double)model.Atoms[a].Element.Number), expected = atoms.Select((a, i) => model.Atoms[a].Element.Number * Own(places[i])).Sum() / Math.Max(1, charge);
        double left = Math.Sqrt(places.Sum(p => sampler.At(p) * sampler.At(p)) / Math.Max(1, places.Length));
        return new SideChainView(p => sampler.At(p) + Own(p), expected, left / expected);
    }

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
