using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Tests.Refinement.Repair;

/// <summary>Breaks models in ways that occur in practice.</summary>
internal static class BrokenModel
{
    private static readonly string[] MainChain = ["N", "CA", "C", "O"];

    /// <summary>Bonds near the end of long side chains.</summary>
    private static readonly Dictionary<string, (string First, string Second)> Ends = new()
    {
        ["LEU"] = ("CG", "CD1"),
        ["ILE"] = ("CG1", "CD1"),
        ["LYS"] = ("CD", "CE"),
        ["ARG"] = ("CG", "CD"),
        ["MET"] = ("CG", "SD"),
        ["GLU"] = ("CG", "CD"),
        ["GLN"] = ("CG", "CD"),
    };

    /// <summary>The residue of some names at a place in their list, from 0.</summary>
    public static int Residue(Model model, int place, params string[] names) =>
        Enumerable.Range(0, model.Residues.Count).Where(r => names.Contains(model.Residues[r].Name)).ElementAt(place);

    /// <summary>Reflects a side chain in the plane of N, CA and C: the other hand.</summary>
    public static void TurnOver(Model model, int residue)
    {
        Vec3 origin = At(model, residue, "CA"), normal = Vec3.Cross(At(model, residue, "N") - origin, At(model, residue, "C") - origin).Normalized();
        foreach (Atom atom in Atoms(model, residue).Where(a => !MainChain.Contains(a.Name)))
            atom.Position -= 2 * Vec3.Dot(atom.Position - origin, normal) * normal;
    }

    /// <summary>Moves the nearest long side chain, from its gamma atom as a rigid body, so that a bond near its end goes through a ring; returns its residue.</summary>
    public static int Thread(Model model, int ring)
    {
        Vec3[] corners = [.. new[] { "CG", "CD1", "CE1", "CZ", "CE2", "CD2" }.Select(n => At(model, ring, n))];
        Vec3 centre = corners.Aggregate(Vec3.Zero, (sum, p) => sum + p) / 6;
        Vec3 normal = Vec3.Cross(corners[0] - centre, corners[1] - centre).Normalized();
        int residue = Enumerable.Range(0, model.Residues.Count).Where(r => r != ring && Ends.ContainsKey(model.Residues[r].Name))
            .MinBy(r => Vec3.Distance(At(model, r, "CB"), centre));
        (string first, string second) = Ends[model.Residues[residue].Name];
        Vec3 a = At(model, residue, first), b = At(model, residue, second), middle = 0.5 * (a + b), along = (b - a).Normalized();
        Vec3 to = Vec3.Dot(along, normal) < 0 ? -normal : normal, axis = Vec3.Cross(along, to);
        double angle = Math.Atan2(axis.Length, Vec3.Dot(along, to));
        RigidTransform move = RigidTransform.About(angle * axis.Normalized(), middle, centre - middle);
        foreach (Atom atom in Atoms(model, residue).Where(x => x.Name != "CB" && !MainChain.Contains(x.Name)))
            atom.Position = move.Apply(atom.Position);
        return residue;
    }

    private static IEnumerable<Atom> Atoms(Model model, int residue) => model.Atoms.GetRange(model.Residues[residue].FirstAtom, model.Residues[residue].AtomCount);

    private static Vec3 At(Model model, int residue, string name) => Atoms(model, residue).First(a => a.Name == name).Position;
}
