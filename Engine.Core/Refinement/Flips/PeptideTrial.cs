using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;

namespace Engine.Core.Refinement.Flips;

/// <summary>Turns one peptide by several angles and judges what minimisation makes of it.</summary>
internal sealed class PeptideTrial(
    Model model, RefinementProblem problem, LocalRefiner refiner, BackboneState state, PeptideHydrogenBonds bonds, DensitySampler sampler, PeptideFlipOptions options, double weight)
{
    private const double LeastTurn = 40;

    private readonly record struct Outcome(double[] Positions, double Target, double HydrogenBonds, int Outliers, double Density);

    /// <summary>Coordinates of the whole structure with the peptide in a better orientation; null when it is best as it is.</summary>
    public (double[] Positions, PeptideFlip Flip)? Run(PeptideWindow window, double[] x, CancellationToken cancel)
    {
        Fragments part = Fragments.Around(problem, window.Movable(model, problem.Movable), x);
        Outcome unturned = Minimize(window, part, x, x, cancel);
        Outcome? best = null;
        foreach (double angle in options.Angles)
        {
            double[] turned = [.. x];
            window.Plane.Turn(turned, angle);
            Outcome outcome = Minimize(window, part, x, turned, cancel);
            if (best == null || IsBetter(outcome, best.Value))
                best = outcome;
        }

        if (best is not { } found || cancel.IsCancellationRequested)
            return null;
        if (options.MendOutliers)
        {
            if (!IsBetter(found, unturned))
                found = unturned;
            unturned = Judge(window, x, unturned.Target);
        }

        double gain = Total(unturned) - Total(found), moved = window.Plane.Angle(x, found.Positions);
        if (!Accept(unturned, found, gain, moved))
            return null;
        return (found.Positions, new(
            window.Plane.Residue1, window.Plane.Residue2, Name(window), moved, gain, unturned.Outliers, found.Outliers, unturned.Density, found.Density, unturned.HydrogenBonds, found.HydrogenBonds));
    }

    private bool IsBetter(Outcome a, Outcome b) => options.MendOutliers && a.Outliers != b.Outliers && Math.Abs(Total(a) - Total(b)) < options.MendingLoss ? a.Outliers < b.Outliers : Total(a) < Total(b);

    private double Total(Outcome o) => o.Target + options.HydrogenBondWeight * o.HydrogenBonds;

    private bool Accept(Outcome before, Outcome after, double gain, double moved)
    {
        bool better = options.MendOutliers
            ? after.Outliers < before.Outliers && gain > -options.MendingLoss
            : moved > LeastTurn && after.Outliers <= before.Outliers && gain > (after.Outliers < before.Outliers ? options.LeastGainForOutliers : options.LeastGain);
        return better && after.Density > before.Density - options.AllowedLoss * Math.Abs(before.Density);
    }

    private string Name(PeptideWindow window) => $"{Labels.Residue(model, window.Plane.Residue1)} - {Labels.Residue(model, window.Plane.Residue2)}";

    private Outcome Minimize(PeptideWindow window, Fragments part, double[] frame, double[] start, CancellationToken cancel)
    {
        double[] local = part.Gather(start), all = [.. frame];
        double target = refiner.Minimize(part.Problem, part.Gather(frame), local, weight, options.Iterations, cancel);
        for (int i = 0; i < part.Atoms.Length; i++)
            local.AsSpan(3 * i, 3).CopyTo(all.AsSpan(3 * part.Atoms[i]));
        return Judge(window, all, target);
    }

    private Outcome Judge(PeptideWindow window, double[] x, double target) =>
        new(x, target, bonds.Energy(window.Plane, x), state.Outliers(window.Residues, x), window.MainChain.Average(i => sampler.At(TermGeometry.At(x, i))));
}
