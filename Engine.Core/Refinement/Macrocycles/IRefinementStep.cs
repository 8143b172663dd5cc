using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>When in a macro-cycle a step runs.</summary>
public enum StepPhase
{
    /// <summary>Before the coordinates are minimised, which then repairs what the step left strained.</summary>
    BeforeCoordinates,

    /// <summary>After it: parameters other than coordinates.</summary>
    AfterCoordinates,
}

/// <summary>Where a step works.</summary>
/// <param name="Accelerator">Device.</param>
/// <param name="Map">Observed map.</param>
/// <param name="Model">Names, residues, chains; its coordinates are those of the input.</param>
/// <param name="Restraints">Restraints of all atoms.</param>
/// <param name="Movable">Atoms that may change.</param>
/// <param name="Options">What the user chose.</param>
/// <param name="Cycle">Macro-cycle, from 1.</param>
public sealed record StepContext(
    Accelerator Accelerator, DensityMap Map, Model Model, RestraintModel Restraints, bool[] Movable, RefinementOptions Options, int Cycle);

/// <summary>A part of a macro-cycle other than the minimisation of coordinates: rigid bodies, rotamers, flips, B factors, occupancies.</summary>
public interface IRefinementStep
{
    /// <summary>Name in logs.</summary>
    string Name { get; }

    /// <summary>When it runs.</summary>
    StepPhase Phase { get; }

    /// <summary>CC_mask that the step may cost before it counts as worse.</summary>
    double AllowedLoss => 1e-4;

    /// <summary>What the last run changed, one by one; empty for steps that change all atoms alike.</summary>
    IReadOnlyList<StepChange> Changes => [];

    /// <summary>True when it has something to do in a macro-cycle.</summary>
    /// <param name="cycle">Macro-cycle, from 1.</param>
    /// <param name="cycles">Number of macro-cycles that are planned.</param>
    bool RunsIn(int cycle, int cycles);

    /// <summary>Changes the state.</summary>
    /// <param name="context">Where.</param>
    /// <param name="state">Changed in place.</param>
    /// <param name="cancel">Stops early, leaving a valid state.</param>
    /// <returns>What was done, in a few words; null when nothing changed.</returns>
    string? Run(StepContext context, RefinementState state, CancellationToken cancel);
}

/// <summary>One thing that a step changed.</summary>
/// <param name="Kind">What it is: "peptide", "mended peptide", "asn", "gln", "his" or "side chain".</param>
/// <param name="Chain">Chain; empty when it has no name.</param>
/// <param name="Residue">Number with insertion code; of a peptide that of the residue with the carbonyl.</param>
/// <param name="Name">Component id of the residue.</param>
/// <param name="Gain">What was won, in the units by which the step judges.</param>
/// <param name="Detail">Before and after in a few words.</param>
public sealed record StepChange(string Kind, string Chain, string Residue, string Name, double Gain, string Detail)
{
    /// <summary>A change of a residue of a model.</summary>
    /// <param name="model">Model.</param>
    /// <param name="residue">Index of the residue.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="gain">What was won.</param>
    /// <param name="detail">Before and after in a few words.</param>
    public static StepChange Of(Model model, int residue, string kind, double gain, string detail)
    {
        Residue r = model.Residues[residue];
        string code = r.InsertionCode == '\0' ? "" : r.InsertionCode.ToString();
        return new(kind, model.Chains[r.ChainIndex].Id, FormattableString.Invariant($"{r.Number}{code}"), r.Name, Math.Round(gain, 4), detail);
    }
}

/// <summary>What a step did and whether it was kept.</summary>
/// <param name="Cycle">Macro-cycle.</param>
/// <param name="Step">Name.</param>
/// <param name="CcBefore">CC_mask before, with the B factors and occupancies of the moment.</param>
/// <param name="CcAfter">CC_mask after.</param>
/// <param name="BondBefore">Bond rmsd before, Å.</param>
/// <param name="BondAfter">Bond rmsd after, Å.</param>
/// <param name="AngleBefore">Angle rmsd before, degrees.</param>
/// <param name="AngleAfter">Angle rmsd after, degrees.</param>
/// <param name="Kept">False when the step made the fit and the geometry worse and was undone.</param>
/// <param name="Detail">What was done.</param>
/// <param name="Seconds">Time.</param>
public sealed record StepRecord(
    int Cycle, string Step, double? CcBefore, double? CcAfter, double BondBefore, double BondAfter, double AngleBefore, double AngleAfter, bool Kept, string Detail,
    double Seconds)
{
    /// <summary>What it changed, one by one.</summary>
    public IReadOnlyList<StepChange> Changes { get; init; } = [];
}
