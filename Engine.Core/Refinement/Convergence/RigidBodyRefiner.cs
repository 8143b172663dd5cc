using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>How rigid bodies are refined.</summary>
public sealed record RigidBodyOptions
{
    /// <summary>Resolution d of the last level, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Coarser levels that come first, Å; those not coarser than d are left out.</summary>
    public IReadOnlyList<double> CoarseLevels { get; init; } = [8, 6, 4];

    /// <summary>True to start from a grid of shifts and rotations as well.</summary>
    public bool Seeds { get; init; }

    /// <summary>Half width of the grid of shifts, Å; three places along each axis.</summary>
    public double SeedShift { get; init; } = 6;

    /// <summary>Half width of the grid of rotations, degrees; three rotations about each axis.</summary>
    public double SeedDegrees { get; init; } = 15;

    /// <summary>How many of the best places of the grid are refined.</summary>
    public int SeedsRefined { get; init; } = 6;

    /// <summary>A body moves only when its density rises by more than this fraction.</summary>
    public double LeastGain { get; init; } = 0.02;

    /// <summary>Minimiser iterations per level.</summary>
    public int Iterations { get; init; } = 60;
}

/// <summary>What happened to one body.</summary>
/// <param name="Name">Name of the group.</param>
/// <param name="Atoms">Number of atoms.</param>
/// <param name="Shift">Shift of its centroid, Å.</param>
/// <param name="Degrees">Rotation, degrees.</param>
/// <param name="DensityBefore">Mean density at its atoms at the last level, standard deviations of the map.</param>
/// <param name="DensityAfter">The same afterwards.</param>
/// <param name="Accepted">False when the density did not rise enough: the body stays where it was, and the motion is zero.</param>
public sealed record RigidBodyMove(
    string Name, int Atoms, double Shift, double Degrees, double DensityBefore, double DensityAfter, bool Accepted);

/// <summary>Outcome of a rigid-body refinement.</summary>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="Moves">One entry per body.</param>
public sealed record RigidBodyResult(double[] Positions, IReadOnlyList<RigidBodyMove> Moves)
{
    /// <summary>True when any body moved.</summary>
    public bool AnyMoved => Moves.Any(m => m.Accepted);
}

/// <summary>
/// Rigid-body refinement against interpolated density: six parameters per body by L-BFGS, at resolutions from coarse to fine, optionally from a grid of starts. A body
/// that does not gain density at the last level goes back.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="levels">The map.</param>
/// <param name="options">How.</param>
public sealed class RigidBodyRefiner(Accelerator accelerator, MapLevels levels, RigidBodyOptions options)
{
    private const double MaxStep = 1.0;

    /// <summary>Refines all bodies.</summary>
    /// <param name="groups">Bodies; no atom in two.</param>
    /// <param name="x">3N coordinates, Å; not changed.</param>
    /// <param name="atomWeights">Weight of each atom's density; 0 for hydrogens.</param>
    /// <param name="cancel">Stops; the bodies moved so far are judged and returned.</param>
    public RigidBodyResult Run(IReadOnlyList<AtomGroup> groups, double[] x, float[] atomWeights, CancellationToken cancel)
    {
        if (groups.Count == 0)
            return new([.. x], []);
        double[] resolutions = MapLevels.Descending(options.Resolution, [.. options.CoarseLevels]);
        using var objective = new RigidBodyObjective(accelerator, groups, x, atomWeights) { Map = levels.At(resolutions[0]) };
        var variables = new double[objective.Length];
        if (options.Seeds)
        {
            for (int g = 0; g < groups.Count && !cancel.IsCancellationRequested; g++)
                Seed(groups[g], x, atomWeights, resolutions, objective, g, variables, cancel);
        }

        Descend(objective, resolutions, variables, cancel);
        double[] moved = objective.Positions(variables);
        double[] before = Density(resolutions[^1], x), after = Density(resolutions[^1], moved);
        var moves = new RigidBodyMove[groups.Count];
        double[] result = [.. x];
        for (int g = 0; g < groups.Count; g++)
        {
            int[] atoms = groups[g].Atoms;
            double was = Mean(atoms, before, atomWeights), now = Mean(atoms, after, atomWeights);
            bool accepted = now > was + options.LeastGain * Math.Abs(was);
            RigidMotion motion = accepted ? objective.Motion(variables, g) : default;
            moves[g] = new(groups[g].Name, atoms.Length, motion.Shift.Length, motion.Degrees, was, accepted ? now : was, accepted);
            if (!accepted)
                continue;
            foreach (int i in atoms)
                moved.AsSpan(3 * i, 3).CopyTo(result.AsSpan(3 * i));
        }

        return new(result, moves);
    }

    private void Descend(RigidBodyObjective objective, double[] resolutions, double[] variables, CancellationToken cancel)
    {
        using var minimizer = new Lbfgs(
            accelerator, objective.Length, new LbfgsOptions { MaxIterations = options.Iterations, MaxShift = MaxStep, RelativeDecrease = 1e-6 });
        using DeviceBuffer<double> v = accelerator.Upload((ReadOnlySpan<double>)variables, "rigid-body parameters");
        foreach (double resolution in resolutions)
        {
            if (cancel.IsCancellationRequested)
                break;
            objective.Map = levels.At(resolution);
            minimizer.Minimize(objective, v, 0, cancel);
        }

        accelerator.Download(v, variables);
    }

    /// <summary>Refines one body from the best places of the grid; writes the variables of the best outcome, which may be those of the present place.</summary>
    private void Seed(
        AtomGroup group, double[] x, float[] weights, double[] resolutions, RigidBodyObjective all, int index, double[] variables, CancellationToken cancel)
    {
        using var one = new RigidBodyObjective(accelerator, [group], x, weights) { Map = levels.At(resolutions[0]) };
        (double Value, RigidMotion Motion)[] places =
            [.. Grid().Select(m => (Value(one, m), m)).OrderBy(p => p.Item1).Take(options.SeedsRefined).Append((0, default))];
        double best = double.PositiveInfinity;
        foreach ((_, RigidMotion place) in places)
        {
            var v = new double[6];
            one.Set(v, 0, place);
            Descend(one, resolutions, v, cancel);
            one.Map = levels.At(resolutions[^1]);
            double value = one.Value(v);
            if (value < best)
            {
                best = value;
                all.Set(variables, index, one.Motion(v, 0));
            }
        }
    }

    private IEnumerable<RigidMotion> Grid()
    {
        double turn = options.SeedDegrees * Math.PI / 180;
        for (int k = 0; k < 729; k++)
        {
            int[] at = [k % 3 - 1, k / 3 % 3 - 1, k / 9 % 3 - 1, k / 27 % 3 - 1, k / 81 % 3 - 1, k / 243 - 1];
            yield return new(turn * new Vec3(at[0], at[1], at[2]), options.SeedShift * new Vec3(at[3], at[4], at[5]));
        }
    }

    private static double Value(RigidBodyObjective objective, RigidMotion motion)
    {
        var v = new double[6];
        objective.Set(v, 0, motion);
        return objective.Value(v);
    }

    private double[] Density(double resolution, double[] x) => AtomDensity.Values(accelerator, levels.At(resolution), x);

    private static double Mean(int[] atoms, double[] density, float[] weights)
    {
        double sum = 0, norm = 0;
        foreach (int i in atoms)
        {
            sum += weights[i] * density[i];
            norm += weights[i];
        }

        return norm > 0 ? sum / norm : 0;
    }
}
