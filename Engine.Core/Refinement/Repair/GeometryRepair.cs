using Engine.Core.Geometry;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Core.Refinement.Repair;

/// <summary>
/// Mends what minimisation would freeze. Coincident atoms are set apart, bonds are taken out of rings, centres of the wrong hand are turned over; then the
/// surroundings of each distortion are minimised, first with a repulsion that lets atoms pass through each other, then with more, then with all of it. Everything else stays.
/// </summary>
public sealed class GeometryRepair
{
    /// <summary>Atoms nearer than this have no direction in which to part, Å.</summary>
    private const double Coincident = 0.3;
    private const double Separation = 0.3;
    private const double NoticeableMove = 0.1;

    /// <summary>Distance at which a hold lets go, Å.</summary>
    private const double HoldLimit = 1;

    private static readonly (string Name, double Repulsion)[] Courses = [("soft", 0.05), ("medium", 3), ("full", 100)];

    private readonly Accelerator accelerator;
    private readonly RestraintModel restraints;
    private readonly bool[] movable;
    private readonly RepairOptions options;
    private readonly List<RepairStage> stages = [];

    private GeometryRepair(Accelerator accelerator, RestraintModel restraints, bool[] movable, RepairOptions options) =>
        (this.accelerator, this.restraints, this.movable, this.options) = (accelerator, restraints, movable, options);

    /// <summary>Mends a model.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="movable">Atoms that may move.</param>
    /// <param name="x">3N coordinates, Å; left as they are.</param>
    /// <param name="options">Limits.</param>
    /// <param name="cancel">Stops early; the best so far is returned.</param>
    public static RepairResult Run(
        Accelerator accelerator, RestraintModel restraints, bool[] movable, double[] x, RepairOptions options, CancellationToken cancel) =>
        new GeometryRepair(accelerator, restraints, movable, options).Mend(x, cancel);

    private RepairResult Mend(double[] start, CancellationToken cancel)
    {
        IReadOnlyList<Distortion> before = Mendable(start), left = before;
        double[] best = start, x = [.. start];
        int separated = 0, flipped = 0, unthreaded = 0;
        var random = new RandomSource(options.Seed);
        for (int round = 1; round <= options.Rounds && left.Count > 0 && !cancel.IsCancellationRequested; round++)
        {
            IReadOnlyList<Distortion> present = Mendable(x);
            separated += Separate(present, x, random);
            unthreaded += Unthread(x);
            flipped += new HandFlip(restraints, movable).Run(present, x).Count;
            foreach ((string name, double repulsion) in Courses)
                Minimize(round, name, repulsion, present, x, cancel);
            PlaceHydrogens(start, x, cancel);
            IReadOnlyList<Distortion> now = Mendable(x);
            if (now.Count < left.Count)
                (left, best) = (now, [.. x]);
        }

        int moved = Enumerable.Range(0, movable.Length).Count(i => restraints.IsHydrogen[i] == 0
            && Vec3.Distance(TermGeometry.At(start, i), TermGeometry.At(best, i)) > NoticeableMove);
        return new([.. best], before, left, separated, flipped, unthreaded, moved, stages);
    }

    /// <summary>Distortions with at least one atom that may move, at the places that are asked for.</summary>
    private Distortion[] Mendable(double[] x) =>
        [.. DistortionFinder.Find(restraints, x).Where(d => Array.Exists(d.Atoms, i => movable[i]) && (options.Within == null || Array.Exists(d.Atoms, options.Within.Contains)))];

    private int Separate(IEnumerable<Distortion> distortions, double[] x, RandomSource random)
    {
        int count = 0;
        foreach (Distortion d in distortions.Where(d => d.Kind is DistortionKind.Overlap or DistortionKind.Bond))
        {
            if (Vec3.Distance(TermGeometry.At(x, d.Atoms[0]), TermGeometry.At(x, d.Atoms[1])) > Coincident)
                continue;
            int atom = movable[d.Atoms[1]] ? d.Atoms[1] : d.Atoms[0];
            Vec3 shift = Separation * new Vec3(random.NextNormal(), random.NextNormal(), random.NextNormal());
            Shift(x, atom, shift);
            count++;
        }

        return count;
    }

