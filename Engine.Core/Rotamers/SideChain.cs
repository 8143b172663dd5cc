using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Rotamers;

/// <summary>The atoms of a residue that side-chain torsions concern, in one conformer; atoms are indices into the model.</summary>
public sealed class SideChain
{
    private readonly int[] path;
    private readonly int[][] turning;

    private SideChain(int residue, char altLoc, string type, bool mirror, int[] path, int[][] turning, int[] moving)
    {
        (Residue, AltLoc, Type, Mirror, Moving) = (residue, altLoc, type, mirror, moving);
        (this.path, this.turning) = (path, turning);
    }

    /// <summary>Index of the residue.</summary>
    public int Residue { get; }

    /// <summary>Conformer; '\0' when the residue has one only.</summary>
    public char AltLoc { get; }

    /// <summary>Type whose rotamers it has.</summary>
    public string Type { get; }

    /// <summary>True for a D-amino acid: torsions are those of the mirror image.</summary>
    public bool Mirror { get; }

    /// <summary>All atoms that turn with χ1, hydrogens included; of proline CG and its hydrogens.</summary>
    public int[] Moving { get; }

    /// <summary>Number of torsions.</summary>
    public int ChiCount => path.Length - 3;

    /// <summary>The four atoms of a torsion.</summary>
    /// <param name="k">0 for χ1.</param>
    public ReadOnlySpan<int> ChiAtoms(int k) => path.AsSpan(k, 4);

    /// <summary>All side chains with rotamers, in order of the residues, each conformer apart.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="incomplete">Called for residues in which atoms are missing; may be null.</param>
    public static IReadOnlyList<SideChain> Find(Model model, Action<int>? incomplete = null)
    {
        var conformers = new Conformers(model);
        var found = new List<SideChain>();
        for (int r = 0; r < model.Residues.Count; r++)
        {
            if (ChiDefinition.TypeOf(model.Residues[r].Name) is not (string type, bool mirror))
                continue;
            foreach (int conformer in conformers.OfResidue(r))
            {
                if (Create(model, conformers, r, conformer, type, mirror) is SideChain chain)
                    found.Add(chain);
                else
                    incomplete?.Invoke(r);
            }
        }

        return found;
    }

    /// <summary>The torsions, degrees, in (-180, 180]; of a D-amino acid with the opposite sign.</summary>
    /// <param name="positions">3N coordinates of the model, Å.</param>
    public double[] Chi(ReadOnlySpan<double> positions)
    {
        var chi = new double[ChiCount];
        for (int k = 0; k < chi.Length; k++)
        {
            double angle = Vec3.TorsionDegrees(
                TermGeometry.At(positions, path[k]), TermGeometry.At(positions, path[k + 1]), TermGeometry.At(positions, path[k + 2]), TermGeometry.At(positions, path[k + 3]));
            chi[k] = Mirror ? -angle : angle;
        }

        return chi;
    }

    /// <summary>How common its torsions are.</summary>
    /// <param name="positions">3N coordinates of the model, Å.</param>
    public RotamerScore Score(ReadOnlySpan<double> positions) => RotamerScore.Of(Type, Chi(positions));

    /// <summary>Turns the side chain, bond lengths and angles as they are. Not for proline, whose ring would open.</summary>
    /// <param name="positions">3N coordinates of the model, Å; changed.</param>
    /// <param name="chi">New torsions, degrees.</param>
    public void Set(Span<double> positions, ReadOnlySpan<double> chi)
    {
        double[] now = Chi(positions);
        for (int k = 0; k < now.Length; k++)
            Turn(positions, k, Mirror ? now[k] - chi[k] : chi[k] - now[k]);
    }

    /// <summary>Turns one torsion by an angle; those behind it keep their values.</summary>
    private void Turn(Span<double> positions, int k, double degrees)
    {
        if (Type == "PRO" || degrees == 0)
            return;
        Vec3 origin = TermGeometry.At(positions, path[k + 2]), axis = (origin - TermGeometry.At(positions, path[k + 1])).Normalized();
        (double s, double c) = Math.SinCos(degrees * Math.PI / 180);
        foreach (int atom in turning[k])
        {
            Vec3 v = TermGeometry.At(positions, atom) - origin;
            Vec3 p = origin + c * v + s * Vec3.Cross(axis, v) + (1 - c) * Vec3.Dot(axis, v) * axis;
            (positions[3 * atom], positions[3 * atom + 1], positions[3 * atom + 2]) = (p.X, p.Y, p.Z);
        }
    }

    /// <summary>Changes the pucker of a proline: CG and its hydrogens go to the other side of the plane through CB, CD and the middle of N-CA.</summary>
    /// <param name="model">Names of the atoms.</param>
    /// <param name="positions">3N coordinates of the model, Å; changed.</param>
    public void FlipPucker(Model model, Span<double> positions)
    {
        Vec3 n = TermGeometry.At(positions, path[0]), ca = TermGeometry.At(positions, path[1]), cb = TermGeometry.At(positions, path[2]), cd = TermGeometry.At(positions, path[4]);
        Vec3 normal = Vec3.Cross(cd - cb, 0.5 * (n + ca) - cb).Normalized();
        var places = new Vec3[Moving.Length];
        for (int i = 0; i < places.Length; i++)
        {
            Vec3 p = TermGeometry.At(positions, Moving[i]);
            places[i] = p - 2 * Vec3.Dot(p - cb, normal) * normal;
        }

        // The mirror image would have its two hydrogens exchanged.
        int[] hydrogens = [.. Enumerable.Range(0, places.Length).Where(i => model.Atoms[Moving[i]].Element.IsHydrogen)];
        if (hydrogens.Length == 2)
            (places[hydrogens[0]], places[hydrogens[1]]) = (places[hydrogens[1]], places[hydrogens[0]]);
        for (int i = 0; i < places.Length; i++)
            (positions[3 * Moving[i]], positions[3 * Moving[i] + 1], positions[3 * Moving[i] + 2]) = (places[i].X, places[i].Y, places[i].Z);
    }

    private static SideChain? Create(Model model, Conformers conformers, int r, int conformer, string type, bool mirror)
    {
        Residue residue = model.Residues[r];
        int[] own = [.. Enumerable.Range(residue.FirstAtom, residue.AtomCount).Where(i => conformers.OfAtom[i] == 0 || conformers.OfAtom[i] == conformer)];
        int Named(string name) => own.Where(i => ChiDefinition.NameInType(model.Atoms[i]) == name && !model.Atoms[i].Element.IsHydrogen).FirstOrDefault(-1);
        int[] path = [.. ChiDefinition.Path(type).Select(Named)];
        if (path.Min() < 0 || ChiDefinition.HeavyAtoms(type).Any(n => Named(n) < 0))
            return null;
        int[][] turning = [.. Enumerable.Range(0, path.Length - 3).Select(k => own.Where(i => ChiDefinition.Turns(type, k, model.Atoms[i])).ToArray())];
        int[] moving = type == "PRO" ? [.. own.Where(i => model.Atoms[i].Name.TrimStart('1', '2', '3') is "CG" or "HG" or "HG1" or "HG2" or "HG3")] : turning[0];
        char altLoc = conformers.OfResidue(r)[0] == 0 ? '\0' : (char)conformer;
        return new(r, altLoc, type, mirror, path, turning, moving);
    }
}
