using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement.Repair;

/// <summary>
/// Tells distortions that minimisation leaves as they are from those that it mends by itself, as it does most of what random errors make: a copy of the coordinates is minimised
/// against the restraints alone, and what is still there is frozen.
/// </summary>
public static class FrozenDistortions
{
    /// <summary>σ that holds each atom to where it is, Å, and the distance at which it lets go, Å.</summary>
    private const double HoldSigma = 0.5;
    private const double HoldLimit = 2;
    private const int Iterations = 150;

    /// <summary>Distortions with at least one movable atom that stay.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="movable">Atoms that may move.</param>
    /// <param name="x">3N coordinates, Å; left as they are.</param>
    /// <param name="cancel">Stops early; more is then taken for frozen.</param>
    /// <returns>Distortions of the minimised copy at places that were distorted before.</returns>
    public static IReadOnlyList<Distortion> Find(Accelerator accelerator, RestraintModel restraints, bool[] movable, double[] x, CancellationToken cancel)
    {
        HashSet<int> places = [.. Movable(restraints, movable, x).SelectMany(d => d.Atoms)];
        if (places.Count == 0)
            return [];
        double[] relaxed = Relaxed(accelerator, restraints, movable, x, cancel);
        return [.. Movable(restraints, movable, relaxed).Where(d => Array.Exists(d.Atoms, places.Contains))];
    }

    private static IEnumerable<Distortion> Movable(RestraintModel restraints, bool[] movable, double[] x) =>
        DistortionFinder.Find(restraints, x).Where(d => Array.Exists(d.Atoms, i => movable[i]));

    private static double[] Relaxed(Accelerator accelerator, RestraintModel restraints, bool[] movable, double[] x, CancellationToken cancel)
    {
        bool[] heavy = [.. movable.Select((m, i) => m && restraints.IsHydrogen[i] == 0)];
        var hold = new ExtraTerms();
        for (int i = 0; i < heavy.Length; i++)
        {
            if (heavy[i])
                hold.AddSite(i, TermGeometry.At(x, i), HoldSigma, HoldLimit);
        }

        RefinementProblem problem = RefinementProblem.Create(restraints.Heavy().With(hold.ToTable(heavy.Length)), heavy, 0.1);
        using var target = new RefinementTarget(accelerator, problem, null);
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { MaxIterations = Iterations, RelativeDecrease = 1e-4 });
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        minimizer.Minimize(target, positions, 0, cancel);
        double[] relaxed = [.. x];
        accelerator.Download(positions, relaxed);
        return relaxed;
    }
}
