using System.Globalization;
using System.Text.Json;
using Engine.Core.IO;

namespace Engine.Core.Jobs.Validate;

/// <summary>Rows of residues as comma-separated values with a line of names. What does not apply is empty.</summary>
public static class ResidueCsv
{
    /// <summary>Ending of the file.</summary>
    public const string Ending = "_residues.csv";

    private static readonly (string Name, Func<ResidueValidation, string> Value)[] Columns =
    [
        ("chain", r => Quoted(r.Chain)), ("number", r => r.Number.ToString(CultureInfo.InvariantCulture)), ("insertion_code", r => Quoted(r.InsertionCode)), ("name", r => Quoted(r.Name)),
        ("kind", r => r.Kind == Models.ResidueClass.Other ? "ligand" : Word(r.Kind)), ("alternates", r => Quoted(r.AltLocs)), ("x", r => Number(r.Position.X, 3)), ("y", r => Number(r.Position.Y, 3)),
        ("z", r => Number(r.Position.Z, 3)), ("heavy_atoms", r => r.HeavyAtoms.ToString(CultureInfo.InvariantCulture)), ("mean_b", r => Number(r.MeanB, 2)), ("occupancy", r => Number(r.Occupancy, 3)),
        ("phi", r => Number(r.Phi, 2)), ("psi", r => Number(r.Psi, 2)), ("omega", r => Number(r.Omega, 2)), ("peptide", r => Word(r.Peptide)), ("rama_class", r => Word(r.RamachandranClass)),
        ("rama_label", r => Word(r.RamachandranLabel)), ("rama_score", r => Number(r.RamachandranScore, 6)), ("rama_z", r => Number(r.RamachandranZ, 3)), ("rotamer", r => Quoted(r.Rotamer ?? "")),
        ("rotamer_label", r => Word(r.RotamerLabel)), ("rotamer_percent", r => Number(r.RotamerPercent, 3)), ("chi1", r => Chi(r, 0)), ("chi2", r => Chi(r, 1)), ("chi3", r => Chi(r, 2)),
        ("chi4", r => Chi(r, 3)), ("cbeta_deviation", r => Number(r.CBeta, 3)), ("clashes", r => r.Clashes?.ToString(CultureInfo.InvariantCulture) ?? ""), ("worst_clash", r => Number(r.WorstClash, 3)),
        ("worst_bond_z", r => Number(r.WorstBondZ, 2)), ("worst_angle_z", r => Number(r.WorstAngleZ, 2)), ("cc", r => Number(r.Cc, 4)), ("cc_main_chain", r => Number(r.CcMainChain, 4)), ("cc_local", r => Number(r.CcLocal, 4)), ("local_resolution", r => Number(r.LocalResolution, 2)),
        ("cc_side_chain", r => Number(r.CcSideChain, 4)), ("q", r => Number(r.Q, 4)), ("q_backbone", r => Number(r.QBackbone, 4)), ("q_side_chain", r => Number(r.QSideChain, 4)),
        ("q_06", r => Number(r.QFirst, 4)), ("q_expected", r => Number(r.ExpectedQ, 4)), ("inclusion", r => Number(r.Inclusion, 3)), ("emringer_peak", r => Number(r.EmRingerPeak, 0)),
        ("emringer_rotameric", r => r.IsEmRingerRotameric switch { true => "yes", false => "no", null => "" }), ("pucker", r => r.Pucker ?? ""), ("suite", r => r.Suite ?? ""),
        ("suiteness", r => Number(r.Suiteness, 3)), ("severity", r => Word(r.Severity)), ("outliers", r => string.Join(' ', r.Flags.Select(f => Word(f)))),
    ];

    /// <summary>Writes the file; it appears whole or not at all.</summary>
    /// <param name="path">Path.</param>
    /// <param name="residues">Rows.</param>
    public static void Write(string path, IReadOnlyList<ResidueValidation> residues) => AtomicFile.WriteText(path, writer =>
    {
        foreach (string line in Lines(residues))
            writer.Write(line + "\n");
    });

    /// <summary>The lines, names first.</summary>
    /// <param name="residues">Rows.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<ResidueValidation> residues)
    {
        yield return string.Join(',', Columns.Select(c => c.Name));
        foreach (ResidueValidation r in residues)
            yield return string.Join(',', Columns.Select(c => c.Value(r)));
    }

    /// <summary>A value of an enumeration as a word, such as "twisted_peptide".</summary>
    /// <param name="value">Value.</param>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string Word<T>(T? value)
        where T : struct, Enum => value is { } v ? Word(v) : "";

    private static string Chi(ResidueValidation r, int index) => index < r.Chi.Count ? Number(r.Chi[index], 1) : "";

    private static string Number(double? value, int digits) => value is { } v && double.IsFinite(v) ? Math.Round(v, digits).ToString(CultureInfo.InvariantCulture) : "";

    /// <summary>Text in quotes where commas, quotes or line ends need them (RFC 4180).</summary>
    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
