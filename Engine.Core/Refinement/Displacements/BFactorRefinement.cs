using System.Diagnostics;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Kernels;

namespace Engine.Core.Refinement.Displacements;

/// <summary>
/// Refines B factors in real space, with phases: least squares of the model map and the observed map round the model, with analytic dT/dB, in u = ln(B + B0),
/// under a restraint that keeps neighbours alike. Starts with the overall B, then residues, then the wanted level, so that a flat start far from the truth is no
/// trap. Coordinates are fixed; hydrogens follow the atom they are bonded to.
/// </summary>
public sealed class BFactorRefinement
{
    private const double LargestStep = 0.7;
    private const int Strengthenings = 4;

    private readonly Accelerator accelerator;
    private readonly DisplacementState state;
    private readonly BFactorOptions options;
    private readonly ModelMapFit fit;
    private readonly int[] refined;
    private readonly double[] values;
    private readonly BFactorSimilarity similarity;
    private readonly BondedPairs bonded;
    private readonly List<BFactorStage> stages = [];
    private readonly CancellationToken cancel;

    private BFactorRefinement(Accelerator accelerator, DisplacementState state, BFactorOptions options, ModelMapFit fit, int[] refined, CancellationToken cancel)
    {
        (this.accelerator, this.state, this.options, this.fit, this.refined, this.cancel) = (accelerator, state, options, fit, refined, cancel);
        values = [.. fit.Atoms.EquivalentB];
        int[] inModel = [.. refined.Select(i => fit.Atoms.AtomIndices[i])];
        similarity = new BFactorSimilarity(state.Model, inModel, state.Positions, options.NeighborRadius);
        bonded = new BondedPairs(state.Model, inModel, state.Positions);
    }

    /// <summary>Refines the B factors of the selected atoms.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Observed map, orthogonal, any scale.</param>
    /// <param name="state">Model and present values; not changed.</param>
    /// <param name="options">Level, bounds and restraint.</param>
    /// <param name="cancel">Stops after the present iteration, with valid values.</param>
    /// <exception cref="InputException">No atom lies in the map, or the map is not orthogonal.</exception>
    /// <exception cref="UsageException">Bounds or weights make no sense.</exception>
    public static BFactorResult Run(Accelerator accelerator, DensityMap map, DisplacementState state, BFactorOptions options, CancellationToken cancel = default)
    {
        Check(options);
        var clock = Stopwatch.StartNew();
        var notes = new List<string>();
        ScatteringAtoms atoms = state.Scattering(map, options.Fit.Scattering);
        int[] refined = Choose(atoms, state, options, notes);
        using var fit = new ModelMapFit(accelerator, map, atoms, options.Fit);
        var run = new BFactorRefinement(accelerator, state, options, fit, refined, cancel);
        return run.Refine(notes, clock);
    }

    private static void Check(BFactorOptions o)
    {
        if (!(o.Smallest >= 0 && o.Largest > o.Smallest && o.Largest <= ScatteringAtoms.LargestB))
            throw new UsageException(FormattableString.Invariant($"B bounds {o.Smallest} to {o.Largest} Å²: give two numbers from 0 to {ScatteringAtoms.LargestB}, the smaller first"));
        if (!(o.Softening > 0 && o.Similarity > 0 && o.NeighborRadius > 0 && o.HydrogenFactor > 0))
            throw new UsageException("B refinement: softening, similarity, neighbour radius and hydrogen factor must be above 0");
    }

    /// <summary>Atoms that scatter and may change, as indices of the former.</summary>
    private static int[] Choose(ScatteringAtoms atoms, DisplacementState state, BFactorOptions options, List<string> notes)
    {
        int[] anisotropic = [.. Enumerable.Range(0, atoms.Count).Where(i => state.Selection[atoms.AtomIndices[i]] && state.IsAnisotropic(atoms.AtomIndices[i]))];
        if (anisotropic.Length > 0)
        {
            notes.Add(options.ConvertAnisotropic
                ? $"{anisotropic.Length} anisotropic atoms were refined as isotropic ones"
                : $"{anisotropic.Length} anisotropic atoms keep their displacements");
        }

        if (options.ConvertAnisotropic)
            atoms.MakeIsotropic(i => state.Selection[i]);
        HashSet<int> kept = options.ConvertAnisotropic ? [] : [.. anisotropic];
        int[] refined = [.. Enumerable.Range(0, atoms.Count).Where(i => state.Selection[atoms.AtomIndices[i]] && atoms.Occupancies[i] > 0 && !kept.Contains(i))];
        int selected = Enumerable.Range(0, state.Selection.Length).Count(i => state.Selection[i] && !state.Model.Atoms[i].Element.IsHydrogen);
        int left = selected - refined.Length - kept.Count;
        if (left > 0)
            notes.Add($"{left} selected atoms outside the map or of occupancy 0 keep their B");
        return refined;
    }

