using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>How shift fields are found.</summary>
public sealed record MorphingOptions
{
    /// <summary>Longest shift that is tried, Å.</summary>
    public double Radius { get; init; } = 3;

    /// <summary>Step of the tried shifts, Å.</summary>
    public double Step { get; init; } = 0.75;

    /// <summary>Standard deviation of the window along the chain, residues.</summary>
    public double Window { get; init; } = 3;

    /// <summary>Standard deviation of the smoothing in space, Å.</summary>
    public double Smoothing { get; init; } = 5;

    /// <summary>Smallest gain of a window's density, as a fraction of what it has, for its shift to count.</summary>
    public double LeastGain { get; init; } = 0.03;

    /// <summary>Fraction of the shift that is applied at once.</summary>
    public double Damping { get; init; } = 0.8;
}

/// <summary>Shifts of residues towards density.</summary>
/// <param name="Residues">Indices into <see cref="Model.Residues"/>.</param>
/// <param name="Raw">Best shift of each residue's window, Å; zero where nothing is gained.</param>
/// <param name="Gain">Gain of the window's density as a fraction of what it has.</param>
/// <param name="Smooth">Shifts after smoothing, Å.</param>
public sealed record ShiftField(int[] Residues, Vec3[] Raw, double[] Gain, Vec3[] Smooth)
{
    /// <summary>Share of the residues whose window gains by a shift of at least a length.</summary>
    /// <param name="length">Å.</param>
    public double ShareBeyond(double length) => Residues.Length == 0 ? 0 : Raw.Count(s => s.Length >= length) / (double)Residues.Length;

    /// <summary>Root mean square of the smoothed shifts, Å.</summary>
    public double Rms => Residues.Length == 0 ? 0 : Math.Sqrt(Smooth.Average(s => s.LengthSquared));
}

/// <summary>
/// Finds a smooth field of shifts: windows along the chains are moved as they are over a grid of shifts, the sum of the density at their atoms tells the best, and the
/// shifts are averaged over neighbours in space, each with its gain as weight. What Terwilliger and co-workers call morphing (Acta Cryst. D69 (2013) 2244), with density
/// sums in place of map correlations.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="options">How.</param>
public sealed class Morphing(Accelerator accelerator, MorphingOptions options)
{
    /// <summary>Finds the field.</summary>
    /// <param name="model">Names and residues; its coordinates are not used.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="weights">Weight of each atom's density; residues without weight do not count.</param>
    /// <param name="map">Level of the map.</param>
    public ShiftField Find(Model model, double[] x, float[] weights, TargetMap map)
    {
        int[] residues = [.. Enumerable.Range(0, model.Residues.Count).Where(r => Atoms(model, r).Any(i => weights[i] > 0))];
        Vec3[] shifts = [.. Shifts()];
        double[][] sums = Sums(model, residues, x, weights, map, shifts);
        (Vec3[] raw, double[] gain) = Best(model, residues, sums, shifts);
        Vec3[] centres = [.. residues.Select(r => Centre(model, r, x))];
        return new(residues, raw, gain, Smooth(centres, raw, gain));
    }

    /// <summary>Moves residues by a field, damped.</summary>
    /// <param name="model">Residues.</param>
    /// <param name="field">Shifts.</param>
    /// <param name="x">3N coordinates, Å; not changed.</param>
    /// <param name="movable">Atoms that may move.</param>
    public double[] Apply(Model model, ShiftField field, double[] x, bool[] movable)
    {
        double[] result = [.. x];
        for (int k = 0; k < field.Residues.Length; k++)
        {
            Vec3 s = options.Damping * field.Smooth[k];
            foreach (int i in Atoms(model, field.Residues[k]).Where(i => movable[i]))
            {
                result[3 * i] += s.X;
                result[3 * i + 1] += s.Y;
                result[3 * i + 2] += s.Z;
            }
        }

        return result;
    }

    private static IEnumerable<int> Atoms(Model model, int residue) => Enumerable.Range(model.Residues[residue].FirstAtom, model.Residues[residue].AtomCount);

