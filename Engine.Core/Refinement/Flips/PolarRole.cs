using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Refinement.Flips;

/// <summary>What an atom does in hydrogen bonds.</summary>
[Flags]
internal enum PolarRole
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Gives a hydrogen.</summary>
    Donor = 1,

    /// <summary>Accepts one.</summary>
    Acceptor = 2,

    /// <summary>Either.</summary>
    Both = 3,

    /// <summary>A metal ion, which binds what accepts.</summary>
    Metal = 4,
}

/// <summary>Roles of atoms by name and element; where a histidine has hydrogens, its nitrogens have the roles these say.</summary>
internal static class PolarRoles
{
    /// <summary>The role of every atom of a model.</summary>
    public static PolarRole[] Of(Model model)
    {
        var roles = new PolarRole[model.Atoms.Count];
        foreach (Residue residue in model.Residues)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
                names.Add(model.Atoms[i].Name);
            for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
                roles[i] = Role(model.Atoms[i], residue.Name, names);
        }

        return roles;
    }

    private static PolarRole Role(Atom atom, string residue, HashSet<string> names)
    {
        if (Metals.IsMetal(atom.Element))
            return PolarRole.Metal;
        if (atom.Element.Number == 7)
            return Nitrogen(atom.Name, residue, names);
        if (atom.Element.Number != 8)
            return PolarRole.None;
        bool hydroxyl = (residue, atom.Name) is ("SER", "OG") or ("THR", "OG1") or ("TYR", "OH") or ("HOH", _) or ("WAT", _) || names.Contains("H" + atom.Name);
        return hydroxyl || !ResidueClasses.IsProtein(residue) ? PolarRole.Both : PolarRole.Acceptor;
    }

    private static PolarRole Nitrogen(string name, string residue, HashSet<string> names)
    {
        if (residue is "HIS" && name is "ND1" or "NE2")
        {
            bool first = names.Contains("HD1") || names.Contains("DD1"), second = names.Contains("HE2") || names.Contains("DE2");
            if (!first && !second)
                return PolarRole.Both;
            return (name == "ND1" ? first : second) ? PolarRole.Donor : PolarRole.Acceptor;
        }

        if (!ResidueClasses.IsProtein(residue))
            return PolarRole.Both;
        return residue == "PRO" && name == "N" ? PolarRole.None : PolarRole.Donor;
    }
}
