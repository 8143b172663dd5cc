using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Tests.Restraints;

/// <summary>Small models with exact geometry, built from bond lengths, angles and torsions.</summary>
internal static class Peptides
{
    /// <summary>The engine's own dictionary, nothing from the machine.</summary>
    public static ComponentLibrary Library { get; } = new(ComponentLibraryOptions.BuiltInOnly);

    /// <summary>The point at a distance from c, an angle b-c-d and a torsion a-b-c-d.</summary>
    public static Vec3 Place(Vec3 a, Vec3 b, Vec3 c, double distance, double angleDegrees, double torsionDegrees)
    {
        double theta = angleDegrees * Math.PI / 180, phi = torsionDegrees * Math.PI / 180;
        Vec3 bc = (c - b).Normalized(), n = Vec3.Cross(b - a, bc).Normalized(), m = Vec3.Cross(n, bc);
        return c + distance * (-Math.Cos(theta) * bc + Math.Sin(theta) * Math.Cos(phi) * m + Math.Sin(theta) * Math.Sin(phi) * n);
    }

    /// <summary>A chain of residues of one name with CB, omega as given, phi -120, psi 130.</summary>
    public static Model Chain(int count, double omega = 180, string name = "ALA", double peptideBond = 1.33)
    {
        var model = new Model();
        model.Chains.Add(new Chain { Id = "A" });
        Vec3 n = new(0, 0, 0), ca = new(1.459, 0, 0), c = Place(new Vec3(0, 1, 0), n, ca, 1.525, 111, 60);
        for (int i = 0; i < count; i++)
        {
            AddResidue(model, name, i + 1);
            Vec3 nextN = Place(n, ca, c, peptideBond, 116.6, 130);
            AddAtom(model, "N", n);
            AddAtom(model, "CA", ca);
            AddAtom(model, "C", c);
            AddAtom(model, "O", Place(n, ca, c, 1.231, 120.1, -50));
            if (name != "GLY")
                AddAtom(model, "CB", Place(c, n, ca, 1.53, 110.5, -122.6));
            Vec3 nextCa = Place(ca, c, nextN, 1.459, 121.7, omega);
            (n, ca, c) = (nextN, nextCa, Place(c, nextN, nextCa, 1.525, 111, -120));
        }

        return model;
    }

    /// <summary>Starts a residue at the end of the last chain.</summary>
    public static Residue AddResidue(Model model, string name, int number, bool hetero = false)
    {
        var residue = new Residue { Name = name, Number = number, ChainIndex = model.Chains.Count - 1, FirstAtom = model.Atoms.Count, IsHetero = hetero };
        model.Chains[^1].Residues.Add(model.Residues.Count);
        model.Residues.Add(residue);
        return residue;
    }

    /// <summary>Adds an atom to the last residue; its element is the first letter of its name unless given.</summary>
    public static Atom AddAtom(Model model, string name, Vec3 position, string? element = null, char altLoc = '\0', double occupancy = 1)
    {
        _ = Element.TryParse(element ?? name.AsSpan(0, 1), out Element parsed);
        var atom = new Atom { Name = name, Element = parsed, Position = position, AltLoc = altLoc, Occupancy = occupancy, ResidueIndex = model.Residues.Count - 1 };
        model.Atoms.Add(atom);
        model.Residues[^1].AtomCount++;
        return atom;
    }

    /// <summary>Index of an atom by residue number, name and altloc; fails when there is none.</summary>
    public static int Find(Model model, int number, string name, char altLoc = '\0') =>
        model.Atoms.FindIndex(a => model.Residues[a.ResidueIndex].Number == number && a.Name == name && a.AltLoc == altLoc);

    /// <summary>3N coordinates.</summary>
    public static double[] Coordinates(Model model) => [.. model.Atoms.SelectMany(a => new[] { a.Position.X, a.Position.Y, a.Position.Z })];

    /// <summary>Restraints with the built-in dictionary.</summary>
    public static RestraintModel Build(Model model, params LinkRecord[] links) => RestraintBuilder.Build(model, links, Library, new RestraintOptions());

    /// <summary>All bonds as sorted atom pairs.</summary>
    public static HashSet<(int, int)> Bonds(RestraintModel restraints)
    {
        int[] a = restraints.Table.BondAtoms;
        return [.. Enumerable.Range(0, restraints.Table.BondCount).Select(k => (Math.Min(a[2 * k], a[2 * k + 1]), Math.Max(a[2 * k], a[2 * k + 1])))];
    }

    /// <summary>A record of a link between two atoms.</summary>
    public static LinkRecord Link(Model model, int first, int second, string kind = "covale")
    {
        LinkPartner Partner(int i)
        {
            Residue r = model.Residues[model.Atoms[i].ResidueIndex];
            return new LinkPartner(model.Chains[r.ChainIndex].Id, r.Number, r.InsertionCode, r.Name, model.Atoms[i].Name, model.Atoms[i].AltLoc);
        }

        return new LinkRecord(kind, Partner(first), Partner(second), false);
    }
}
