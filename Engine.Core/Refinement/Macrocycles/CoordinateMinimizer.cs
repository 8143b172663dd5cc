using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement.Convergence;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>What one minimisation gave.</summary>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="Result">What the minimiser did.</param>
/// <param name="MapTerm">The map term at the end, without its weight.</param>
/// <param name="Energies">Restraint energies at the end.</param>
public sealed record CoordinateStep(double[] Positions, LbfgsResult Result, double MapTerm, RestraintEnergies Energies);

/// <summary>Minimises coordinates against density at the atoms or against the model map, with everything that stays on the device from cycle to cycle.</summary>
public sealed class CoordinateMinimizer : IDisposable
{
    /// <summary>Iterations against the model map, as a share of those against density: they cost five times as much and gain little at the end.</summary>
    private const double ModelMapShare = 0.8;

    private readonly Accelerator accelerator;
    private readonly RefinementOptions options;
    private readonly Model model;
    private readonly bool[] movable;
    private readonly DensityMap map;
    private readonly DeviceBuffer<float> voxels;
    private readonly TargetMap target;
    private readonly LbfgsOptions limits;
    private readonly Lbfgs minimizer;
    private readonly DeviceBuffer<double> positions;
    private ModelMapStage? stage;
    private ModelMapTerm? term;
    private RefinementTarget density;
    private RefinementTarget? fit;
    private double[]? factors;
    private RestraintModel restraints;

    /// <summary>Prepares the minimisation.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="options">What the user chose.</param>
    /// <param name="map">Observed map.</param>
    /// <param name="model">Atoms, residues and chains.</param>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="movable">Atoms that may move.</param>
    /// <param name="extra">Terms beyond those of dictionaries and links, or null.</param>
    public CoordinateMinimizer(
        Accelerator accelerator, RefinementOptions options, DensityMap map, Model model, RestraintModel restraints, bool[] movable, RestraintTable? extra)
    {
        (this.accelerator, this.options, this.map, this.model, this.restraints, this.movable) = (accelerator, options, map, model, restraints, movable);
        voxels = MatchedFilter.Upload(accelerator, map, options.Blur ?? MatchedFilter.BlurFor(options.Resolution));
        target = new TargetMap(voxels, map.Grid.Frame(false), options.Interpolation);
        positions = accelerator.Allocate<double>(3L * movable.Length, "coordinates");
        limits = new LbfgsOptions { MaxIterations = options.Iterations };
        minimizer = new Lbfgs(accelerator, positions.Length, limits);
        factors = options.WeightFactors;
        Problem = RefinementProblem.Create(restraints, movable, options.TorsionScale, extra, factors);
        density = new RefinementTarget(accelerator, Problem, target);
    }

    /// <summary>What is minimised.</summary>
    public RefinementProblem Problem { get; private set; }

    /// <summary>Copies that are images of their masters, or null; the states that are minimised must be symmetric.</summary>
    public ConstrainedCopies? Copies { get; init; }

    /// <summary>3N coordinates around which the observed map is cut out for model-map targets, Å; null before the first use. A resumed run gives those of the run before.</summary>
    public double[]? ModelMapFrom { get; set; }

    /// <summary>Factor of the B factors in model-map targets (<see cref="SwollenB"/>); 1 before the first use.</summary>
    public double TargetBFactor { get; private set; } = 1;

    /// <summary>Takes other terms beyond those of dictionaries and links.</summary>
    /// <param name="extra">Terms, or null.</param>
    public void SetExtra(RestraintTable? extra)
    {
        density.Dispose();
        fit?.Dispose();
        Problem = RefinementProblem.Create(restraints, movable, options.TorsionScale, extra, factors);
        density = new RefinementTarget(accelerator, Problem, target);
        fit = term == null ? null : RefinementTarget.With(accelerator, Problem, term);
    }

    /// <summary>Takes other targets of bonds and angles.</summary>
    /// <param name="table">The same terms with other targets.</param>
    public void SetTargets(RestraintTable table)
    {
        restraints = restraints with { Table = table };
        SetExtra(Problem.Extra);
    }

    /// <summary>Takes other relative weights of the atoms in the map term.</summary>
    /// <param name="perAtom">One factor per atom.</param>
    public void SetFactors(double[] perAtom)
    {
        factors = perAtom;
        SetExtra(Problem.Extra);
    }

    /// <summary>How well parts of the model agree with the map.</summary>
    /// <param name="state">Present state.</param>
    /// <param name="groups">Parts.</param>
    public IReadOnlyList<GroupAgreement> Agreement(RefinementState state, IReadOnlyList<AtomGroup> groups)
    {
        Fit(state);
        return stage!.Agreement(groups, options.Resolution);
    }