    private int Unthread(double[] x)
    {
        var graph = new CovalentGraph(restraints.Heavy());
        int[] conformer = restraints.Nonbonded.Conformer;
        var moved = new HashSet<int>();
        int count = 0;
        foreach (PiercedRing p in RingPiercing.Find(graph, graph.Rings(), x, (a, b) => conformer[a] == 0 || conformer[b] == 0 || conformer[a] == conformer[b]))
        {
            if (!movable[p.A] || !movable[p.B] || moved.Contains(p.A) || moved.Contains(p.B))
                continue;
            if (options.Within != null && !p.Ring.Append(p.A).Append(p.B).Any(options.Within.Contains))
                continue;
            Shift(x, p.A, p.Exit);
            Shift(x, p.B, p.Exit);
            moved.UnionWith([p.A, p.B]);
            count++;
        }

        return count;
    }

    private void Minimize(int round, string name, double repulsion, IReadOnlyList<Distortion> distortions, double[] x, CancellationToken cancel)
    {
        HashSet<int> broken = [.. distortions.SelectMany(d => d.Atoms)];
        bool[] zone = ZoneOf(broken, x);
        var hold = new ExtraTerms();
        for (int i = 0; i < zone.Length; i++)
        {
            if (zone[i] && !broken.Contains(i))
                hold.AddSite(i, TermGeometry.At(x, i), options.HoldSigma, HoldLimit);
        }

        RestraintModel heavy = restraints.Heavy().With(hold.ToTable(zone.Length));
        RefinementProblem problem = RefinementProblem.Create(
            heavy with { Nonbonded = heavy.Nonbonded with { Repulsion = repulsion } }, zone, repulsion < Courses[^1].Repulsion ? 0 : 0.1);
        using var target = new RefinementTarget(accelerator, problem, null);
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { MaxIterations = options.Iterations, RelativeDecrease = 1e-4, MaxShift = 0.4 });
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        LbfgsResult result = minimizer.Minimize(target, positions, 0, cancel);
        accelerator.Download(positions, x);
        stages.Add(new(round, name, result.Iterations, result.Start, result.Final));
    }

    /// <summary>Heavy atoms that may move, near a distortion.</summary>
    private bool[] ZoneOf(HashSet<int> broken, double[] x)
    {
        var positions = new Vec3[movable.Length];
        for (int i = 0; i < positions.Length; i++)
            positions[i] = TermGeometry.At(x, i);
        var grid = new AtomGrid(positions, Enumerable.Range(0, positions.Length).Where(i => movable[i] && restraints.IsHydrogen[i] == 0), options.Zone);
        var zone = new bool[movable.Length];
        var near = new List<int>();
        foreach (int atom in broken)
        {
            grid.Near(positions[atom], options.Zone, near);
            foreach (int i in near)
                zone[i] = true;
        }

        return zone;
    }

    /// <summary>Hydrogens go with their parents and are then put where their restraints want them.</summary>
    private void PlaceHydrogens(double[] start, double[] x, CancellationToken cancel)
    {
        bool[] near = new bool[movable.Length];
        var graph = new CovalentGraph(restraints);
        for (int h = 0; h < near.Length; h++)
        {
            if (restraints.IsHydrogen[h] == 0 || !movable[h] || graph.Neighbours[h].Count == 0)
                continue;
            int parent = graph.Neighbours[h][0];
            Vec3 shift = TermGeometry.At(x, parent) - TermGeometry.At(start, parent);
            bool moved = graph.Neighbours[parent].Append(parent).Any(i => restraints.IsHydrogen[i] == 0 && Vec3.Distance(TermGeometry.At(x, i), TermGeometry.At(start, i)) > 1e-6);
            if (!moved)
                continue;
            near[h] = true;
            Put(x, h, Opposite(graph, parent, x) is Vec3 place && graph.Neighbours[parent].Count(i => restraints.IsHydrogen[i] != 0) == 1 ? place : TermGeometry.At(start, h) + shift);
        }

        HydrogenPlacement.Run(accelerator, restraints, near, x, cancel);
    }

    /// <summary>1 Å from an atom, away from its heavy neighbours; null when they surround it evenly.</summary>
    private Vec3? Opposite(CovalentGraph graph, int parent, double[] x)
    {
        Vec3 centre = TermGeometry.At(x, parent), away = Vec3.Zero;
        foreach (int i in graph.Neighbours[parent].Where(i => restraints.IsHydrogen[i] == 0))
            away += (centre - TermGeometry.At(x, i)).Normalized();
        return away.Length > 0.2 ? centre + away.Normalized() : null;
    }

    private static void Shift(double[] x, int atom, Vec3 by) => Put(x, atom, TermGeometry.At(x, atom) + by);

    private static void Put(double[] x, int atom, Vec3 p) => (x[3 * atom], x[3 * atom + 1], x[3 * atom + 2]) = (p.X, p.Y, p.Z);
}
