using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>A peptide bond in one conformer; atoms are indices into the model.</summary>
/// <param name="Residue1">Residue of the carbonyl.</param>
/// <param name="Residue2">Residue of the nitrogen.</param>
/// <param name="AltLoc">Conformer; '\0' when all atoms are common to all.</param>
/// <param name="Atoms">CA, C, N, CA.</param>
public sealed record PeptideBond(int Residue1, int Residue2, char AltLoc, int[] Atoms);

/// <summary>The main chain of a residue between its neighbours, in one conformer; atoms are indices into the model.</summary>
/// <param name="Residue">The residue.</param>
/// <param name="Next">The residue behind it.</param>
/// <param name="AltLoc">Conformer; '\0' when all atoms are common to all.</param>
/// <param name="Atoms">C of the residue before, N, CA, C, N of the residue behind: φ is the torsion of the first four, ψ that of the last four.</param>
/// <param name="Class">Distribution that φ and ψ follow.</param>
public sealed record BackboneResidue(int Residue, int Next, char AltLoc, int[] Atoms, RamachandranClass Class);

/// <summary>The main chain of a residue with its CB, in one conformer; atoms are indices into the model.</summary>
/// <param name="Residue">The residue.</param>
/// <param name="AltLoc">Conformer; '\0' when all atoms are common to all.</param>
/// <param name="Atoms">N, CA, C, CB.</param>
public sealed record SideChainRoot(int Residue, char AltLoc, int[] Atoms);

/// <summary>
/// Finds peptide bonds and the φ, ψ atoms of residues: neighbours of a chain whose C and N are nearer than 2.5 Å, or 2.0 Å across a TER record. Each conformer with atoms of its own
/// counts. D-amino acids have no φ, ψ distribution and are left out there.
/// </summary>
public sealed class BackboneFinder
{
    private const double Reach = 2.5;
    private const double AcrossTerReach = 2.0;

    private readonly Model model;
    private readonly double[] positions;
    private readonly Conformers conformers;
    private readonly List<(int First, int Second)> links;

    private BackboneFinder(Model model, double[] positions)
    {
        (this.model, this.positions) = (model, positions);
        conformers = new Conformers(model);
        links = [.. Links()];
    }

    /// <summary>All peptide bonds whose residues have CA, in chain order.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The numbers of atoms differ.</exception>
    public static IReadOnlyList<PeptideBond> Peptides(Model model, ReadOnlySpan<double> positions) => [.. Create(model, positions).Bonds()];

    /// <summary>All residues with both neighbours, in chain order.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The numbers of atoms differ.</exception>
    public static IReadOnlyList<BackboneResidue> Residues(Model model, ReadOnlySpan<double> positions) => [.. Create(model, positions).Triples()];

    /// <summary>All residues with N, CA, C and CB, in file order.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The numbers of atoms differ.</exception>
    public static IReadOnlyList<SideChainRoot> SideChainRoots(Model model, ReadOnlySpan<double> positions) => [.. Create(model, positions).Roots()];

    private static BackboneFinder Create(Model model, ReadOnlySpan<double> positions) => positions.Length == 3 * model.Atoms.Count
        ? new(model, positions.ToArray())
        : throw new ArgumentException($"{positions.Length} coordinates for {model.Atoms.Count} atoms", nameof(positions));

    private IEnumerable<PeptideBond> Bonds()
    {
        foreach ((int first, int second) in links)
        {
            (int, string)[] names = [(first, "CA"), (first, "C"), (second, "N"), (second, "CA")];
            foreach ((int[] atoms, _) in Conformations(names))
                yield return new(first, second, AltLoc(atoms), atoms);
        }
    }

    private IEnumerable<BackboneResidue> Triples()
    {
        ILookup<int, int> before = links.ToLookup(l => l.Second, l => l.First);
        foreach ((int residue, int next) in links.Where(l => !MirrorImages.IsD(model.Residues[l.First].Name)))
        {
            foreach (int previous in before[residue])
            {
                (int, string)[] names = [(previous, "C"), (residue, "N"), (residue, "CA"), (residue, "C"), (next, "N")];
                foreach ((int[] atoms, int conformer) in Conformations(names))
                    yield return new(residue, next, AltLoc(atoms), atoms, Class(previous, residue, next, conformer));
            }
        }
    }

