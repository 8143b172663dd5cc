using Engine.Core.Chemistry;

namespace Engine.Core.Restraints;

/// <summary>A target with its standard deviation: Å or degrees.</summary>
/// <param name="Ideal">Mean of the residues of a bin.</param>
/// <param name="Sigma">Their standard deviation.</param>
public readonly record struct BackboneTarget(double Ideal, double Sigma);

/// <summary>
/// Bond lengths and angles of the main chain by residue class and by φ and ψ in bins of 10°: the conformation-dependent library of Berkholz, Shapovalov, Dunbrack and Karplus, Structure 17
/// (2009) 1316, as used by Tronrud and Karplus, Acta Cryst. D67 (2011) 699, version 1.2 (see Data/README.md). Bins with few residues have the mean of their class. Behind a cis peptide proline has the targets of Engh and Huber (International Tables F, 2001, 382), other residues
/// a wider angle at N.
/// </summary>
public sealed class BackboneGeometryTable
{
    /// <summary>Width of a bin of φ and ψ, degrees.</summary>
    public const int Bin = 10;

    private static readonly Lazy<BackboneGeometryTable> Loaded = new(() => new());

    private readonly Dictionary<string, BackboneTarget?[]> rare = [];
    private readonly Dictionary<(string Class, int Phi, int Psi), BackboneTarget?[]> common = [];

    private BackboneGeometryTable()
    {
        foreach (string[] row in EmbeddedTable.Rows("backbone_geometry.tsv"))
        {
            BackboneTarget?[] targets = [.. Enumerable.Range(0, Terms.Count).Select(k => row[3 + 2 * k].Length == 0
                ? (BackboneTarget?)null
                : new BackboneTarget(EmbeddedTable.Number(row[3 + 2 * k]), EmbeddedTable.Number(row[4 + 2 * k])))];
            if (row[1].Length == 0)
                rare[row[0]] = targets;
            else
                common[(row[0], (int)EmbeddedTable.Number(row[1]), (int)EmbeddedTable.Number(row[2]))] = targets;
        }
    }

    /// <summary>The library that travels with the engine.</summary>
    public static BackboneGeometryTable BuiltIn => Loaded.Value;

    /// <summary>Bonds and angles, in the order of the targets. "-C" is C of the residue before, "+N" is N of the residue behind.</summary>
    public static IReadOnlyList<string[]> Terms { get; } =
    [
        ["-C", "N", "CA"], ["N", "CA", "CB"], ["N", "CA", "C"], ["CB", "CA", "C"], ["CA", "C", "O"], ["CA", "C", "+N"], ["O", "C", "+N"],
        ["-C", "N"], ["N", "CA"], ["CA", "CB"], ["CA", "C"], ["C", "O"],
    ];

    /// <summary>Targets of a residue, in the order of <see cref="Terms"/>; null where there is none (CB of glycine).</summary>
    /// <param name="residue">Component id; one that is no standard amino acid has no targets.</param>
    /// <param name="next">Component id of the residue behind.</param>
    /// <param name="phi">Degrees.</param>
    /// <param name="psi">Degrees.</param>
    /// <param name="isCis">The peptide before the residue is cis.</param>
    public IReadOnlyList<BackboneTarget?>? Find(string residue, string next, double phi, double psi, bool isCis)
    {
        string? kind = residue switch
        {
            "GLY" => "Gly",
            "PRO" => "Pro",
            "ILE" or "VAL" => "IleVal",
            "ALA" or "ARG" or "ASN" or "ASP" or "CYS" or "GLN" or "GLU" or "HIS" or "LEU" or "LYS" or "MET" or "PHE" or "SER" or "THR" or "TRP" or "TYR" => "NonPGIV",
            _ => null,
        };
        if (kind == null || !double.IsFinite(phi) || !double.IsFinite(psi))
            return null;
        if (isCis)
            return rare[kind == "Pro" ? "Pro_cis" : "NonPro_cis"];
        string name = kind + (next == "PRO" ? "_xpro" : "_nonxpro");
        return common.TryGetValue((name, Nearest(phi), Nearest(psi)), out BackboneTarget?[]? own) ? own : rare[name];
    }

    /// <summary>The middle of the bin, -180 to 170°.</summary>
    private static int Nearest(double angle)
    {
        int middle = Bin * (int)Math.Round(angle / Bin);
        return middle >= 180 ? middle - 360 : middle;
    }
}
