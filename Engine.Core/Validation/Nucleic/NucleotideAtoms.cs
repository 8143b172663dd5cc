using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Validation.Nucleic;

/// <summary>The atoms of a nucleotide by name, in the conformer with the highest occupancy; older names (O5*, O1P) are understood.</summary>
internal sealed class NucleotideAtoms
{
    private const double LongestGlycosidicBond = 1.8;
    private readonly Dictionary<string, Vec3> places = new(StringComparer.Ordinal);

    /// <summary>Collects the atoms.</summary>
    /// <param name="model">Model.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="residue">Residue.</param>
    /// <param name="altLoc">Conformer to take where there is a choice; '\0' for the one with the highest occupancy.</param>
    public NucleotideAtoms(Model model, double[] x, int residue, char altLoc = '\0')
    {
        Residue r = model.Residues[residue];
        var own = model.Atoms.GetRange(r.FirstAtom, r.AtomCount);
        char[] letters = [.. own.Where(a => a.AltLoc != '\0').Select(a => a.AltLoc).Distinct().Order()];
        AltLoc = letters.Contains(altLoc) ? altLoc : letters.Length == 0 ? '\0' : letters.MaxBy(l => own.Where(a => a.AltLoc == l).Max(a => a.Occupancy));
        for (int i = 0; i < own.Count; i++)
        {
            if (own[i].AltLoc == '\0' || own[i].AltLoc == AltLoc)
                places.TryAdd(own[i].Name.Replace('*', '\''), TermGeometry.At(x, r.FirstAtom + i));
        }
    }

    /// <summary>Conformer; '\0' when there is one only.</summary>
    public char AltLoc { get; }

    /// <summary>Position of an atom, Å; null when it is missing.</summary>
    public Vec3? At(string name) => places.TryGetValue(name, out Vec3 at) ? at : null;

    /// <summary>The atom of the base that C1' is bonded to: N9 of purines, N1 of pyrimidines, C5 of pseudouridine.</summary>
    /// <param name="c1">C1', Å.</param>
    public Vec3? GlycosidicNitrogen(Vec3 c1)
    {
        foreach (string name in new[] { "N9", "N1", "C5" })
        {
            if (At(name) is Vec3 at && Vec3.Distance(at, c1) <= LongestGlycosidicBond)
                return at;
        }

        return null;
    }
}
