using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Core.SecondaryStructure;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>Which restraints beyond those of dictionaries a refinement uses.</summary>
public sealed record StandardRestraintOptions
{
    /// <summary>Resolution of the map, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Hydrogen bonds of helices, sheets and base pairs, and stacked bases; null = beyond 3 Å.</summary>
    public bool? SecondaryStructure { get; init; }

    /// <summary>Side chains near rotamers.</summary>
    public bool Rotamers { get; init; } = true;

    /// <summary>Metals and their donors.</summary>
    public bool Metals { get; init; } = true;

    /// <summary>Copies of chains.</summary>
    public NcsMode Ncs { get; init; } = NcsMode.Auto;

    /// <summary>3N coordinates of the start near which atoms are held (<see cref="StartRestraints"/>), Å; null: they are not.</summary>
    public double[]? Start { get; init; }

    /// <summary>Further terms that stay as they are: the user's, a reference structure's.</summary>
    public IReadOnlyList<RestraintTable> Fixed { get; init; } = [];
}

/// <summary>Restraints beyond those of dictionaries, found anew from the coordinates of each macro-cycle.</summary>
public sealed class StandardRestraints
{
    /// <summary>Backbone bonds with twice the usual σ and no angles: at the usual ones helices are made ideal where the map shows that they are not.</summary>
    private static readonly HydrogenBondOptions Loose = new() { Sigma = 0.1, Angles = false };

    private readonly Model model;
    private readonly StandardRestraintOptions options;
    private readonly RestraintTable covalent;
    private readonly IReadOnlyList<NcsGroup> copies;
    private readonly HashSet<int> sideChains;
    private readonly LooseAtoms loose;

    /// <summary>Prepares the search.</summary>
    /// <param name="model">Names and residues; copies are looked for in its coordinates.</param>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="options">Which.</param>
    public StandardRestraints(Model model, RestraintModel restraints, StandardRestraintOptions options)
    {
        (this.model, this.options, covalent) = (model, options, restraints.Table);
        copies = options.Ncs == NcsMode.None ? [] : NcsSearch.Find(model);
        loose = LooseAtoms.Find(model, restraints, options.Resolution);
        sideChains = [.. SideChain.Find(model).Select(s => s.Residue)];
    }

    /// <summary>What was used the last time, one line each.</summary>
    public IReadOnlyList<string> Summary { get; private set; } = [];

    /// <summary>The terms for some coordinates.</summary>
    /// <param name="x">3N coordinates, Å.</param>
    public RestraintTable? Find(double[] x)
    {
        var summary = new List<string>();
        RestraintTable? all = null;
        void Add(RestraintTable table, int count, string what)
        {
            if (count == 0)
                return;
            all = all?.Append(table) ?? table;
            summary.Add($"{count} {what}");
        }

        if (options.Start != null && StartRestraints.Build(model, options.Start, x) is { } places)
            Add(places, places.SiteCount, FormattableString.Invariant($"atoms near their start (σ {1 / Math.Sqrt(places.SiteWeight[0]):0.00} Å)"));
        Add(loose.Table, loose.AlternatePairs + loose.Unbonded.Count, "distances of alternates and places of atoms without a bond");
        foreach (RestraintTable table in options.Fixed)
            Add(table, table.BondCount + table.AngleCount + table.TorsionCount + table.SiteCount + table.PlaneCount, "terms of the user or of a reference");
        if (options.SecondaryStructure ?? HydrogenBondOptions.IsDefaultAt(options.Resolution))
        {
            HydrogenBondOptions wanted = Loose;
            RestraintTable backbone = HydrogenBondRestraints.Make(model.Atoms.Count, SecondaryStructureFinder.Find(model, x).Bonds, wanted);
            Add(backbone, backbone.BondCount, "hydrogen bonds of helices and sheets");
            RestraintTable bases = NucleicStructure.Find(model, x).Restrain(wanted);
            Add(bases, bases.BondCount + bases.ParallelCount, "terms of base pairs and stacks");
        }

        if (options.Metals)
        {
            RestraintTable metals = MetalCoordination.Find(model, x).Restrain(covalent);
            Add(metals, metals.BondCount, "metal contacts");
        }

        if (options.Rotamers)
        {
            RestraintTable rotamers = RotamerRestraints.Build(model, x, sideChains);
            Add(rotamers, rotamers.TorsionCount, "torsions near rotamers");
        }

        if (copies.Count > 0)
        {
            RestraintTable ncs = NcsRestraints.Build(copies, x);
            Add(ncs, ncs.CopyAtoms.Length, $"atoms of {copies.Sum(g => 1 + g.Copies.Count)} chains near the mean of their copies");
        }

        Summary = summary;
        return all;
    }
}
