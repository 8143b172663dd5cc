using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// Puts hydrogens where their restraints want them before they start to ride: the hydrogen terms and contacts are minimised with all other
/// atoms fixed, so that a distorted input does not ride along.
/// </summary>
public static class HydrogenPlacement
{
    /// <summary>Moves the hydrogens that may move; returns how many there are.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="movable">Atoms that may move.</param>
    /// <param name="x">3N coordinates, Å; the hydrogens' are overwritten.</param>
    /// <param name="cancel">Stops early.</param>
    public static int Run(Accelerator accelerator, RestraintModel restraints, bool[] movable, double[] x, CancellationToken cancel)
    {
        bool[] hydrogens = [.. movable.Select((m, i) => m && restraints.IsHydrogen[i] != 0)];
        int count = hydrogens.Count(h => h);
        if (count == 0)
            return 0;
        var problem = new RefinementProblem
        {
            Table = restraints.HydrogenOnly().Table,
            Nonbonded = restraints.Nonbonded.WithMovable(hydrogens),
            MapWeights = new float[movable.Length],
            Movable = hydrogens,
        };
        using var target = new RefinementTarget(accelerator, problem, null);
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { MaxIterations = 100, RelativeDecrease = 1e-3 });
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        minimizer.Minimize(target, positions, 0, cancel);
        accelerator.Download(positions, x);
        return count;
    }
}
