using System.Diagnostics;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement.Convergence;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// Real-space refinement in macro-cycles: steps such as rotamers, the minimisation of coordinates (T = w T_map + E_restraints), and steps for B factors and
/// occupancies. The weight is found on fragments, then follows the deviations of the whole model from cycle to cycle. A step that makes fit and geometry worse is undone.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="options">What the user chose.</param>
public sealed class RealSpaceRefiner(Accelerator accelerator, RefinementOptions options)
{
    private const double SmallShift = 0.002;
    private const double Tolerance = 1.1;
    private const double HardContacts = 4;
    private const double ContactLoss = 0.008;

    /// <summary>At better resolutions, Å, the map itself keeps atoms apart.</summary>
    private const double SharpMap = 2.5;

    /// <summary>Share of the goals of geometry from which they count as passed at the end.</summary>
    private const double Passed = 1.03;

    /// <summary>Name under which checkpoints keep the weights of parts.</summary>
    private const string GroupsKey = "weights of parts";

    private readonly GeometryGoal goal = GeometryGoal.For(options);
    private readonly List<RefinementCycle> cycles = [];
    private readonly List<StepRecord> stepRecords = [];
    private readonly List<WeightTrial> trials = [];
    private readonly Stopwatch weightClock = new();
    private readonly Stopwatch minimizeClock = new();
    private double[] termsFrom = [];
    private ConstrainedCopies? copies;
    private GroupWeights? groups;
    private double? matched;

    /// <summary>Called after each macro-cycle, and for the start.</summary>
    public Action<RefinementCycle>? OnCycle { get; init; }

    /// <summary>Called after each step.</summary>
    public Action<StepRecord>? OnStep { get; init; }

    /// <summary>Called after each macro-cycle with what is needed to go on from there.</summary>
    public Action<RefinementProgress>? OnProgress { get; init; }

    /// <summary>Where an earlier run stopped; null starts anew.</summary>
    public RefinementProgress? Resume { get; init; }

    /// <summary>Correlation of coordinates in their mask, with the input's B factors; null when undefined. Takes 3N coordinates.</summary>
    public required Func<double[], double?> CcMask { get; init; }

    /// <summary>Correlation of a state, with its own B factors and occupancies; null: <see cref="CcMask"/>.</summary>
    public Func<RefinementState, double?>? CcState { get; init; }

    /// <summary>Steps besides the minimisation of coordinates, in the order in which they run.</summary>
    public IReadOnlyList<IRefinementStep> Steps { get; init; } = [];

    /// <summary>Further restraints, found anew from the coordinates of each macro-cycle: hydrogen bonds, rotamers, references.</summary>
    public IReadOnlyList<Func<double[], RestraintTable?>> Extras { get; init; } = [];

    /// <summary>Copies that are images of their masters; null: every atom has coordinates of its own.</summary>
    public NcsConstraint? Constraint { get; init; }