    private IEnumerable<SideChainRoot> Roots()
    {
        for (int r = 0; r < model.Residues.Count; r++)
        {
            foreach ((int[] atoms, _) in Conformations([(r, "N"), (r, "CA"), (r, "C"), (r, "CB")]))
                yield return new(r, AltLoc(atoms), atoms);
        }
    }

    /// <summary>The different sets of atoms with these names, over the conformers of their residues.</summary>
    private IEnumerable<(int[] Atoms, int Conformer)> Conformations((int Residue, string Name)[] names)
    {
        var found = new List<int[]>();
        foreach (int conformer in names.SelectMany(n => conformers.OfResidue(n.Residue)).Distinct().Order())
        {
            int[] atoms = [.. names.Select(n => Find(n.Residue, n.Name, conformer))];
            if (atoms.Min() < 0 || found.Exists(f => f.AsSpan().SequenceEqual(atoms)))
                continue;
            found.Add(atoms);
            yield return (atoms, conformer);
        }
    }

    private RamachandranClass Class(int previous, int residue, int next, int conformer)
    {
        string name = model.Residues[residue].Name;
        if (IsProline(residue))
        {
            int ca1 = Find(previous, "CA", conformer), c = Find(previous, "C", conformer), n = Find(residue, "N", conformer), ca2 = Find(residue, "CA", conformer);
            return ca1 >= 0 && PeptideIsomer.IsCis(At(ca1), At(c), At(n), At(ca2)) ? RamachandranClass.CisProline : RamachandranClass.TransProline;
        }

        if (name == "GLY")
            return RamachandranClass.Glycine;
        if (IsProline(next))
            return RamachandranClass.PreProline;
        return name is "ILE" or "VAL" ? RamachandranClass.IsoleucineValine : RamachandranClass.General;
    }

    private bool IsProline(int residue) => model.Residues[residue].Name is "PRO" or "HYP";

    private char AltLoc(int[] atoms) => atoms.Select(a => model.Atoms[a].AltLoc).FirstOrDefault(a => a != '\0');

    /// <summary>Neighbours joined by a peptide bond, in chain order.</summary>
    private IEnumerable<(int First, int Second)> Links()
    {
        foreach (Chain chain in model.Chains)
        {
            List<int> before = [], here = [];
            foreach (int r in chain.Residues)
            {
                if (here.Count > 0 && !SamePlace(here[^1], r))
                    (before, here) = (here, []);
                here.Add(r);
                foreach (int p in before)
                {
                    if (AreBonded(p, r))
                        yield return (p, r);
                }
            }
        }
    }

    private bool SamePlace(int r1, int r2)
    {
        Residue a = model.Residues[r1], b = model.Residues[r2];
        return a.Number == b.Number && a.InsertionCode == b.InsertionCode;
    }

    private bool AreBonded(int first, int second)
    {
        double reach = model.Residues[first].EndsChain ? AcrossTerReach : Reach;
        foreach (int conformer in conformers.Union(first, second))
        {
            int c = Find(first, "C", conformer), n = Find(second, "N", conformer);
            if (c >= 0 && n >= 0 && Vec3.Distance(At(c), At(n)) < reach)
                return true;
        }

        return false;
    }

    /// <summary>The main-chain atom of that name in a conformer, or common to all; -1 when there is none. Ions have names of the same letters.</summary>
    private int Find(int residueIndex, string name, int conformer)
    {
        Residue residue = model.Residues[residueIndex];
        Element element = name == "N" ? Element.N : Element.C;
        int common = -1;
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (model.Atoms[i].Name != name || model.Atoms[i].Element != element)
                continue;
            if (conformers.OfAtom[i] == conformer)
                return i;
            if (conformers.OfAtom[i] == 0)
                common = i;
        }

        return common;
    }

    private Vec3 At(int atom) => TermGeometry.At(positions, atom);
}
