using System.Diagnostics;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// Real-space refinement of coordinates, first form: macro-cycles of L-BFGS on T = -w Σ ρ(x_i) + E_restraints against the sigma-scaled map, with
/// interpolated density at the atoms. The weight is found on fragments, then follows the deviations of the whole model from cycle to cycle.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="options">What the user chose.</param>
public sealed class RealSpaceRefiner(Accelerator accelerator, RefinementOptions options)
{
    private const double SmallShift = 0.002;

    private readonly GeometryGoal goal = GeometryGoal.For(options);
    private readonly List<RefinementCycle> cycles = [];
    private readonly List<WeightTrial> trials = [];
    private readonly Stopwatch weightClock = new();
    private readonly Stopwatch minimizeClock = new();

    /// <summary>Called after each macro-cycle, and for the start.</summary>
    public Action<RefinementCycle>? OnCycle { get; init; }

    /// <summary>Correlation of a model in its mask; null when undefined. Takes 3N coordinates.</summary>
    public required Func<double[], double?> CcMask { get; init; }

    /// <summary>Refines.</summary>
    /// <param name="map">Density; scaled inside.</param>
    /// <param name="model">Atoms, residues and chains.</param>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="movable">Atoms that may move; the others are fixed and still repel.</param>
    /// <param name="cancel">Stops; the best model so far is returned.</param>
    public RefinementResult Run(DensityMap map, Model model, RestraintModel restraints, bool[] movable, CancellationToken cancel)
    {
        double[] x = [.. model.Atoms.SelectMany(a => new[] { a.Position.X, a.Position.Y, a.Position.Z })];
        RefinementProblem problem = RefinementProblem.Create(restraints, movable, options.TorsionScale, Extra(model, x, movable));
        using DeviceBuffer<float> voxels = MatchedFilter.Upload(accelerator, map, options.Blur ?? MatchedFilter.BlurFor(options.Resolution));
        var target = new TargetMap(voxels, map.Grid.Frame(false), options.Interpolation);
        Measure(0, 0, null, problem, x, x, 0, 0);
        int hydrogens = HydrogenPlacement.Run(accelerator, restraints, movable, x, cancel);
        double weight = options.Weight ?? FindWeight(model, problem, x, target, 10, cancel);

        double[] best = x;
        int chosen = 0;
        using var density = new RefinementTarget(accelerator, problem, target);
        using ModelMapStage? stage = FirstModelMapCycle > options.Cycles ? null : Stage(map, model, restraints, x);
        using ModelMapTerm? term = stage == null ? null : new ModelMapTerm(accelerator, stage.Setting, Pull(model, problem));
        using RefinementTarget? fit = term == null ? null : RefinementTarget.With(accelerator, problem, term);
        RefinementTarget function = density;
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { MaxIterations = options.Iterations });
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        density.CaptureRiding(positions);
        fit?.CaptureRiding(positions);
        for (int cycle = 1; cycle <= options.Cycles && !cancel.IsCancellationRequested; cycle++)
        {
            double[] before = x;
            if (cycle >= FirstModelMapCycle)
            {
                stage!.UpdateMask(x);
                if (function != fit)
                    weight = options.Weight ?? MatchWeight(density, fit!, positions, weight);
                function = fit!;
            }

            x = Minimize(function, minimizer, positions, weight, cycle, before, problem, cancel);
            if (chosen == 0 || IsBetter(cycles[^1], cycles[chosen]))
                (best, chosen) = (x, cycle);
            bool still = cycles[^1].Shift < SmallShift;
            double next = options.Weight ?? NextWeight(cycles[^1]);
            if (still && Math.Abs(Math.Log(next / weight)) < 0.1)
                break;
            weight = next;
        }