    /// <summary>Refines.</summary>
    /// <param name="map">Density; scaled inside.</param>
    /// <param name="model">Atoms, residues and chains.</param>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="movable">Atoms that may move; the others are fixed and still repel.</param>
    /// <param name="cancel">Stops; the best model so far is returned.</param>
    public RefinementResult Run(DensityMap map, Model model, RestraintModel restraints, bool[] movable, CancellationToken cancel)
    {
        RefinementState state = Resume?.State.Copy() ?? RefinementState.Of(model);
        copies = Constraint == null ? null : new ConstrainedCopies(model, Constraint.Refit(state.Positions));
        using var minimizer = new CoordinateMinimizer(accelerator, options, map, model, restraints, movable, Extra(model, Resume?.TermsFrom ?? state.Positions, movable))
        {
            Copies = copies,
            ModelMapFrom = Resume?.ModelMapFrom,
        };
        groups = FindGroups(model, movable);
        BackboneTargets? backbone = options.BackboneTargets ? new BackboneTargets(model, restraints.Table) : null;
        RefinementState best = Resume?.Best.Copy() ?? state;
        int chosen = Resume?.Chosen ?? 0, hydrogens = Resume?.Hydrogens ?? 0;
        double weight;
        if (Resume is { } from)
        {
            cycles.AddRange(from.Cycles);
            stepRecords.AddRange(from.Steps);
            trials.AddRange(from.WeightTrials);
            (weight, matched) = (from.Weight, from.Weight);
            if (groups != null && from.Saved.TryGetValue(GroupsKey, out string? factors))
            {
                groups.Restore(factors);
                minimizer.SetFactors(groups.PerAtom());
            }

            if (from.ModelMapFrom != null)
                minimizer.PrepareModelMap(state);
            foreach (ICheckpointedStep step in Steps.OfType<ICheckpointedStep>())
            {
                if (from.Saved.TryGetValue(step.Name, out string? saved))
                    step.Restore(saved);
            }
        }
        else
        {
            Measure(0, 0, minimizer, state.Positions, null, state.Positions, 0);
            hydrogens = HydrogenPlacement.Run(accelerator, restraints, movable, state.Positions, cancel);
            copies?.Symmetrize(state);
            SetTargets(minimizer, backbone, state);
            weight = options.Weight ?? FindWeight(minimizer, state.Positions, cancel);
        }

        for (int cycle = cycles.Count; cycle <= options.Cycles && !cancel.IsCancellationRequested; cycle++)
        {
            var context = new StepContext(accelerator, map, model, restraints, movable, options, cycle);
            double[] before = state.Positions;
            SetTargets(minimizer, backbone, state);
            state = RunSteps(context, state, StepPhase.BeforeCoordinates, minimizer.Problem, cancel);
            bool changed = !ReferenceEquals(before, state.Positions);
            if (changed)
                SetTargets(minimizer, backbone, state);
            if (changed || (cycle > 1 && Extras.Count > 0))
                minimizer.SetExtra(Extra(model, state.Positions, movable));

            // Neither the weight nor the restraints that a torn start gives are good for the start that was made of it.
            if (changed && cycle == 1 && options.Weight == null)
                weight = FindWeight(minimizer, state.Positions, cancel);
            bool modelMap = cycle >= FirstModelMapCycle;
            if (modelMap && cycle == FirstModelMapCycle)
            {
                matched = minimizer.MatchWeight(state, weight);
                weight = FixedWeight(cycle) ?? matched.Value;
            }

            CoordinateStep step = Minimize(minimizer, state, weight, modelMap, cycle, cancel);
            state = state with { Positions = step.Positions };
            state = RunSteps(context, state, StepPhase.AfterCoordinates, minimizer.Problem, cancel);
            copies?.TakeOperators(state);
            if (groups != null && !cancel.IsCancellationRequested)
            {
                groups.Follow(minimizer.Agreement(state, groups.Groups));
                minimizer.SetFactors(groups.PerAtom());
            }

            if (chosen == 0 || IsBetter(cycles[^1], cycles[chosen]))
                (best, chosen) = (state.Copy(), cycle);
            double next = FixedWeight(cycle) ?? Towards(cycles[^1].Weight, Ratio(minimizer, step.Positions));
            bool still = cycles[^1].Shift < SmallShift && Math.Abs(Math.Log(next / weight)) < 0.1 && (modelMap || FirstModelMapCycle > options.Cycles);
            weight = next;
            if (still)
                break;
            if (!cancel.IsCancellationRequested)
                Report(state, best, chosen, weight, hydrogens, minimizer.ModelMapFrom);
        }

        return new(
            best.Positions, cycles, chosen, trials, cancel.IsCancellationRequested,
            weightClock.Elapsed.TotalSeconds, minimizeClock.Elapsed.TotalSeconds, hydrogens)
        {
            B = best.B,
            Occupancy = best.Occupancy,
            Copies = copies?.Constraint.Refit(best.Positions).Groups ?? [],
            Steps = stepRecords,
            TargetBFactor = minimizer.TargetBFactor,
            GroupWeights = groups?.Weights ?? [],
            WeightFactors = groups?.PerAtom() ?? options.WeightFactors,
        };
    }

    private static void SetTargets(CoordinateMinimizer minimizer, BackboneTargets? backbone, RefinementState state)
    {
        if (backbone != null)
            minimizer.SetTargets(backbone.At(state.Positions).Table);
    }

    /// <summary>Parts of the model with weights of their own; null where one weight is all that there is to find, or the user has given it.</summary>
    private GroupWeights? FindGroups(Model model, bool[] movable)
    {
        if (options.Weight != null || options.WeightFactors != null)
            return null;
        IReadOnlyList<AtomGroup> found = WeightGroups.Find(model, movable, options.WeightGroups, Constraint);
        return found.Count == 0 ? null : new GroupWeights(found, movable.Length);
    }

