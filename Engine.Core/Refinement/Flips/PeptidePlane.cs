using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Refinement.Flips;

/// <summary>A peptide group that may turn about the line through its two CA atoms; atoms are indices into the model.</summary>
/// <param name="Residue1">Residue of the carbonyl.</param>
/// <param name="Residue2">Residue of the nitrogen.</param>
/// <param name="CA1">CA of the first residue.</param>
/// <param name="C">Carbonyl carbon.</param>
/// <param name="O">Carbonyl oxygen.</param>
/// <param name="N">Nitrogen.</param>
/// <param name="H">Hydrogen on it; -1 without.</param>
/// <param name="CA2">CA of the second residue.</param>
public sealed record PeptidePlane(int Residue1, int Residue2, int CA1, int C, int O, int N, int H, int CA2)
{
    private static readonly string[] HydrogenNames = ["H", "HN", "D"];

    /// <summary>
    /// The peptide groups that can be turned: trans, complete, without alternate conformations in them or in the residues on either side, all atoms movable, and not before proline, whose
    /// ring holds the nitrogen.
    /// </summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="movable">True for atoms that may move.</param>
    public static IReadOnlyList<PeptidePlane> Find(Model model, double[] x, bool[] movable)
    {
        var planes = new List<PeptidePlane>();
        foreach (PeptideBond bond in BackboneFinder.Peptides(model, x))
        {
            if (bond.AltLoc != '\0' || model.Residues[bond.Residue2].Name is "PRO" or "HYP" or "DPR")
                continue;
            int o = Named(model, bond.Residue1, "O"), h = HydrogenNames.Select(n => Named(model, bond.Residue2, n)).FirstOrDefault(i => i >= 0, -1);
            int[] atoms = [.. bond.Atoms, o];
            if (o < 0 || Array.Exists(atoms, i => !movable[i] || model.Atoms[i].Occupancy <= 0) || HasAlternates(model, bond.Residue1) || HasAlternates(model, bond.Residue2))
                continue;
            if (Math.Abs(Vec3.TorsionDegrees(At(x, atoms[0]), At(x, atoms[1]), At(x, atoms[2]), At(x, atoms[3]))) > 150)
                planes.Add(new(bond.Residue1, bond.Residue2, atoms[0], atoms[1], o, atoms[2], h, atoms[3]));
        }

        return planes;
    }

    /// <summary>Turns C, O, N and the hydrogen about CA-CA.</summary>
    /// <param name="x">3N coordinates, Å; changed.</param>
    /// <param name="degrees">Angle, right-handed about the direction from the first CA to the second.</param>
    public void Turn(double[] x, double degrees)
    {
        Vec3 origin = At(x, CA1), axis = (At(x, CA2) - origin).Normalized();
        (double s, double c) = Math.SinCos(degrees * Math.PI / 180);
        foreach (int atom in (int[])[C, O, N, H])
        {
            if (atom < 0)
                continue;
            Vec3 v = At(x, atom) - origin;
            Vec3 p = origin + c * v + s * Vec3.Cross(axis, v) + (1 - c) * Vec3.Dot(axis, v) * axis;
            (x[3 * atom], x[3 * atom + 1], x[3 * atom + 2]) = (p.X, p.Y, p.Z);
        }
    }

    /// <summary>Angle by which the plane of other coordinates is turned against that of some, degrees, 0 to 180: between the directions of O off the line through both CA.</summary>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="other">Other coordinates.</param>
    public double Angle(double[] x, double[] other) => Vec3.AngleDegrees(Off(x), Vec3.Zero, Off(other));

    private Vec3 Off(double[] x)
    {
        Vec3 axis = (At(x, CA2) - At(x, CA1)).Normalized(), v = At(x, O) - At(x, CA1);
        return v - Vec3.Dot(v, axis) * axis;
    }

    private static bool HasAlternates(Model model, int residue)
    {
        Residue r = model.Residues[residue];
        return Enumerable.Range(r.FirstAtom, r.AtomCount).Any(i => model.Atoms[i].AltLoc != '\0');
    }

    private static int Named(Model model, int residue, string name)
    {
        Residue r = model.Residues[residue];
        return Enumerable.Range(r.FirstAtom, r.AtomCount).Where(i => model.Atoms[i].Name == name).FirstOrDefault(-1);
    }

    private static Vec3 At(double[] x, int atom) => TermGeometry.At(x, atom);
}
