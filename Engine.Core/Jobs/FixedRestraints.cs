using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Core.Validation;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>What a refinement took from a reference structure.</summary>
/// <param name="File">Path.</param>
/// <param name="Chains">Chains of the model and those of the reference that they follow, such as "A: B".</param>
/// <param name="Torsions">Torsions that are kept.</param>
/// <param name="Positions">Atoms that are held at their places in the reference.</param>
/// <param name="Sigma">Their standard deviation, Å; null without.</param>
/// <param name="Selection">Atoms that were to be held; null without.</param>
public sealed record ReferenceReport(string File, IReadOnlyList<string> Chains, int Torsions, int Positions, double? Sigma, string? Selection);

/// <summary>Restraints that come from files and stay as they are: the user's own, and torsions and places of a reference structure.</summary>
/// <param name="Tables">Terms.</param>
/// <param name="Reference">The reference; null without.</param>
internal sealed record FixedRestraints(IReadOnlyList<RestraintTable> Tables, ReferenceReport? Reference)
{
    /// <summary>Reads them.</summary>
    /// <param name="protocol">Names the files.</param>
    /// <param name="model">Model to restrain.</param>
    /// <param name="warnings">Gets what the user should know.</param>
    public static FixedRestraints Read(FullProtocol protocol, Model model, List<string> warnings)
    {
        var tables = new List<RestraintTable>();
        if (protocol.RestraintFile is { } file)
            tables.Add(UserRestraintFile.Read(file, model));
        return new(tables, protocol.ReferenceFile is { } path ? AddReference(path, protocol, model, tables, warnings) : null);
    }

    /// <summary>Torsions of matching residues, without residues of the reference that are outliers themselves; and, where a width is given, the places of atoms.</summary>
    private static ReferenceReport AddReference(string path, FullProtocol protocol, Model model, List<RestraintTable> tables, List<string> warnings)
    {
        Model reference = StructureReader.Read(path).First;
        ReferenceMatch match = ReferenceMatch.Find(model, reference);
        if (match.Chains.Count == 0)
            throw new InputException($"{path}: no chain of this reference resembles one of the model; give a structure of the same molecule");
        if (match.Unmatched.Count > 0)
            warnings.Add($"{path}: no reference for chains {string.Join(", ", match.Unmatched)}");
        double[] here = Coordinates.Of(model), there = Coordinates.Of(reference);
        var unreliable = new bool[reference.Residues.Count];
        foreach (RamachandranResidue r in RamachandranReport.Compute(reference, there).Residues)
            unreliable[r.Residue] |= r.Label == RamachandranLabel.Outlier;
        foreach (RotamerResidue r in RotamerReport.Compute(reference, there).OutlierList)
            unreliable[r.Residue] = true;
        RestraintTable torsions = ReferenceModel.Torsions(model, here, reference, match, null, unreliable);
        tables.Add(torsions);
        RestraintTable? places = protocol.ReferenceSigma is double sigma ? Places(path, protocol.ReferenceSelection, sigma, model, reference, match) : null;
        if (places != null)
            tables.Add(places);
        return new(
            path, [.. match.Chains.Select(c => $"{c.Chain}: {c.Reference}")], torsions.TorsionCount, places?.SiteCount ?? 0, protocol.ReferenceSigma,
            places == null ? null : protocol.ReferenceSelection);
    }

    private static RestraintTable Places(string path, string selection, double sigma, Model model, Model reference, ReferenceMatch match)
    {
        bool[] held = AtomSelection.Parse(selection).Apply(model);
        RestraintTable table = ReferenceModel.Sites(
            model, Coordinates.Of(model), reference, match, new ReferenceOptions { SiteSigma = sigma, SiteLimit = 0 }, superpose: true, held);
        return table.SiteCount > 0
            ? table
            : throw new InputException($"{path}: --reference-select \"{selection}\" holds no atom that this reference has; give a selection of atoms of both");
    }
}
