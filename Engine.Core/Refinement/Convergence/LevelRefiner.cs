using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>
/// Minimises coordinates against one level of the map with restraints in full or softened. The weight of the map is found again at every level: between rounds it follows the
/// deviations of bonds and angles towards their goal, as the macro-cycles do, but in the median: a few knots must not take the map's weight away.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="problem">Restraints in full.</param>
/// <param name="levels">The map.</param>
/// <param name="goal">Deviations to aim for.</param>
public sealed class LevelRefiner(Accelerator accelerator, RefinementProblem problem, MapLevels levels, GeometryGoal goal)
{
    private const double Power = 0.6;
    private const double Smallest = 0.01;
    private const double Largest = 3000;

    /// <summary>Weight of the map that the next level starts with.</summary>
    public double Weight { get; set; } = 10;

    /// <summary>Refines against one level.</summary>
    /// <param name="x">3N coordinates, Å; not changed.</param>
    /// <param name="resolution">Level, Å.</param>
    /// <param name="rounds">Minimisations, with a new weight before each but the first.</param>
    /// <param name="iterations">Minimiser iterations per round.</param>
    /// <param name="cancel">Stops.</param>
    public double[] Fit(double[] x, double resolution, int rounds, int iterations, CancellationToken cancel)
    {
        using var target = new RefinementTarget(accelerator, problem, levels.At(resolution));
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { MaxIterations = iterations });
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        double[] result = [.. x];
        target.CaptureRiding(positions);
        for (int round = 0; round < rounds && !cancel.IsCancellationRequested; round++)
        {
            target.MapWeight = Weight;
            minimizer.Minimize(target, positions, 0, cancel);
            target.PlaceRiding(positions);
            accelerator.Download(positions, result);
            (double bond, double angle) = TypicalDeviation.Of(problem.Table, result);
            double ratio = goal.Ratio(bond, angle);
            if (ratio > 0)
                Weight = Math.Clamp(Weight * Math.Clamp(Math.Pow(ratio, -1 / Power), 1.0 / 3, 3), Smallest, Largest);
        }

        return result;
    }

    /// <summary>
    /// Brings torn coordinates back to sensible geometry: springs to the given places, a level of the map at a small weight, and restraints that harden in steps. First atoms
    /// may pass each other and leave their planes, so that chiral centres find their hands and nothing stays inside a ring; planes and repulsion come last.
    /// </summary>
    /// <param name="x">3N coordinates, Å; not changed.</param>
    /// <param name="sigma">Expected error of a coordinate, Å; the springs have weight 1/σ².</param>
    /// <param name="resolution">Level, Å.</param>
    /// <param name="mapWeight">Weight of the map; 0 = without.</param>
    /// <param name="iterations">Minimiser iterations per step.</param>
    /// <param name="cancel">Stops.</param>
    public double[] Untangle(double[] x, double sigma, double resolution, double mapWeight, int iterations, CancellationToken cancel)
    {
        double[] result = [.. x], springs = [.. problem.Movable.Select((m, i) => m && problem.MapWeights[i] > 0 ? 1 / (sigma * sigma) : 0)];
        float[] pull = [.. problem.MapWeights.Select(w => (float)(mapWeight * w))];
        using DensityTerm? density = mapWeight > 0 ? new DensityTerm(accelerator, levels.At(resolution), pull) : null;
        using var anchors = new AnchorTerm(accelerator, x, springs, density);
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { MaxIterations = iterations, MaxShift = 0.5 });
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        foreach (SoftGeometry geometry in Hardening)
        {
            using RefinementTarget target = RefinementTarget.With(accelerator, geometry.Apply(problem), anchors);
            target.CaptureRiding(positions);
            target.MapWeight = 1;
            minimizer.Minimize(target, positions, 0, cancel);
            target.PlaceRiding(positions);
        }

        accelerator.Download(positions, result);
        return result;
    }

    /// <summary>Restraints from soft to nearly full.</summary>
    private static SoftGeometry[] Hardening { get; } =
    [
        new(0.01, 0.02, 0, 0.2, 0, 0),
        new(0.05, 0.2, 0, 1, 0, 0),
        new(0.2, 0.4, 0.1, 1, 0.1, 0.01),
        new(0.5, 0.5, 0.3, 1, 0.5, 0.2),
    ];

    /// <summary>The density per atom, standard deviations of the map at a level.</summary>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="resolution">Level, Å.</param>
    public double Density(double[] x, double resolution) => AtomDensity.Mean(accelerator, levels.At(resolution), x, problem.MapWeights);

    /// <summary>Root mean square deviations of bonds (Å) and angles (degrees).</summary>
    /// <param name="x">3N coordinates, Å.</param>
    public (double Bond, double Angle) Deviations(double[] x) => BondAngleRmsd.Compute(problem.Table, x);

    /// <summary>Root mean square shift of the movable atoms between two sets of coordinates, Å.</summary>
    /// <param name="a">3N coordinates.</param>
    /// <param name="b">3N coordinates.</param>
    public double Shift(double[] a, double[] b) => Coordinates.Rmsd(a, b, problem.Movable);
}
