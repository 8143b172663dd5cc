using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Models as they are found in archives go through a whole refinement: every atom comes back with finite numbers and sensible geometry.</summary>
[TestFixture]
[NonParallelizable]
public sealed class OddModelTests
{
    private static PeptideFiles files = null!;
    private static string[] lines = null!;

    /// <summary>Names of changes; see <see cref="Change"/>.</summary>
    private static readonly string[] Names =
    [
        "missing side chains", "chain break", "missing backbone atoms", "microheterogeneity", "alternates", "insertion code", "zero occupancy", "B of 0", "B of 999", "half outside",
        "ions", "water on top of an atom",
    ];

    [OneTimeSetUp]
    public static void Simulate()
    {
        files = new PeptideFiles();
        lines = [.. PdbWriter.ToText(StructureReader.Read(files.Model)).Split('\n').Where(IsAtom)];
    }

    [OneTimeTearDown]
    public static void Delete() => files.Dispose();

    [TestCaseSource(nameof(Names))]
    public void IsRefined(string name)
    {
        string prefix = name.Replace(' ', '_');
        string[] changed = [.. Change(name)];
        File.WriteAllLines(files[prefix + "_in.pdb"], [.. changed, "END"]);
        CommandResult result = CommandLine.Run(
            "refine", files[prefix + "_in.pdb"], files.Map, "-d", "2.8", "--cycles", "2", "--iterations", "25", "--device", "cpu", "-o", files[prefix]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        string text = File.ReadAllText(files[prefix + "_stats.json"]);
        JsonNode stats = JsonNode.Parse(text)!;
        string attempt = files[prefix + "_attempt.cif"];
        Model refined = StructureReader.Read(File.Exists(attempt) ? attempt : files[prefix + ".cif"]).First;
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Not.Contain("NaN").And.Not.Contain("Infinity"));
            Assert.That(refined.Atoms, Has.Count.EqualTo(changed.Length));
            Assert.That(refined.Atoms.All(a => double.IsFinite(a.Position.X + a.Position.Y + a.Position.Z + a.BIso + a.Occupancy)), Is.True);
            Assert.That((double)stats["after"]!["geometry"]!["bond_rmsd"]!, Is.LessThan(0.02));
            Assert.That((double)stats["after"]!["geometry"]!["angle_rmsd"]!, Is.LessThan(2.5));
            if (name == "half outside")
                Assert.That(result.Error, Does.Contain("outside the map's box"));
        });
    }

    private static IEnumerable<string> Change(string name) => name switch
    {
        "missing side chains" => lines.Where(l => Number(l) % 3 != 0 || IsBackbone(l)),
        "chain break" => lines.Where(l => Number(l) is not (5 or 6)),
        "missing backbone atoms" => lines.Where(l => Number(l) != 4 || !(AtomName(l) is "N" or "C" or "O")),
        "microheterogeneity" => lines.Where(l => Number(l) < 6)
            .Concat(lines.Where(l => Number(l) == 6).Select(l => Alternate(l, 'A', 0.5)))
            .Concat(lines.Where(l => Number(l) == 6 && (IsBackbone(l) || AtomName(l) == "CB")).Select(l => Alternate(Named(l, lines.First(o => Number(o) == 6)[17..20] == "ALA" ? "SER" : "ALA"), 'B', 0.5)))
            .Concat(lines.Where(l => Number(l) > 6)),
        "alternates" => lines.SelectMany(l => Number(l) != 7 || IsBackbone(l) ? [l] : (string[])[Alternate(l, 'A', 0.6), Alternate(Moved(l, 0.4), 'B', 0.4)]),
        "insertion code" => lines.Select(l => Number(l) == 7 ? Put(Put(l, 22, "   6"), 26, "A") : l),
        "zero occupancy" => lines.Select(l => Number(l) == 8 ? Put(l, 54, "  0.00") : l),
        "B of 0" => lines.Select(l => Put(l, 60, "  0.00")),
        "B of 999" => lines.Select(l => Number(l) < 5 ? Put(l, 60, "999.00") : l),
        "half outside" => lines.Select(l => Moved(l, 0.5 * Width())),
        "ions" => [.. lines, Hetero("ZN", "ZN", lines[0], 4, 900), Hetero("MG", "MG", lines[^1], 5, 901)],
        _ => [.. lines, Hetero(" O", "HOH", lines[10], 0.1, 900)],
    };

    private static bool IsAtom(string line) => line.StartsWith("ATOM", StringComparison.Ordinal) || line.StartsWith("HETATM", StringComparison.Ordinal);

    private static int Number(string line) => int.Parse(line[22..26], CultureInfo.InvariantCulture);

    private static string AtomName(string line) => line[12..16].Trim();

    private static bool IsBackbone(string line) => AtomName(line) is "N" or "CA" or "C" or "O";

    private static double X(string line) => double.Parse(line[30..38], CultureInfo.InvariantCulture);

    private static double Width() => lines.Max(X) - lines.Min(X) + 20;

    private static string Coordinate(double value) => value.ToString("F3", CultureInfo.InvariantCulture).PadLeft(8);

    private static string Put(string line, int at, string text) => string.Concat(line.AsSpan(0, at), text, line.AsSpan(at + text.Length));

    private static string Named(string line, string residue) => Put(line, 17, residue);

    private static string Moved(string line, double shift) => Put(line, 30, Coordinate(X(line) + shift));

    private static string Alternate(string line, char id, double occupancy) => Put(Put(line, 16, id.ToString()), 54, occupancy.ToString("F2", CultureInfo.InvariantCulture).PadLeft(6));

    private static string Hetero(string atom, string residue, string near, double shift, int number)
    {
        string line = Put(Moved(near, shift), 0, "HETATM");
        line = Put(Put(line, 12, atom.PadRight(4)), 17, residue.PadLeft(3));
        return Put(Put(line, 22, number.ToString(CultureInfo.InvariantCulture).PadLeft(4)), 76, atom.PadLeft(2)[..2]);
    }
}
