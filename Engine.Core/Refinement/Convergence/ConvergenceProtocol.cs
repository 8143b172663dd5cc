using System.Diagnostics;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>What a step did.</summary>
/// <param name="Step">The step.</param>
/// <param name="Density">Mean density at the atoms at resolution d afterwards, standard deviations of the map.</param>
/// <param name="BondRmsd">Å, afterwards.</param>
/// <param name="AngleRmsd">Degrees, afterwards.</param>
/// <param name="Shift">Root mean square shift of the movable atoms, Å.</param>
/// <param name="Weight">Weight of the map; 0 where none was used.</param>
/// <param name="Seconds">Time.</param>
/// <param name="Moves">Rigid bodies, or empty.</param>
/// <param name="Positions">3N coordinates afterwards, Å.</param>
public sealed record ConvergenceStepResult(
    ConvergenceStep Step, double Density, double BondRmsd, double AngleRmsd, double Shift, double Weight, double Seconds, IReadOnlyList<RigidBodyMove> Moves,
    double[] Positions);

/// <summary>Outcome of the steps of large radius.</summary>
/// <param name="Positions">3N coordinates, Å: the start where no step was needed.</param>
/// <param name="Start">How the start was judged.</param>
/// <param name="Steps">What was done, in order.</param>
public sealed record ConvergenceResult(double[] Positions, StartAssessment Start, IReadOnlyList<ConvergenceStepResult> Steps)
{
    /// <summary>True when anything was done.</summary>
    public bool Ran => Steps.Count > 0;
}

/// <summary>Parameters of the steps of large radius.</summary>
public sealed record ConvergenceOptions
{
    /// <summary>d, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>What the user says about the start.</summary>
    public StartMode Start { get; init; } = StartMode.Auto;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Replicas of simulated annealing.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Bodies of the user's own, refined in place of chains; null = chains.</summary>
    public IReadOnlyList<AtomGroup>? Bodies { get; init; }

    /// <summary>Steps to run in place of those that the start calls for; null = <see cref="ConvergencePlan"/>.</summary>
    public IReadOnlyList<ConvergenceStep>? Steps { get; init; }
}

/// <summary>
/// Brings a model within reach of gradient refinement: judges the start, then rigid bodies, untangling, morphing, a ladder of resolutions and simulated annealing as the start
/// calls for them. The refinement proper follows; this only delivers its start.
/// </summary>
public sealed class ConvergenceProtocol
{
    private readonly Accelerator accelerator;
    private readonly MapLevels levels;
    private readonly Model model;
    private readonly RefinementProblem problem;
    private readonly ConvergenceOptions options;
    private readonly LevelRefiner refiner;
    private IReadOnlyList<RigidBodyMove> moves = [];

    /// <summary>Prepares; nothing is computed yet.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="levels">The map; stays the caller's.</param>
    /// <param name="model">Names, residues and chains; the coordinates are not used.</param>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="movable">Atoms that may move.</param>
    /// <param name="options">Parameters.</param>
    public ConvergenceProtocol(
        Accelerator accelerator, MapLevels levels, Model model, RestraintModel restraints, bool[] movable, ConvergenceOptions options)
    {
        (this.accelerator, this.levels, this.model, this.options) = (accelerator, levels, model, options);
        problem = RefinementProblem.Create(restraints, movable, 0.1);
        refiner = new(accelerator, problem, levels, GeometryGoal.For(new RefinementOptions { Resolution = options.Resolution }));
    }

    /// <summary>Called after each step.</summary>
    public Action<ConvergenceStepResult>? OnStep { get; init; }

    /// <summary>Runs.</summary>
    /// <param name="x">3N coordinates, Å; not changed.</param>
    /// <param name="cancel">Stops after the present step.</param>
    public ConvergenceResult Run(double[] x, CancellationToken cancel)
    {
        StartAssessment start = Assess(x);
        var done = new List<ConvergenceStepResult>();
        if (options.Steps != null)
            return new(Series(options.Steps, x, done, cancel), start, done);
        StartAssessment now = start;
        foreach (Func<StartMode, StartAssessment, double, IReadOnlyList<ConvergenceStep>> part in ConvergencePlan.Parts)
        {
            IReadOnlyList<ConvergenceStep> steps = part(options.Start, now, options.Resolution);
            x = Series(steps, x, done, cancel);
            now = steps.Count > 0 ? Assess(x) : now;
        }

        return new(x, start, done);
    }