    /// <summary>The first macro-cycle that fits the model map.</summary>
    private int FirstModelMapCycle => options.Target switch
    {
        CoordinateTarget.Density => int.MaxValue,
        CoordinateTarget.Auto => Math.Max(2, options.Cycles - 1),
        _ => 1,
    };

    /// <summary>A weight that does not follow the geometry. The user's is that of the term that comes first; the model map then pulls as strongly as density did.</summary>
    private double? FixedWeight(int cycle)
    {
        if (cycle < FirstModelMapCycle)
            return options.Weight;
        return options.ModelMapWeight ?? (options.Weight == null || FirstModelMapCycle == 1 ? options.Weight : matched);
    }

    private void Report(RefinementState state, RefinementState best, int chosen, double weight, int hydrogens, double[]? modelMapFrom)
    {
        if (OnProgress == null)
            return;
        var saved = new Dictionary<string, string>();
        foreach (ICheckpointedStep step in Steps.OfType<ICheckpointedStep>())
        {
            if (step.Save() is { } text)
                saved[step.Name] = text;
        }

        if (groups != null)
            saved[GroupsKey] = groups.Save();
        OnProgress(new RefinementProgress(state.Copy(), best.Copy(), chosen, weight, hydrogens, [.. cycles], [.. stepRecords], [.. trials])
        {
            TermsFrom = termsFrom,
            ModelMapFrom = modelMapFrom,
            Saved = saved,
        });
    }

    /// <summary>
    /// Minimises. In the last macro-cycle of the full protocol, against the model map of 2.5 Å and worse, it goes on with a harder repulsion, which brings simulated cases nearer to the truth and costs little
    /// correlation, and with less weight of the map where the goals of geometry were passed. Where a map objects, because the model is packed wrongly in it, the usual repulsion remains.
    /// </summary>
    private CoordinateStep Minimize(CoordinateMinimizer minimizer, RefinementState state, double weight, bool modelMap, int cycle, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        minimizeClock.Start();
        double factor = 1;
        CoordinateStep step = minimizer.Minimize(state, weight, modelMap, cancel);
        if (options.Full != null && options.Resolution >= SharpMap && modelMap && cycle == options.Cycles && cycle > FirstModelMapCycle && !cancel.IsCancellationRequested)
        {
            (CoordinateStep hard, double hardWeight) = WithinGoals(minimizer, state, step, weight, HardContacts, cycle, cancel);
            if (CcMask(hard.Positions) >= CcMask(step.Positions) - ContactLoss)
                (step, weight, factor) = (hard, hardWeight, HardContacts);
            else if (Ratio(minimizer, step.Positions) > Passed)
                (step, weight) = WithinGoals(minimizer, state, step, weight, 1, cycle, cancel);
        }

        minimizeClock.Stop();
        Measure(cycle, weight, minimizer, step.Positions, step, state.Positions, start, factor);
        return step;
    }

    /// <summary>Goes on from a step, with less weight of the map, once again if need be, until the goals of geometry are met.</summary>
    private (CoordinateStep Step, double Weight) WithinGoals(
        CoordinateMinimizer minimizer, RefinementState state, CoordinateStep from, double weight, double contactFactor, int cycle, CancellationToken cancel)
    {
        CoordinateStep step = from;
        for (int attempt = 0; attempt == 0 || (attempt == 1 && Ratio(minimizer, step.Positions) > Passed); attempt++)
        {
            weight = FixedWeight(cycle) ?? Math.Min(weight, Towards(weight, Ratio(minimizer, step.Positions)));
            step = minimizer.Minimize(state with { Positions = step.Positions }, weight, true, cancel, contactFactor);
        }

        return (step, weight);
    }

    /// <summary>How far the model, or that part of it with a weight of its own that deviates most, is along the way to the goals of geometry.</summary>
    private double Ratio(CoordinateMinimizer minimizer, double[] x)
    {
        (double bond, double angle) = BondAngleRmsd.Compute(minimizer.Problem.Table, x);
        double whole = goal.Ratio(bond, angle);
        return groups is not { Differ: true } ? whole : Math.Max(whole, groups.Ratio(minimizer.Problem.Table, x, goal));
    }

