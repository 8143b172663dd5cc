using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Core.Validation;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Restraints that come from files and stay as they are: the user's own, and the torsions of a reference structure.</summary>
internal static class FixedRestraints
{
    /// <summary>Reads them.</summary>
    /// <param name="protocol">Names the files.</param>
    /// <param name="model">Model to restrain.</param>
    /// <param name="warnings">Gets what the user should know.</param>
    public static IReadOnlyList<RestraintTable> Read(FullProtocol protocol, Model model, List<string> warnings)
    {
        var tables = new List<RestraintTable>();
        if (protocol.RestraintFile is { } file)
            tables.Add(UserRestraintFile.Read(file, model));
        if (protocol.ReferenceFile is { } path)
            tables.Add(Reference(path, model, warnings));
        return tables;
    }

    /// <summary>Torsions of matching residues; residues of the reference that are outliers themselves are left out.</summary>
    private static RestraintTable Reference(string path, Model model, List<string> warnings)
    {
        Model reference = StructureReader.Read(path).First;
        ReferenceMatch match = ReferenceMatch.Find(model, reference);
        if (match.Chains.Count == 0)
            throw new InputException($"{path}: no chain of this reference resembles one of the model; give a structure of the same molecule");
        if (match.Unmatched.Count > 0)
            warnings.Add($"{path}: no reference for chains {string.Join(", ", match.Unmatched)}");
        double[] there = Coordinates.Of(reference);
        var unreliable = new bool[reference.Residues.Count];
        foreach (RamachandranResidue r in RamachandranReport.Compute(reference, there).Residues)
            unreliable[r.Residue] |= r.Label == RamachandranLabel.Outlier;
        foreach (RotamerResidue r in RotamerReport.Compute(reference, there).OutlierList)
            unreliable[r.Residue] = true;
        return ReferenceModel.Torsions(model, Coordinates.Of(model), reference, match, null, unreliable);
    }
}
