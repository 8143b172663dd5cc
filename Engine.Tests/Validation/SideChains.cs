using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Tests.Restraints;

namespace Engine.Tests.Validation;

/// <summary>Single amino acids with their side chains, and atoms round them, for tests of hydrogens and contacts.</summary>
internal sealed class SideChains
{
    private SideChains(string name, int number)
    {
        Structure = new Structure { Name = name };
        Structure.Models.Add(new Model());
        Model.Chains.Add(new Chain { Id = "A" });
        Peptides.AddResidue(Model, name, number);
        Vec3 n = Vec3.Zero, ca = new(1.46, 0, 0), c = new(2.005, 1.419, 0);
        foreach ((string atom, Vec3 at) in new[] { ("N", n), ("CA", ca), ("C", c), ("O", InternalCoordinates.Place(n, ca, c, 1.23, 120, 140)), ("CB", CBetaGeometry.Of(name).Place(n, ca, c, 1)) })
            Peptides.AddAtom(Model, atom, at);
    }

    /// <summary>The model with what was added to it.</summary>
    public Structure Structure { get; }

    /// <summary>Its only model.</summary>
    public Model Model => Structure.First;

    /// <summary>A residue of N, CA, C, O, CB and its side chain.</summary>
    /// <param name="name">ASN, HIS, MET, CYS, SER, PHE or ALA.</param>
    /// <param name="number">Residue number; from 2 on N gets no hydrogen.</param>
    public static SideChains Of(string name, int number = 2)
    {
        var made = new SideChains(name, number);
        switch (name)
        {
            case "ASN":
                made.Grow("CG", "N CA CB", 1.52, 112.6, -65).Grow("OD1", "CA CB CG", 1.23, 120.8, -20).Grow("ND2", "CA CB CG", 1.33, 116.5, 160);
                break;
            case "HIS":
                made.Grow("CG", "N CA CB", 1.497, 113.8, -65).Grow("ND1", "CA CB CG", 1.378, 122.7, -80).Grow("CD2", "CA CB CG", 1.354, 131.2, 100);
                made.Grow("CE1", "CD2 CG ND1", 1.321, 109, 0).Grow("NE2", "ND1 CG CD2", 1.374, 107.2, 0);
                break;
            case "MET":
                made.Grow("CG", "N CA CB", 1.52, 114, -65).Grow("SD", "CA CB CG", 1.803, 112.7, 180, "S").Grow("CE", "CB CG SD", 1.791, 100.9, 70);
                break;
            case "CYS":
                made.Grow("SG", "N CA CB", 1.808, 114, -65, "S");
                break;
            case "SER":
                made.Grow("OG", "N CA CB", 1.42, 110.8, 65);
                break;
            case "PHE":
                made.Grow("CG", "N CA CB", 1.502, 113.8, -65).Grow("CD1", "CA CB CG", 1.384, 120.7, 90).Grow("CD2", "CA CB CG", 1.384, 120.7, -90);
                made.Grow("CE1", "CD2 CG CD1", 1.384, 120.7, 0).Grow("CE2", "CD1 CG CD2", 1.384, 120.7, 0).Grow("CZ", "CG CD1 CE1", 1.384, 120, 0);
                break;
            default:
                break;
        }

        return made;
    }

    /// <summary>Position of an atom of the first residue, Å.</summary>
    public Vec3 At(string name) => Model.Atoms[Peptides.Find(Model, Model.Residues[0].Number, name)].Position;

    /// <summary>The point at a distance from the last of three atoms, an angle and a torsion, degrees.</summary>
    public Vec3 From(string atoms, double distance, double angle, double torsion)
    {
        Vec3[] p = [.. atoms.Split(' ').Select(At)];
        return InternalCoordinates.Place(p[0], p[1], p[2], distance, angle, torsion);
    }

    /// <summary>Adds a residue of one atom: a water's O, a metal, or a ligand's C.</summary>
    public SideChains With(string residue, string atom, Vec3 place)
    {
        Peptides.AddResidue(Model, residue, 100 + Model.Residues.Count, true);
        Peptides.AddAtom(Model, atom, place, residue == "HOH" ? "O" : atom);
        return this;
    }

    private SideChains Grow(string name, string from, double distance, double angle, double torsion, string? element = null)
    {
        Peptides.AddAtom(Model, name, From(from, distance, angle, torsion), element);
        return this;
    }
}
