using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Refinement.Repair;
using Engine.Core.Restraints;
using Engine.Core.SecondaryStructure;
using Engine.Kernels;

namespace Engine.Core.Refinement.Regularize;

/// <summary>
/// Improves the geometry of a model without a map. Distortions are mended, then all restraints are minimised; each heavy atom is held to where it is, so that
/// atoms move as little as possible, and hydrogen bonds keep helices, sheets and base pairs.
/// </summary>
public static class Regularizer
{
    /// <summary>Regularises a model.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="model">Names and residues; its coordinates are the start and stay as they are.</param>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="movable">Atoms that may move; the others still repel.</param>
    /// <param name="options">What to do.</param>
    /// <param name="cancel">Stops early; the coordinates reached are returned.</param>
    /// <exception cref="ArgumentException">The mask or the restraints have another number of atoms than the model.</exception>
    /// <exception cref="NumericalException">The energy of the start is no number.</exception>
    public static RegularizeResult Run(
        Accelerator accelerator, Model model, RestraintModel restraints, bool[] movable, RegularizeOptions options, CancellationToken cancel)
    {
        int n = model.Atoms.Count;
        if (movable.Length != n || restraints.Table.AtomCount != n)
            throw new ArgumentException($"{n} atoms, {movable.Length} flags, restraints of {restraints.Table.AtomCount}", nameof(movable));
        double[] start = Coordinates.Of(model), x = [.. start];
        RepairResult? repair = options.Repair ? GeometryRepair.Run(accelerator, restraints, movable, x, options.RepairOptions, cancel) : null;
        x = repair == null ? x : [.. repair.Positions];
        (RestraintModel all, SecondaryStructureRecord structure, AddedTerms added) = Extend(model, restraints, movable, x, options);
        LbfgsResult? result = cancel.IsCancellationRequested ? null : Minimize(accelerator, all, movable, x, options, cancel);
        (double rmsd, double largest) = Shifts(restraints, movable, start, x);
        return new(
            x, GeometryStatistics.Compute(restraints, start), GeometryStatistics.Compute(restraints, x), rmsd, largest, structure, added, repair, result,
            cancel.IsCancellationRequested);
    }

    private static (RestraintModel All, SecondaryStructureRecord Structure, AddedTerms Added) Extend(
        Model model, RestraintModel restraints, bool[] movable, double[] x, RegularizeOptions options)
    {
        int n = movable.Length;
        SecondaryStructureRecord structure = SecondaryStructureFinder.Find(model, x);
        RestraintModel all = restraints;
        int bonds = 0, pairs = 0, stacks = 0, contacts = 0;
        if (options.HydrogenBonds is HydrogenBondOptions wanted)
        {
            RestraintTable backbone = HydrogenBondRestraints.Make(n, structure.Bonds, wanted);
            NucleicStructure nucleic = NucleicStructure.Find(model, x);
            (bonds, pairs, stacks) = (backbone.BondCount, nucleic.Pairs.Count, nucleic.Stacks.Count);
            all = all.With(backbone).With(nucleic.Restrain(wanted));
        }

        if (options.Metals)
        {
            RestraintTable metals = MetalCoordination.Find(model, x).Restrain(restraints.Table);
            contacts = metals.BondCount;
            all = all.With(metals);
        }

        if (options.Sigma > 0)
        {
            var hold = new ExtraTerms();
            for (int i = 0; i < n; i++)
            {
                if (movable[i] && restraints.IsHydrogen[i] == 0)
                    hold.AddSite(i, TermGeometry.At(x, i), options.Sigma, options.SigmaLimit);
            }

            all = all.With(hold.ToTable(n));
        }

        return (all, structure, new(bonds, pairs, stacks, contacts));
    }

    private static LbfgsResult Minimize(
        Accelerator accelerator, RestraintModel restraints, bool[] movable, double[] x, RegularizeOptions options, CancellationToken cancel)
    {
        HydrogenPlacement.Run(accelerator, restraints, movable, x, cancel);
        using var target = new RefinementTarget(accelerator, RefinementProblem.Create(restraints, movable, options.TorsionScale), null);
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { MaxIterations = options.Iterations });
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        target.CaptureRiding(positions);
        LbfgsResult result = minimizer.Minimize(target, positions, 0, cancel);
        target.PlaceRiding(positions);
        accelerator.Download(positions, x);
        return result;
    }

    private static (double Rmsd, double Largest) Shifts(RestraintModel restraints, bool[] movable, double[] start, double[] x)
    {
        bool[] heavy = [.. movable.Select((m, i) => m && restraints.IsHydrogen[i] == 0)];
        double largest = 0;
        for (int i = 0; i < heavy.Length; i++)
            largest = heavy[i] ? Math.Max(largest, Vec3.Distance(TermGeometry.At(start, i), TermGeometry.At(x, i))) : largest;
        return (Coordinates.Rmsd(start, x, heavy), largest);
    }
}