    private static Vec3 Centre(Model model, int residue, double[] x)
    {
        Vec3 sum = Vec3.Zero;
        foreach (int i in Atoms(model, residue))
            sum += new Vec3(x[3 * i], x[3 * i + 1], x[3 * i + 2]);
        return sum / model.Residues[residue].AtomCount;
    }

    /// <summary>Zero first, then a cubic grid in a sphere.</summary>
    private IEnumerable<Vec3> Shifts()
    {
        int n = (int)(options.Radius / options.Step);
        yield return Vec3.Zero;
        for (int i = -n; i <= n; i++)
        {
            for (int j = -n; j <= n; j++)
            {
                for (int k = -n; k <= n; k++)
                {
                    Vec3 s = options.Step * new Vec3(i, j, k);
                    if ((i, j, k) != (0, 0, 0) && s.Length <= options.Radius)
                        yield return s;
                }
            }
        }
    }

    /// <summary>Density of every residue at every shift.</summary>
    private double[][] Sums(Model model, int[] residues, double[] x, float[] weights, TargetMap map, Vec3[] shifts)
    {
        var sums = new double[shifts.Length][];
        var moved = new double[x.Length];
        var values = new float[weights.Length];
        using DeviceBuffer<double> positions = accelerator.Allocate<double>(x.Length, "shifted coordinates");
        using DeviceBuffer<float> density = accelerator.Allocate<float>(weights.Length, "density at shifted atoms");
        for (int s = 0; s < shifts.Length; s++)
        {
            for (int i = 0; i < weights.Length; i++)
                (moved[3 * i], moved[3 * i + 1], moved[3 * i + 2]) = (x[3 * i] + shifts[s].X, x[3 * i + 1] + shifts[s].Y, x[3 * i + 2] + shifts[s].Z);
            accelerator.Upload((ReadOnlySpan<double>)moved, positions);
            accelerator.Interpolation.Values(map.Voxels, map.Frame, positions, map.Interpolation, density);
            accelerator.Download(density, values);
            sums[s] = [.. residues.Select(r => Atoms(model, r).Sum(i => (double)weights[i] * values[i]))];
        }

        return sums;
    }

    private (Vec3[] Raw, double[] Gain) Best(Model model, int[] residues, double[][] sums, Vec3[] shifts)
    {
        var raw = new Vec3[residues.Length];
        var gain = new double[residues.Length];
        int reach = (int)Math.Ceiling(2.5 * options.Window);
        for (int k = 0; k < residues.Length; k++)
        {
            double here = 0, best = double.NegativeInfinity;
            for (int s = 0; s < shifts.Length; s++)
            {
                double sum = 0;
                for (int q = Math.Max(0, k - reach); q <= Math.Min(residues.Length - 1, k + reach); q++)
                {
                    if (model.Residues[residues[q]].ChainIndex == model.Residues[residues[k]].ChainIndex)
                        sum += Math.Exp(-0.5 * (q - k) * (q - k) / (options.Window * options.Window)) * sums[s][q];
                }

                here = s == 0 ? sum : here;
                if (sum > best)
                    (best, raw[k]) = (sum, shifts[s]);
            }

            gain[k] = (best - here) / Math.Max(Math.Abs(here), 1e-9);
            if (gain[k] < options.LeastGain)
                (gain[k], raw[k]) = (0, Vec3.Zero);
        }

        return (raw, gain);
    }

    private Vec3[] Smooth(Vec3[] centres, Vec3[] raw, double[] gain)
    {
        double reach = 3 * options.Smoothing;
        var grid = new AtomGrid(centres, Enumerable.Range(0, centres.Length), reach);
        var near = new List<int>();
        var smooth = new Vec3[centres.Length];
        for (int k = 0; k < centres.Length; k++)
        {
            grid.Near(centres[k], reach, near);
            Vec3 sum = Vec3.Zero;
            double norm = 0;
            foreach (int q in near)
            {
                double weight = Math.Exp(-0.5 * (centres[q] - centres[k]).LengthSquared / (options.Smoothing * options.Smoothing))
                    * Math.Clamp(gain[q], options.LeastGain, 1);
                sum += weight * raw[q];
                norm += weight;
            }

            smooth[k] = norm > 0 ? sum / norm : Vec3.Zero;
        }

        return smooth;
    }
}
