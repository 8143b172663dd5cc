using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>Finds atoms of residues by name and conformer.</summary>
internal sealed class ModelSites
{
    private readonly Lazy<double> bondError;

    public ModelSites(Model model, Conformers conformers, ResidueMatcher matcher, ChemicalComponent?[] components)
    {
        Model = model;
        Conformers = conformers;
        Names = matcher.Name;
        Components = components;
        Positions = [.. model.Atoms.Select(a => a.Position)];
        bondError = new(() => BondErrors.Of(this));
    }

    /// <summary>How wrong the bonds of the model are on the whole, Å (<see cref="BondErrors"/>).</summary>
    public double BondError => bondError.Value;

    public Model Model { get; }

    public Conformers Conformers { get; }

    /// <summary>Per atom: name in the dictionary's spelling.</summary>
    public string[] Names { get; }

    /// <summary>Per residue: its component, null when unknown.</summary>
    public ChemicalComponent?[] Components { get; }

    public Vec3[] Positions { get; }

    /// <summary>The atom of that name in a conformer, or common to all; -1 when there is none.</summary>
    public int Find(int residueIndex, string name, int conformer)
    {
        Residue residue = Model.Residues[residueIndex];
        int common = -1;
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (Names[i] != name)
                continue;
            if (Conformers.OfAtom[i] == conformer)
                return i;
            if (Conformers.OfAtom[i] == 0)
                common = i;
        }

        return common;
    }

    /// <summary>The first atom of that name in any conformer; -1 when there is none.</summary>
    public int FindAny(int residueIndex, string name)
    {
        Residue residue = Model.Residues[residueIndex];
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (Names[i] == name)
                return i;
        }

        return -1;
    }

    /// <summary>The conformers in which a link between two residues exists.</summary>
    public int[] ConformersOf(FoundLink link) => link.OnlyConformer != 0 ? [link.OnlyConformer] : Conformers.Union(link.Residue1, link.Residue2);

    /// <summary>Shortest distance of two named atoms over all conformers, Å; infinite when one is missing.</summary>
    public double ShortestDistance(int residue1, string atom1, int residue2, string atom2)
    {
        double shortest = double.PositiveInfinity;
        foreach (int conformer in Conformers.Union(residue1, residue2))
        {
            int a = Find(residue1, atom1, conformer), b = Find(residue2, atom2, conformer);
            if (a >= 0 && b >= 0)
                shortest = Math.Min(shortest, Vec3.Distance(Positions[a], Positions[b]));
        }

        return shortest;
    }

    /// <summary>"A 15 LEU": chain, number with insertion code, name.</summary>
    public string ResidueLabel(int residueIndex) => Labels.Residue(Model, residueIndex);
}

/// <summary>Readable names for messages and lists.</summary>
internal static class Labels
{
    /// <summary>"A 15 LEU".</summary>
    public static string Residue(Model model, int residueIndex)
    {
        Residue residue = model.Residues[residueIndex];
        string chain = model.Chains[residue.ChainIndex].Id;
        string code = residue.InsertionCode == '\0' ? "" : residue.InsertionCode.ToString();
        return $"{(chain.Length == 0 ? "-" : chain)} {residue.Number}{code} {residue.Name}";
    }

    /// <summary>"A 15 LEU CD1", with the altloc behind a dot: "A 15 LEU CD1.B".</summary>
    public static string Atom(Model model, int atomIndex)
    {
        Atom atom = model.Atoms[atomIndex];
        string alt = atom.AltLoc == '\0' ? "" : $".{atom.AltLoc}";
        return $"{Residue(model, atom.ResidueIndex)} {atom.Name}{alt}";
    }
}
