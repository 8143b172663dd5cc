using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// Strict non-crystallographic symmetry in a refinement: keeps a state symmetric, and minimises first the operators with the masters where they are, then the independent
/// coordinates, whose gradients are summed over all copies.
/// </summary>
/// <param name="model">Names and residues; its coordinates are not used.</param>
/// <param name="constraint">Copies and the operators to begin with.</param>
public sealed class ConstrainedCopies(Model model, NcsConstraint constraint)
{
    private const int OperatorIterations = 30;

    /// <summary>Copies with their present operators.</summary>
    public NcsConstraint Constraint { get; private set; } = constraint;

    /// <summary>
    /// Makes a state symmetric: copies that have moved as a whole keep their new place, residues become the consensus of their copies (<see cref="NcsConsensus"/>), B factors
    /// and occupancies their mean. A state that is symmetric already stays as it is.
    /// </summary>
    /// <param name="state">Changed in place.</param>
    public void Symmetrize(RefinementState state)
    {
        Constraint = NcsConsensus.Operators(Constraint, state.Positions);
        NcsConsensus.Coordinates(model, Constraint, state.Positions).CopyTo(state.Positions, 0);
        Constraint.AverageValues(state.B);
        Constraint.AverageValues(state.Occupancy);
    }

    /// <summary>
    /// Takes the operators from a symmetric state. The driver does so at the end of every macro-cycle, so that a run that is resumed from the state goes on with the same bits.
    /// </summary>
    /// <param name="state">Symmetric state.</param>
    public void TakeOperators(RefinementState state) => Constraint = Constraint.Refit(state.Positions);

    /// <summary>Lowers a function of all atoms.</summary>
    /// <param name="accelerator">Device of the function.</param>
    /// <param name="function">Function of 3N coordinates of all atoms.</param>
    /// <param name="positions">3N coordinates of a symmetric state, Å; overwritten by those of the lowest symmetric state found.</param>
    /// <param name="options">Limits for the coordinates.</param>
    /// <param name="cancel">Stops after the present iteration.</param>
    /// <returns>What the minimisation of the coordinates did.</returns>
    public LbfgsResult Minimize(Accelerator accelerator, IObjective function, DeviceBuffer<double> positions, LbfgsOptions options, CancellationToken cancel)
    {
        var all = new double[positions.Length];
        accelerator.Download(positions, all);
        MoveOperators(accelerator, function, all, cancel);
        double[] independent = Constraint.Gather(all);
        using var objective = new NcsObjective(accelerator, function, Constraint);
        using DeviceBuffer<double> variables = accelerator.Upload<double>(independent, "independent coordinates");
        using var minimizer = new Lbfgs(accelerator, variables.Length, options);
        LbfgsResult result = minimizer.Minimize(objective, variables, 0, cancel);
        accelerator.Download(variables, independent);
        Expand(accelerator, independent, all, positions);
        return result;
    }

    /// <summary>Puts images where the operators want them, riding hydrogens included.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="positions">3N coordinates, Å; those of images are overwritten.</param>
    public void Restore(Accelerator accelerator, DeviceBuffer<double> positions)
    {
        var all = new double[positions.Length];
        accelerator.Download(positions, all);
        Expand(accelerator, Constraint.Gather(all), all, positions);
    }

    private void MoveOperators(Accelerator accelerator, IObjective function, double[] all, CancellationToken cancel)
    {
        using var objective = new NcsOperatorObjective(accelerator, function, Constraint, all);
        var moves = new double[objective.Length];
        using DeviceBuffer<double> variables = accelerator.Upload<double>(moves, "operators of copies");
        using var minimizer = new Lbfgs(accelerator, moves.Length, new LbfgsOptions { MaxIterations = OperatorIterations });
        minimizer.Minimize(objective, variables, 0, cancel);
        accelerator.Download(variables, moves);
        Constraint = objective.Moved(moves);
    }

    private void Expand(Accelerator accelerator, double[] independent, double[] all, DeviceBuffer<double> positions)
    {
        Constraint.Expand(independent, all);
        accelerator.Upload<double>(all, positions);
    }
}