        return new(
            best, cycles, chosen, trials, cancel.IsCancellationRequested,
            weightClock.Elapsed.TotalSeconds, minimizeClock.Elapsed.TotalSeconds, hydrogens);
    }

    private double[] Minimize(
        RefinementTarget function, Lbfgs minimizer, DeviceBuffer<double> positions, double weight, int cycle, double[] before,
        RefinementProblem problem, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        minimizeClock.Start();
        function.MapWeight = weight;
        LbfgsResult result = minimizer.Minimize(function, positions, 0, cancel);
        function.PlaceRiding(positions);
        var x = new double[before.Length];
        accelerator.Download(positions, x);
        minimizeClock.Stop();
        Measure(cycle, weight, function, problem, x, before, result.Iterations, result.Evaluations, start);
        return x;
    }

    private RestraintTable? Extra(Model model, double[] x, bool[] movable)
    {
        double weight = options.RamachandranWeight ?? Ramachandran.WeightAt(options.Resolution);
        return weight > 0 ? Ramachandran.Restraints(model, x, weight, movable) : null;
    }

    /// <summary>The first macro-cycle that fits the model map.</summary>
    private int FirstModelMapCycle => options.Target switch
    {
        CoordinateTarget.Density => int.MaxValue,
        CoordinateTarget.Auto => Math.Max(2, options.Cycles - 1),
        _ => 1,
    };

    private ModelMapStage Stage(DensityMap map, Model model, RestraintModel restraints, double[] x)
    {
        bool[] heavy = [.. restraints.IsHydrogen.Select((h, i) => h == 0 && model.Atoms[i].Occupancy > 0)];
        return new ModelMapStage(accelerator, map, model, heavy, x, new ModelMapStageOptions
        {
            Resolution = options.Resolution,
            Resolutions = options.LocalResolution,
            Criterion = options.Target == CoordinateTarget.Correlation ? ModelMapCriterion.Correlation : ModelMapCriterion.LeastSquares,
        });
    }

    private static float[] Pull(Model model, RefinementProblem problem) =>
        [.. problem.Movable.Select((m, i) => m && problem.MapWeights[i] > 0 ? 1f : 0f)];

    /// <summary>The weight at which the model-map term pulls as strongly as the density did: where density and restraints balance, both pull like the restraints.</summary>
    private double MatchWeight(RefinementTarget from, RefinementTarget to, DeviceBuffer<double> x, double weight)
    {
        using DeviceBuffer<double> g = accelerator.Allocate<double>(x.Length, "gradient"), e = accelerator.Allocate<double>(x.Length, "gradient of the restraints");
        double Pull(RefinementTarget target, double w)
        {
            target.MapWeight = 0;
            target.Evaluate(x, e);
            target.MapWeight = w;
            target.Evaluate(x, g);
            accelerator.Vectors.Axpy(-1, e, g);
            return Math.Sqrt(accelerator.Vectors.Dot(g, g));
        }

        double before = Pull(from, weight), after = Pull(to, 1);
        return after > 0 ? before / after : weight;
    }

    private double FindWeight(Model model, RefinementProblem problem, double[] x, TargetMap map, double first, CancellationToken cancel)
    {
        weightClock.Start();
        Fragments fragments = Fragments.Choose(model, problem, x);
        (double weight, IReadOnlyList<WeightTrial> tried) =
            WeightSearch.Run(accelerator, fragments.Problem, fragments.Gather(x), map, goal, first, cancel);
        trials.AddRange(tried);
        weightClock.Stop();
        return weight;
    }

    /// <summary>Moves the weight towards the goal: deviations grow roughly as the 0.6th power of the weight; at most a factor 3.</summary>
    private double NextWeight(RefinementCycle cycle)
    {
        double ratio = goal.Ratio(cycle.BondRmsd, cycle.AngleRmsd);
        return ratio <= 0 ? cycle.Weight : cycle.Weight * Math.Clamp(Math.Pow(1 / ratio, 1 / 0.6), 1.0 / 3, 3);
    }

    /// <summary>Within the ceilings of geometry the higher correlation is better; above them the smaller deviation.</summary>
    private bool IsBetter(RefinementCycle a, RefinementCycle b)
    {
        double excessA = Excess(a), excessB = Excess(b);
        if (excessA > 1 || excessB > 1)
            return excessA < excessB;
        return (a.CcMask ?? a.DensityPerAtom) >= (b.CcMask ?? b.DensityPerAtom);
    }

    private double Excess(RefinementCycle c) =>
        options.Weight != null ? 0 : Math.Max(c.BondRmsd / GeometryGoal.BondCeiling, c.AngleRmsd / GeometryGoal.AngleCeiling);

    private void Measure(
        int number, double weight, RefinementTarget? function, RefinementProblem problem, double[] x, double[] before, int iterations, int evaluations,
        long start = 0)
    {
        (double bond, double angle) = BondAngleRmsd.Compute(problem.Table, x);
        double squares = 0;
        int moving = 0;
        for (int i = 0; i < problem.AtomCount; i++)
        {
            if (!problem.Movable[i])
                continue;
            moving++;
            for (int k = 3 * i; k < 3 * i + 3; k++)
                squares += (x[k] - before[k]) * (x[k] - before[k]);
        }

        double density = function == null ? 0 : -function.LastMapTerm / Math.Max(1, problem.MapWeights.Count(w => w > 0));
        double seconds = start == 0 ? 0 : Stopwatch.GetElapsedTime(start).TotalSeconds;
        var cycle = new RefinementCycle(
            number, weight, iterations, evaluations, density, function?.LastEnergies ?? default, bond, angle,
            Math.Sqrt(squares / Math.Max(1, moving)), CcMask(x), seconds);
        cycles.Add(cycle);
        OnCycle?.Invoke(cycle);
    }
}