    /// <summary>Finds the weight of the density on fragments; the first one, without trials, where no residue has the three atoms that a fragment needs (ions and waters alone, traces of CA).</summary>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="goal">Deviations to aim for.</param>
    /// <param name="first">First weight to try.</param>
    /// <param name="cancel">Stops early.</param>
    public (double Weight, IReadOnlyList<WeightTrial> Trials) FindWeight(double[] x, GeometryGoal goal, double first, CancellationToken cancel)
    {
        Fragments fragments = Fragments.Choose(model, Problem, x);
        if (fragments.Atoms.Length == 0)
            return (first, []);
        return WeightSearch.Run(accelerator, fragments.Problem, fragments.Gather(x), target, goal, first, cancel);
    }

    /// <summary>Prepares the model-map targets of a run that goes on after it had used them, also when no macro-cycle is left: the result says how they were made.</summary>
    /// <param name="state">Present state; its B factors are those of the input.</param>
    public void PrepareModelMap(RefinementState state) => Fit(state);

    /// <summary>Minimises from a state.</summary>
    /// <param name="state">Start; not changed.</param>
    /// <param name="weight">Weight of the map term.</param>
    /// <param name="modelMap">Fit the model map instead of density at the atoms.</param>
    /// <param name="cancel">Stops after the present iteration.</param>
    /// <param name="contactFactor">Factor of the repulsion.</param>
    public CoordinateStep Minimize(RefinementState state, double weight, bool modelMap, CancellationToken cancel, double contactFactor = 1)
    {
        RefinementTarget function = modelMap ? Fit(state) : density;
        accelerator.Upload<double>(state.Positions, positions);
        function.ContactFactor = contactFactor;
        function.Restart();
        function.CaptureRiding(positions);
        function.MapWeight = weight;
        int iterations = modelMap ? Math.Max(1, (int)(ModelMapShare * options.Iterations)) : options.Iterations;
        LbfgsResult result = Copies?.Minimize(accelerator, function, positions, limits with { MaxIterations = iterations }, cancel)
            ?? minimizer.Minimize(function, positions, iterations, cancel);
        function.PlaceRiding(positions);
        Copies?.Restore(accelerator, positions);
        var x = new double[state.Positions.Length];
        accelerator.Download(positions, x);
        return new CoordinateStep(x, result, function.LastMapTerm, function.LastEnergies);
    }

    /// <summary>
    /// The weight at which the model-map term pulls as strongly as the density does at another weight: where density and restraints balance, both pull like the
    /// restraints.
    /// </summary>
    /// <param name="state">A state at which density and restraints balance.</param>
    /// <param name="weight">Weight of the density.</param>
    public double MatchWeight(RefinementState state, double weight)
    {
        RefinementTarget other = Fit(state);
        accelerator.Upload<double>(state.Positions, positions);
        double before = Pull(density, weight), after = Pull(other, 1);
        return after > 0 ? before / after : weight;
    }

    /// <summary>Frees the device.</summary>
    public void Dispose()
    {
        density.Dispose();
        fit?.Dispose();
        term?.Dispose();
        stage?.Dispose();
        minimizer.Dispose();
        positions.Dispose();
        voxels.Dispose();
    }

    private RefinementTarget Fit(RefinementState state)
    {
        if (stage == null)
        {
            bool[] heavy = [.. restraints.IsHydrogen.Select((h, i) => h == 0 && model.Atoms[i].Occupancy > 0)];
            ModelMapFrom ??= [.. state.Positions];
            stage = new ModelMapStage(accelerator, map, model, heavy, ModelMapFrom, new ModelMapStageOptions
            {
                Resolution = options.Resolution,
                Resolutions = options.LocalResolution,
                Criterion = options.Target == CoordinateTarget.Correlation ? ModelMapCriterion.Correlation : ModelMapCriterion.LeastSquares,
            });
            TargetBFactor = SwollenB.Factor(accelerator, map, model, state with { Positions = ModelMapFrom }, options);
            term = new ModelMapTerm(accelerator, stage.Setting, MapPull.Of(model, Problem));
            fit = RefinementTarget.With(accelerator, Problem, term);
        }

        stage.Set(SwollenB.Scaled(state.B, TargetBFactor), state.Occupancy);
        stage.UpdateMask(state.Positions, factors);
        return fit!;
    }

    private double Pull(RefinementTarget function, double weight)
    {
        using DeviceBuffer<double> all = accelerator.Allocate<double>(positions.Length, "gradient"), restrained = accelerator.Allocate<double>(positions.Length, "gradient");
        function.ContactFactor = 1;
        function.Restart();
        function.MapWeight = 0;
        function.Evaluate(positions, restrained);
        function.MapWeight = weight;
        function.Evaluate(positions, all);
        accelerator.Vectors.Axpy(-1, restrained, all);
        return Math.Sqrt(accelerator.Vectors.Dot(all, all));
    }
}