    private RefinementState RunSteps(StepContext context, RefinementState state, StepPhase phase, RefinementProblem problem, CancellationToken cancel)
    {
        foreach (IRefinementStep step in Steps)
        {
            if (step.Phase != phase || !step.RunsIn(context.Cycle, options.Cycles) || cancel.IsCancellationRequested)
                continue;
            long start = Stopwatch.GetTimestamp();
            RefinementState trial = state.Copy();
            string? detail = step.Run(context, trial, cancel);
            if (detail == null)
                continue;
            copies?.Symmetrize(trial);
            double? ccBefore = Correlation(state), ccAfter = Correlation(trial);
            (double bondBefore, double angleBefore) = BondAngleRmsd.Compute(problem.Table, state.Positions);
            (double bondAfter, double angleAfter) = BondAngleRmsd.Compute(problem.Table, trial.Positions);
            bool worseFit = ccAfter < ccBefore - step.AllowedLoss, worseGeometry = bondAfter > bondBefore + 1e-4 || angleAfter > angleBefore + 0.01;
            bool kept = !(worseFit && (worseGeometry || phase == StepPhase.AfterCoordinates));
            var record = new StepRecord(
                context.Cycle, step.Name, ccBefore, ccAfter, bondBefore, bondAfter, angleBefore, angleAfter, kept, detail, Stopwatch.GetElapsedTime(start).TotalSeconds)
            {
                Changes = step.Changes,
            };
            stepRecords.Add(record);
            OnStep?.Invoke(record);
            if (kept)
                state = trial;
        }

        return state;
    }

    private double? Correlation(RefinementState state) => CcState == null ? CcMask(state.Positions) : CcState(state);

    private RestraintTable? Extra(Model model, double[] x, bool[] movable)
    {
        termsFrom = [.. x];
        double weight = options.RamachandranWeight ?? Ramachandran.WeightAt(options.Resolution);
        RestraintTable? all = weight > 0 ? Ramachandran.Restraints(model, x, weight, movable) : null;
        foreach (Func<double[], RestraintTable?> find in Extras)
        {
            RestraintTable? more = find(x);
            all = more == null ? all : all?.Append(more) ?? more;
        }

        return all;
    }

    private double FindWeight(CoordinateMinimizer minimizer, double[] x, CancellationToken cancel)
    {
        weightClock.Start();
        (double weight, IReadOnlyList<WeightTrial> tried) = minimizer.FindWeight(x, goal, 10, cancel);
        trials.AddRange(tried);
        weightClock.Stop();
        return weight;
    }

    /// <summary>Moves the weight towards the goal: deviations grow roughly as the 0.6th power of the weight; at most a factor 3.</summary>
    private static double Towards(double weight, double ratio) => ratio <= 0 ? weight : weight * Math.Clamp(Math.Pow(1 / ratio, 1 / 0.6), 1.0 / 3, 3);

    /// <summary>Within a tenth of the goals of geometry a cycle against the model map is better than one against density, one with harder contacts than one without, then the higher correlation; above the goals the smaller deviation.</summary>
    private bool IsBetter(RefinementCycle a, RefinementCycle b)
    {
        double excessA = Excess(a), excessB = Excess(b);
        if (excessA > 1 || excessB > 1)
            return excessA < excessB;
        if (a.ContactFactor != b.ContactFactor && b.Number > 0)
            return a.ContactFactor > b.ContactFactor;
        if (a.Number >= FirstModelMapCycle != b.Number >= FirstModelMapCycle && b.Number > 0)
            return a.Number >= FirstModelMapCycle;
        return (a.CcMask ?? a.DensityPerAtom) >= (b.CcMask ?? b.DensityPerAtom);
    }

    private double Excess(RefinementCycle c) =>
        options.Weight != null ? 0 : goal.Ratio(c.BondRmsd, c.AngleRmsd) / Tolerance;

    private void Measure(int number, double weight, CoordinateMinimizer minimizer, double[] x, CoordinateStep? step, double[] before, long start, double contactFactor = 1)
    {
        RefinementProblem problem = minimizer.Problem;
        (double bond, double angle) = BondAngleRmsd.Compute(problem.Table, x);
        double density = step == null ? 0 : -step.MapTerm / Math.Max(1, problem.MapWeights.Sum());
        double seconds = start == 0 ? 0 : Stopwatch.GetElapsedTime(start).TotalSeconds;
        var cycle = new RefinementCycle(
            number, weight, step?.Result.Iterations ?? 0, step?.Result.Evaluations ?? 0, density, step?.Energies ?? default, bond, angle,
            Coordinates.Rmsd(before, x, problem.Movable), CcMask(x), seconds)
        {
            Target = number == 0 ? "" : number >= FirstModelMapCycle ? "model map" : "density",
            ContactFactor = contactFactor,
        };
        cycles.Add(cycle);
        OnCycle?.Invoke(cycle);
    }
}
