using System.Collections.Frozen;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Ncs;

/// <summary>A torsion that has a name: four atoms and whether a half turn gives the same molecule.</summary>
/// <param name="Name">"phi", "chi2", "alpha" ...</param>
/// <param name="Atoms">Four indices into <see cref="Model.Atoms"/>.</param>
/// <param name="HalfTurn">True where 180° more is the same (rings, carboxylates).</param>
internal readonly record struct NamedTorsion(string Name, (int A, int B, int C, int D) Atoms, bool HalfTurn);

/// <summary>
/// Torsions of main and side chains by name: phi, psi, omega, chi1 to chi4 (IUPAC-IUB, Biochemistry 9, 3471, 1970); alpha to zeta and chi of nucleotides
/// (IUPAC-IUB, Eur. J. Biochem. 131, 9, 1983).
/// </summary>
internal static class NamedTorsions
{
    private const double LongestPeptideBond = 2.5;
    private const double LongestPhosphateBond = 2.6;

    /// <summary>The atoms of chi1, chi2 ... from N on; a last '*' marks a half turn.</summary>
    private static readonly FrozenDictionary<string, string> SideChains = new Dictionary<string, string>
    {
        ["ARG"] = "N CA CB CG CD NE CZ",
        ["ASN"] = "N CA CB CG OD1",
        ["ASP"] = "N CA CB CG OD1 *",
        ["CYS"] = "N CA CB SG",
        ["GLN"] = "N CA CB CG CD OE1",
        ["GLU"] = "N CA CB CG CD OE1 *",
        ["HIS"] = "N CA CB CG ND1",
        ["ILE"] = "N CA CB CG1 CD1",
        ["LEU"] = "N CA CB CG CD1",
        ["LYS"] = "N CA CB CG CD CE NZ",
        ["MET"] = "N CA CB CG SD CE",
        ["MSE"] = "N CA CB CG SE CE",
        ["PHE"] = "N CA CB CG CD1 *",
        ["PRO"] = "N CA CB CG CD",
        ["SER"] = "N CA CB OG",
        ["THR"] = "N CA CB OG1",
        ["TRP"] = "N CA CB CG CD1",
        ["TYR"] = "N CA CB CG CD1 *",
        ["VAL"] = "N CA CB CG1",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Name, string Atoms)[] Nucleotide =
    [
        ("beta", "P O5' C5' C4'"), ("gamma", "O5' C5' C4' C3'"), ("delta", "C5' C4' C3' O3'"), ("chi", "O4' C1' N9 C4"), ("chi", "O4' C1' N1 C2"),
    ];

    /// <summary>The torsions of one residue whose atoms are all there. Those across a bond to a neighbour need that bond.</summary>
    /// <param name="model">Model.</param>
    /// <param name="chain">Chain of the residue.</param>
    /// <param name="place">Index into <see cref="PolymerChain.Residues"/>.</param>
    public static List<NamedTorsion> Of(Model model, PolymerChain chain, int place)
    {
        int residue = chain.Residues[place];
        int before = place > 0 ? chain.Residues[place - 1] : -1, after = place + 1 < chain.Residues.Length ? chain.Residues[place + 1] : -1;
        var found = new List<NamedTorsion>();
        if (ResidueClasses.IsNucleic(model.Residues[residue].Name))
            AddNucleotide(model, before, residue, after, found);
        else
            AddAminoAcid(model, before, residue, after, found);
        return found;
    }

    /// <summary>Value in coordinates of the model, degrees; NaN when three atoms are in line.</summary>
    public static double Value(ReadOnlySpan<double> x, (int A, int B, int C, int D) t)
    {
        Vec3 a = NcsGroup.At(x, t.A), b = NcsGroup.At(x, t.B), c = NcsGroup.At(x, t.C), d = NcsGroup.At(x, t.D);
        bool defined = Vec3.Cross(b - a, c - b).Length > 1e-3 && Vec3.Cross(c - b, d - c).Length > 1e-3;
        return defined ? Vec3.TorsionDegrees(a, b, c, d) : double.NaN;
    }

    private static void AddAminoAcid(Model model, int before, int residue, int after, List<NamedTorsion> found)
    {
        int n = At(residue, "N"), ca = At(residue, "CA"), c = At(residue, "C");
        if (before >= 0 && Bonded(model, At(before, "C"), n, LongestPeptideBond))
        {
            Add(found, "omega", At(before, "CA"), At(before, "C"), n, ca);
            Add(found, "phi", At(before, "C"), n, ca, c);
        }

        if (after >= 0 && Bonded(model, c, At(after, "N"), LongestPeptideBond))
            Add(found, "psi", n, ca, c, At(after, "N"));
        if (!SideChains.TryGetValue(model.Residues[residue].Name, out string? list))
            return;
        string[] atoms = list.Split(' ');
        bool half = atoms[^1] == "*";
        int count = atoms.Length - (half ? 1 : 0);
        for (int k = 0; k + 3 < count; k++)
            Add(found, $"chi{k + 1}", At(residue, atoms[k]), At(residue, atoms[k + 1]), At(residue, atoms[k + 2]), At(residue, atoms[k + 3]), half && k + 4 == count);

        int At(int r, string name) => PolymerChain.Find(model, r, name);
    }

    private static void AddNucleotide(Model model, int before, int residue, int after, List<NamedTorsion> found)
    {
        if (before >= 0 && Bonded(model, At(before, "O3'"), At(residue, "P"), LongestPhosphateBond))
            Add(found, "alpha", At(before, "O3'"), At(residue, "P"), At(residue, "O5'"), At(residue, "C5'"));
        foreach ((string name, string list) in Nucleotide)
        {
            string[] atoms = list.Split(' ');

            // Purines have an N1 too, which is not bonded to the sugar.
            if (name == "chi" && !Bonded(model, At(residue, atoms[1]), At(residue, atoms[2]), 2))
                continue;
            Add(found, name, At(residue, atoms[0]), At(residue, atoms[1]), At(residue, atoms[2]), At(residue, atoms[3]));
        }

        if (after < 0 || !Bonded(model, At(residue, "O3'"), At(after, "P"), LongestPhosphateBond))
            return;
        Add(found, "epsilon", At(residue, "C4'"), At(residue, "C3'"), At(residue, "O3'"), At(after, "P"));
        Add(found, "zeta", At(residue, "C3'"), At(residue, "O3'"), At(after, "P"), At(after, "O5'"));

        int At(int r, string name) => PolymerChain.Find(model, r, name);
    }

    private static void Add(List<NamedTorsion> found, string name, int a, int b, int c, int d, bool halfTurn = false)
    {
        if (a >= 0 && b >= 0 && c >= 0 && d >= 0)
            found.Add(new(name, (a, b, c, d), halfTurn));
    }

    private static bool Bonded(Model model, int a, int b, double longest) =>
        a >= 0 && b >= 0 && Vec3.Distance(model.Atoms[a].Position, model.Atoms[b].Position) < longest;
}