    private BFactorResult Refine(List<string> notes, Stopwatch clock)
    {
        double before = fit.Evaluate(null);
        BFactorStatistics first = bonded.Statistics(values, refined);
        BFactorLevel level = Level(notes);
        if (refined.Length > 0)
        {
            if (options.Reset)
                Reset();
            Overall();
            if (level < BFactorLevel.Residue)
                Stage(BFactorLevel.Residue, options.Similarity, equal: false, last: false);
            if (level != BFactorLevel.Overall)
                Stage(level, options.Similarity, equal: level is BFactorLevel.Residue or BFactorLevel.MainAndSideChain, last: true);
            if (level <= BFactorLevel.Residue)
                Strengthen(level);
        }

        double after = fit.Evaluate(null);
        double[] b = [.. state.B];
        foreach (int i in refined)
            b[fit.Atoms.AtomIndices[i]] = values[i];
        int hydrogens = Follow(b);
        return new BFactorResult(
            b, refined.Length, hydrogens, level, stages, first, bonded.Statistics(values, refined), Correlation(before), Correlation(after), fit.Method.Name, notes,
            clock.Elapsed.TotalSeconds);
    }

    private BFactorLevel Level(List<string> notes)
    {
        if (options.Level != BFactorLevel.Auto)
            return options.Level;
        if (options.Fit.Resolution <= options.GroupBeyond)
            return BFactorLevel.Individual;
        notes.Add(FormattableString.Invariant($"one B per residue: beyond {options.GroupBeyond} Å the map does not tell the B of neighbours apart"));
        return BFactorLevel.Residue;
    }

    private void Reset()
    {
        foreach (int i in refined)
        {
            double d = fit.Atoms.Resolutions[i];
            values[i] = Math.Clamp(options.ResetValue ?? options.ResetFactor * d * d, options.Smallest, options.Largest);
        }

        fit.Atoms.SetB(values);
    }

    private void Overall()
    {
        var variables = new BFactorVariables(values, refined, new int[refined.Length], equal: false, options);
        BFactorStage stage = new OverallBFactor(fit, variables).Run(options.ResetFactor * Math.Pow(options.Fit.Resolution, 2), options.Softening);
        stages.Add(stage);
    }

    private void Stage(BFactorLevel level, double sigma, bool equal, bool last)
    {
        int[] group = BFactorGroups.Of(state.Model, [.. refined.Select(i => fit.Atoms.AtomIndices[i])], level);
        var variables = new BFactorVariables(values, refined, group, equal, options);
        var objective = new BFactorObjective(accelerator, fit, variables, similarity) { RestraintWeight = 1 / (sigma * sigma) };
        var parameters = new double[variables.Length];
        variables.Set(parameters, fit.Atoms);
        double start = fit.Evaluate(null);
        using DeviceBuffer<double> p = accelerator.Upload<double>(parameters, "B parameters");
        var limits = new LbfgsOptions
        {
            MaxShift = LargestStep,
            MaxIterations = last ? options.Iterations : Math.Max(1, options.Iterations / 4),
            RelativeDecrease = last ? 1e-4 : 1e-3,
            Patience = last ? 3 : 2,
        };
        using var minimizer = new Lbfgs(accelerator, parameters.Length, limits);
        LbfgsResult result = minimizer.Minimize(objective, p, 0, cancel);
        accelerator.Download(p, parameters);
        variables.Set(parameters, fit.Atoms);
        stages.Add(new BFactorStage(level, group.Max() + 1, sigma, start, fit.Evaluate(null), result.Iterations, result.Evaluations));
    }

    /// <summary>Repeats the last level with a stronger restraint while bonded atoms differ too much.</summary>
    private void Strengthen(BFactorLevel level)
    {
        double sigma = options.Similarity;
        for (int i = 0; i < Strengthenings && !cancel.IsCancellationRequested; i++)
        {
            BFactorStatistics now = bonded.Statistics(values, refined);
            double limit = options.BondedRms ?? Math.Max(5 + 2 * options.Fit.Resolution, 0.25 * now.Mean);
            if (now.BondedRms <= limit)
                return;
            sigma /= Math.Sqrt(2);
            Stage(level, sigma, equal: false, last: true);
        }
    }

    private int Follow(double[] b)
    {
        int[] parents = HydrogenParents.Find(state.Model, state.Positions);
        int count = 0;
        for (int i = 0; i < parents.Length; i++)
        {
            if (parents[i] < 0 || !state.Selection[i] || !state.Selection[parents[i]])
                continue;
            b[i] = Math.Min(options.Largest, options.HydrogenFactor * b[parents[i]]);
            count++;
        }

        return count;
    }

    private static double Correlation(double residual) => Math.Sqrt(Math.Max(0, 1 - residual));
}
