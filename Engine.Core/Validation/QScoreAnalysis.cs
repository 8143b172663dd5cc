using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Validation;

/// <summary>
/// Density sampled round the atoms of a model, from which Q-scores of any width follow. Points on shells up to 2 Å, 0.1 Å apart, that are nearer to the atom than to any other (<see cref="ShellRule"/>);
/// the centre counts as often as a full shell has points.
/// </summary>
public sealed class QScoreAnalysis
{
    /// <summary>Width that EMDB and wwPDB reports use, Å.</summary>
    public const double DefaultSigma = 0.4;

    /// <summary>Width of the first publication, Å.</summary>
    public const double FirstSigma = 0.6;

    private readonly Model model;
    private readonly int[] atoms;
    private readonly ShellRule rule;
    private readonly AtomProfiles profiles;

    private QScoreAnalysis(Model model, int[] atoms, ShellRule rule, AtomProfiles profiles) =>
        (this.model, this.atoms, this.rule, this.profiles) = (model, atoms, rule, profiles);

    /// <summary>Samples a map round atoms.</summary>
    /// <param name="map">Map on a device, any scale.</param>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom; the others are treated as absent, and so are hydrogens.</param>
    /// <param name="rule">Shells and points; those of MapQ when null.</param>
    /// <exception cref="InputException">No atom other than hydrogen is selected.</exception>
    public static QScoreAnalysis Sample(DeviceMap map, Model model, bool[] selection, ShellRule? rule = null)
    {
        if (selection.Length != model.Atoms.Count)
            throw new ArgumentException($"{selection.Length} flags for {model.Atoms.Count} atoms", nameof(selection));
        int[] atoms = [.. Enumerable.Range(0, selection.Length).Where(i => selection[i] && !model.Atoms[i].Element.IsHydrogen)];
        if (atoms.Length == 0)
            throw new InputException("no atom other than hydrogen is selected: a Q-score needs some");
        rule ??= new ShellRule();
        AtomProfiles profiles = map.Accelerator.AtomProfiles.Sample(map.Values, map.Frame, QScoreNeighbors.Find(model, atoms, rule.Reach), new ShellPoints(rule));
        return new(model, atoms, rule, profiles);
    }

    /// <summary>The Q-scores for one width.</summary>
    /// <param name="sigma">Standard deviation of the reference Gaussian, Å, above 0.</param>
    /// <param name="resolution">Resolution of the map for the expected values, Å; null = none.</param>
    /// <param name="atomResolutions">Resolution of every atom of the model, Å, for the expected values of residues; null = that of the map.</param>
    public QScoreReport Report(double sigma = DefaultSigma, double? resolution = null, double[]? atomResolutions = null)
    {
        if (atomResolutions != null && atomResolutions.Length != model.Atoms.Count)
            throw new ArgumentException($"{atomResolutions.Length} resolutions for {model.Atoms.Count} atoms", nameof(atomResolutions));
        if (!(sigma > 0 && double.IsFinite(sigma)))
            throw new UsageException(FormattableString.Invariant($"--sigma {sigma}: give a number above 0 Å, such as 0.4"));
        double[] gaussian = [.. Enumerable.Range(0, rule.Shells + 1).Select(k => Math.Exp(-Math.Pow(k * rule.Step / sigma, 2) / 2))];
        var scores = new AtomQScore[atoms.Length];
        int outside = 0, cut = 0, flat = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            (double? q, bool isFlat) = Correlation(i, gaussian);
            bool isCut = profiles.Counts[(i + 1) * rule.Stride - 1] > 0;
            scores[i] = new(atoms[i], q, isCut);
            outside += q == null ? 1 : 0;
            cut += isCut ? 1 : 0;
            flat += isFlat ? 1 : 0;
        }

        var groups = new QScoreGroups(model, scores, sigma, resolution, atomResolutions);
        ExpectedQScore? expected = resolution is { } d ? ExpectedQScore.At(d, sigma) : null;
        return new(
            sigma, resolution, groups.Mean(_ => true), groups.Mean(groups.IsBackbone), expected, scores.Length - outside, outside, cut, flat, scores, groups.Residues(), groups.Chains(),
            groups.Classes(), [.. Warnings(scores.Length, outside, cut, flat)]);
    }

    private static IEnumerable<string> Warnings(int all, int outside, int cut, int flat)
    {
        if (outside > 0)
            yield return $"{outside} of {all} atoms lie outside the map and have no Q-score";
        if (cut > 0)
            yield return $"{cut} of {all} atoms lie within 2 Å of the map's faces: their Q-scores are of the part of their surroundings that lies in the map";
        if (flat > 0)
            yield return $"{flat} of {all} atoms lie where the map is constant, as in a masked map: their Q-score counts as 0";
    }

    /// <summary>Pearson correlation of density and Gaussian over all points of an atom; null outside the map.</summary>
    private (double? Q, bool IsFlat) Correlation(int atom, double[] gaussian)
    {
        int first = atom * rule.Stride;
        ReadOnlySpan<double> sums = profiles.Sums.AsSpan(first, rule.Stride);
        ReadOnlySpan<int> counts = profiles.Counts.AsSpan(first, rule.Stride);
        if (counts[0] == 0)
            return (null, false);

        // Densities are relative to that of the atom, whose own points so add nothing to their sums.
        double n = rule.Points, v = 0, g = n * gaussian[0], gg = n * gaussian[0] * gaussian[0], gv = 0;
        for (int k = 1; k <= rule.Shells; k++)
        {
            n += counts[k];
            v += sums[k];
            g += counts[k] * gaussian[k];
            gg += counts[k] * gaussian[k] * gaussian[k];
            gv += gaussian[k] * sums[k];
        }

        double vv = sums[rule.Shells + 1] - v * v / n;
        gg -= g * g / n;
        if (!(vv > 1e-20 * n * sums[0] * sums[0]) || !(gg > 0))
            return (0, true);
        return (Math.Clamp((gv - g * v / n) / Math.Sqrt(vv * gg), -1, 1), false);
    }
}
