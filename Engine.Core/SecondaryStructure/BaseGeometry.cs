using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.SecondaryStructure;

/// <summary>The flat part of a nucleotide.</summary>
/// <param name="Residue">Index into the model's residues.</param>
/// <param name="Code">A, C, G, T, U or I; the parent's for modified bases.</param>
/// <param name="Atoms">Ring atoms, indices into the model's atoms.</param>
/// <param name="Centre">Mean of the ring atoms, Å.</param>
/// <param name="Normal">Unit normal.</param>
internal sealed record BasePlane(int Residue, char Code, int[] Atoms, Vec3 Centre, Vec3 Normal);

/// <summary>Finds the bases of a model.</summary>
internal static class BaseGeometry
{
    private static readonly string[] Pyrimidine = ["N1", "C2", "N3", "C4", "C5", "C6"];
    private static readonly string[] Purine = ["N1", "C2", "N3", "C4", "C5", "C6", "N7", "C8", "N9"];

    /// <summary>All bases whose six-ring is complete, by residue.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="positions">One per atom, Å.</param>
    public static List<BasePlane> Find(Model model, Vec3[] positions)
    {
        var found = new List<BasePlane>();
        for (int r = 0; r < model.Residues.Count; r++)
        {
            if (!ResidueClasses.IsNucleic(model.Residues[r].Name))
                continue;
            int[] atoms = [.. Purine.Select(n => AtomFinder.Find(model, r, n)).Where(a => a >= 0 && positions[a].IsFinite)];
            if (Pyrimidine.All(n => AtomFinder.Find(model, r, n) >= 0) && atoms.Length >= Pyrimidine.Length)
                found.Add(Describe(r, ResidueClasses.OneLetterCode(model.Residues[r].Name), atoms, positions));
        }

        return found;
    }

    /// <summary>Angle between two planes, 0 to 90 degrees.</summary>
    public static double AngleDegrees(BasePlane a, BasePlane b) =>
        Math.Acos(Math.Min(1, Math.Abs(Vec3.Dot(a.Normal, b.Normal)))) * (180 / Math.PI);

    /// <summary>Mean distance of either centre from the other's plane, Å.</summary>
    public static double Rise(BasePlane a, BasePlane b) =>
        0.5 * (Math.Abs(Vec3.Dot(b.Centre - a.Centre, a.Normal)) + Math.Abs(Vec3.Dot(b.Centre - a.Centre, b.Normal)));

    private static BasePlane Describe(int residue, char code, int[] atoms, Vec3[] positions)
    {
        Vec3 centre = Vec3.Zero;
        foreach (int a in atoms)
            centre += positions[a];
        centre /= atoms.Length;
        double xx = 0, xy = 0, xz = 0, yy = 0, yz = 0, zz = 0;
        foreach (int a in atoms)
        {
            Vec3 d = positions[a] - centre;
            (xx, xy, xz, yy, yz, zz) = (xx + d.X * d.X, xy + d.X * d.Y, xz + d.X * d.Z, yy + d.Y * d.Y, yz + d.Y * d.Z, zz + d.Z * d.Z);
        }

        return new(residue, code, atoms, centre, Restraints.TermGeometry.SmallestEigenvector(xx, xy, xz, yy, yz, zz));
    }
}