    private StartAssessment Assess(double[] x) => StartAssessment.Of(accelerator, levels, model, problem, x, options.Resolution, options.Seed);

    private double[] Series(IReadOnlyList<ConvergenceStep> steps, double[] x, List<ConvergenceStepResult> done, CancellationToken cancel)
    {
        foreach (ConvergenceStep step in steps)
        {
            if (cancel.IsCancellationRequested)
                break;
            long clock = Stopwatch.GetTimestamp();
            moves = [];
            double[] before = x;
            x = Do(step, before, cancel);
            (double bond, double angle) = refiner.Deviations(x);
            double weight = step.Kind is ConvergenceStepKind.Fit or ConvergenceStepKind.Morph or ConvergenceStepKind.Anneal ? refiner.Weight : 0;
            done.Add(new(
                step, refiner.Density(x, options.Resolution), bond, angle, refiner.Shift(before, x), weight, Stopwatch.GetElapsedTime(clock).TotalSeconds, moves, x));
            OnStep?.Invoke(done[^1]);
        }

        return x;
    }

    private double[] Do(ConvergenceStep step, double[] x, CancellationToken cancel) => step.Kind switch
    {
        ConvergenceStepKind.RigidWhole => Rigid(AtomGroup.Whole(problem.Movable), step.Strength > 0, step, x, cancel),
        ConvergenceStepKind.RigidChains => Rigid(options.Bodies ?? AtomGroup.Chains(model, problem.Movable), false, step, x, cancel),
        ConvergenceStepKind.RigidDomains => Rigid(Domains(x), false, step, x, cancel),
        ConvergenceStepKind.Untangle => refiner.Untangle(x, Error(x), step.Resolution, step.Strength, step.Iterations, cancel),
        ConvergenceStepKind.Morph => Morph(step, x, cancel),
        ConvergenceStepKind.Fit => refiner.Fit(x, step.Resolution, step.Count, step.Iterations, cancel),
        _ => Anneal(step, x, cancel),
    };

    private double[] Rigid(IReadOnlyList<AtomGroup> groups, bool seeds, ConvergenceStep step, double[] x, CancellationToken cancel)
    {
        var bodies = new RigidBodyRefiner(accelerator, levels, new RigidBodyOptions { Resolution = step.Resolution, Seeds = seeds });
        RigidBodyResult result = bodies.Run(groups, x, problem.MapWeights, cancel);
        moves = result.Moves;
        return result.Positions;
    }

    /// <summary>Domains are found in the present coordinates.</summary>
    private IReadOnlyList<AtomGroup> Domains(double[] x)
    {
        Model here = StructureCopy.At(model, x);
        return DomainFinder.Groups(here, DomainFinder.Find(here, problem.Movable), problem.Movable);
    }

    /// <summary>Error of a coordinate that the bonds tell: two ends, each with its own error.</summary>
    private double Error(double[] x) => Math.Clamp(refiner.Deviations(x).Bond / Math.Sqrt(2), 0.1, 1.5);

    private double[] Morph(ConvergenceStep step, double[] x, CancellationToken cancel)
    {
        var morphing = new Morphing(accelerator, new MorphingOptions());
        for (int cycle = 0; cycle < step.Count && !cancel.IsCancellationRequested; cycle++)
        {
            ShiftField field = morphing.Find(model, x, problem.MapWeights, levels.At(step.Resolution));
            x = refiner.Fit(morphing.Apply(model, field, x, problem.Movable), step.Resolution, 1, step.Iterations, cancel);
        }

        return x;
    }

    private double[] Anneal(ConvergenceStep step, double[] x, CancellationToken cancel)
    {
        var schedule = new AnnealingOptions { StartTemperature = step.Strength, Steps = step.Iterations, Replicas = options.Replicas, Seed = options.Seed };
        return Annealing.Run(accelerator, problem, levels.At(step.Resolution), refiner.Weight, x, schedule, cancel).Positions;
    }
}
