using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Models as they are found in archives go through a whole refinement: every atom comes back with finite numbers and sensible geometry.</summary>
[TestFixture]
[NonParallelizable]
public sealed class OddModelTests : PeptideFixture
{
    private static readonly string[] DNames = ["DAL", "DAR", "DSG", "DAS", "DCY", "DGN", "DGL", "DHI", "DIL", "DLE", "DLY", "MED", "DPN", "DPR", "DSN", "DTH", "DTR", "DTY", "DVA"];

    private string[] lines = null!;

    [OneTimeSetUp]
    public void ReadLines() => lines = [.. PdbWriter.ToText(StructureReader.Read(Files.Model)).Split('\n').Where(IsAtom)];

    /// <summary>Each is refined, comes back with all its names and in order, and the log and the JSON file say what was odd.</summary>
    /// <param name="name">Change; see <see cref="Change"/>.</param>
    /// <param name="kind">Note that is given.</param>
    /// <param name="count">How often.</param>
    [TestCase("missing side chains", "missing_side_chain_atoms", 4)]
    [TestCase("chain break", "chain_breaks", 1)]
    [TestCase("missing backbone atoms", "missing_backbone_atoms", 1)]
    [TestCase("microheterogeneity", "microheterogeneity", 1)]
    [TestCase("alternates", "alternates", 1)]
    [TestCase("insertion code", "insertion_codes", 1)]
    [TestCase("zero occupancy", "zero_occupancy", 0)]
    [TestCase("B of 0", "b_out_of_range", 0)]
    [TestCase("B of 999", "b_out_of_range", 0)]
    [TestCase("anisotropic", "anisotropic", 0)]
    [TestCase("ions", "metals", 2)]
    [TestCase("water on top of an atom", null, 0)]
    [TestCase("trace of CA", "unbonded", 12)]
    [TestCase("ions alone", "metals", 2)]
    public void IsRefined(string name, string? kind, int count)
    {
        string prefix = name.Replace(' ', '_');
        string[] changed = [.. Change(name)];
        CommandResult result = Refine(prefix, changed, Files.Map);
        string text = File.ReadAllText(Files[prefix + "_stats.json"]);
        Model input = StructureReader.Read(Files[prefix + "_in.pdb"]).First, refined = Refined(prefix);
        JsonNode stats = Stats(prefix);
        JsonNode? note = stats["model_notes"]!.AsArray().FirstOrDefault(n => (string)n!["kind"]! == kind);
        int expected = count > 0 ? count : changed.Where((l, i) => IsAtom(l) && l != (i < lines.Length ? lines[i] : "")).Count();
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Not.Contain("NaN").And.Not.Contain("Infinity"));
            Assert.That(Names(refined), Is.EqualTo(Names(input)));
            Assert.That(refined.Atoms.All(a => double.IsFinite(a.Position.X + a.Position.Y + a.Position.Z + a.BIso + a.Occupancy)), Is.True);
            Assert.That((double)stats["after"]!["geometry"]!["bond_rmsd"]!, Is.LessThan(0.02));
            Assert.That((double)stats["after"]!["geometry"]!["angle_rmsd"]!, Is.LessThan(2.5));
            Assert.That((int?)note?["count"], Is.EqualTo(kind == null ? null : kind == "anisotropic" ? 5 : expected));
            if (note != null)
                Assert.That(result.Out, Does.Contain($"note: {(int)note["count"]!} ").And.Contain((string)note["treatment"]!));
        });
        Check(name, input, refined);
    }

    /// <summary>Hands, rotamers and everything else of D-amino acids are those of the mirror image.</summary>
    [Test]
    public void AMirroredPeptideIsRefinedAsItsMirrorImage()
    {
        using var mirrored = new PeptideFiles(Mirror(SyntheticCase.Peptide(12)));
        CommandResult result = mirrored.Refine("mirror"), plain = Files.Refine("plain");
        Assert.That((result.ExitCode, plain.ExitCode), Is.EqualTo((0, 0)), result.Error + plain.Error);
        JsonNode stats = JsonNode.Parse(File.ReadAllText(mirrored["mirror_stats.json"]))!;
        Model truth = StructureReader.Read(mirrored.Truth).First, start = StructureReader.Read(mirrored.Model).First, refined = StructureReader.Read(mirrored["mirror.cif"]).First;
        double before = Coordinates.Rmsd(Coordinates.Of(truth), Coordinates.Of(start)), after = Coordinates.Rmsd(Coordinates.Of(truth), Coordinates.Of(refined));
        int glycines = truth.Residues.Count(r => r.Name == "GLY");
        Assert.Multiple(() =>
        {
            Assert.That((string)stats["decision"]!["result"]!, Is.EqualTo("accepted"));
            Assert.That((int)stats["model_notes"]!.AsArray().Single(n => (string)n!["kind"]! == "d_amino_acids")!["count"]!, Is.EqualTo(truth.Residues.Count - glycines));
            Assert.That(result.Error, Does.Not.Contain("other hand").And.Not.Contain("no dictionary"));
            Assert.That(after, Is.LessThan(0.7 * before));
            Assert.That((double)stats["after"]!["geometry"]!["chirality_rmsd"]!, Is.LessThan(0.1));
            Assert.That((double)stats["after"]!["geometry"]!["bond_rmsd"]!, Is.EqualTo((double)Stats("plain")["after"]!["geometry"]!["bond_rmsd"]!).Within(0.003));
            Assert.That((int)stats["validation"]!["after"]!["ramachandran_residues"]!, Is.LessThanOrEqualTo(glycines), "there is no distribution for the others");
            Assert.That((int)stats["validation"]!["after"]!["rotamer_residues"]!, Is.EqualTo((int)Stats("plain")["validation"]!["after"]!["rotamer_residues"]!));
            Assert.That((int)stats["validation"]!["after"]!["rotamer_outliers"]!, Is.Zero);
            Assert.That((int)stats["validation"]!["after"]!["c_beta_outliers"]!, Is.Zero);
        });
    }

    /// <summary>The half of a model that lies outside its map is carried along by the restraints, and the other half fits.</summary>
    [Test]
    public void AModelHalfOutsideItsMapIsRefinedInside()
    {
        using (DensityMap map = MapReader.Read(Files.Map))
        {
            IEnumerable<Vec3> inside = StructureReader.Read(Files.Truth).First.Atoms.Where(a => a.ResidueIndex < 6).Select(a => a.Position);
            using DensityMap part = MapCrop.Around(map, inside, 1.5);
            MapWriter.Write(Files["part.mrc"], part);
        }

        CommandResult result = Refine("half", lines, Files["part.mrc"]);
        Model truth = StructureReader.Read(Files.Truth).First, start = StructureReader.Read(Files.Model).First, refined = Refined("half");
        bool[] first = [.. truth.Atoms.Select(a => a.ResidueIndex < 5)], last = [.. truth.Atoms.Select(a => a.ResidueIndex > 7)];
        double Error(Model model, bool[] of) => Coordinates.Rmsd(Coordinates.Of(truth), Coordinates.Of(model), of);
        JsonNode note = Stats("half")["model_notes"]!.AsArray().Single(n => (string)n!["kind"]! == "outside_map")!;
        Assert.Multiple(() =>
        {
            Assert.That(result.Error, Does.Contain("outside the map's box"));
            Assert.That((int)note["count"]!, Is.GreaterThan(10));
            Assert.That(Error(refined, first), Is.LessThan(0.8 * Error(start, first)), "inside");
            Assert.That(Error(refined, last), Is.LessThan(Error(start, last) + 0.5), "outside");
            Assert.That((double)Stats("half")["after"]!["geometry"]!["bond_rmsd"]!, Is.LessThan(0.02));
        });
    }

    private static void Check(string name, Model input, Model refined)
    {
        double shift = Coordinates.Rmsd(Coordinates.Of(input), Coordinates.Of(refined));
        Atom[] Of(Model model, int residue) => [.. model.Atoms.Where(a => model.Residues[a.ResidueIndex].Number == residue)];
        switch (name)
        {
            case "zero occupancy":
                Assert.That(Of(refined, 8).Select(a => (a.Occupancy, a.BIso)), Is.EqualTo(Of(input, 8).Select(a => (a.Occupancy, a.BIso))));
                Assert.That(shift, Is.LessThan(0.6));
                break;
            case "alternates":
                foreach ((Atom a, Atom b) in Of(input, 7).Where(a => a.AltLoc == 'A').Zip(Of(input, 7).Where(a => a.AltLoc == 'B')))
                {
                    Atom a2 = refined.Atoms[input.Atoms.IndexOf(a)], b2 = refined.Atoms[input.Atoms.IndexOf(b)];
                    Assert.That(Vec3.Distance(a2.Position, b2.Position), Is.GreaterThan(0.5 * Vec3.Distance(a.Position, b.Position)), a.Name);
                    Assert.That(a2.Occupancy + b2.Occupancy, Is.EqualTo(1).Within(1e-6));
                    Assert.That((a2.Occupancy, b2.Occupancy), Is.EqualTo((0.6, 0.4)).Within(1e-6), "0.4 Å apart the map does not tell them from each other");
                }

                break;
            case "microheterogeneity":
                foreach (IGrouping<string, Atom> place in Of(refined, 6).GroupBy(a => a.Name).Where(g => g.Count() > 1))
                    Assert.That(Vec3.Distance(place.First().Position, place.Last().Position), Is.LessThan(0.3), place.Key);
                break;
            case "anisotropic":
                Assert.That(refined.Atoms.Take(5).Select(a => a.UAniso != null), Is.All.True);
                break;
            case "trace of CA":
                Assert.That(shift, Is.LessThan(0.5));
                break;
            case "ions":
                Assert.That(Vec3.Distance(refined.Atoms[^2].Position, input.Atoms[^2].Position), Is.LessThan(3));
                break;
        }
    }

    private CommandResult Refine(string prefix, IEnumerable<string> model, string map)
    {
        File.WriteAllLines(Files[prefix + "_in.pdb"], [.. model, "END"]);
        CommandResult result = CommandLine.Run("refine", Files[prefix + "_in.pdb"], map, "-d", "2.8", "--cycles", "2", "--iterations", "25", "--device", "cpu", "-o", Files[prefix]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        return result;
    }

    /// <summary>Who every atom is.</summary>
    private static string[] Names(Model model) => [.. model.Atoms.Select(a =>
    {
        Residue r = model.Residues[a.ResidueIndex];
        return $"{model.Chains[r.ChainIndex].Id} {r.Number}{r.InsertionCode} {r.Name} {a.Name}{a.AltLoc}";
    })];

    internal static Structure Mirror(Structure structure)
    {
        foreach (Atom atom in structure.First.Atoms)
            atom.Position = new Vec3(-atom.Position.X, atom.Position.Y, atom.Position.Z);
        foreach (Residue residue in structure.First.Residues.Where(r => r.Name != "GLY"))
            residue.Name = DNames.First(d => MirrorImages.StandardId(d) == residue.Name);
        return structure;
    }

    private IEnumerable<string> Change(string name) => name switch
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
        "anisotropic" => lines.SelectMany((l, i) => i < 5 ? [l, string.Concat("ANISOU", l.AsSpan(6, 22), "   2500   2000   3000    100   -100     50", l.AsSpan(70))] : (string[])[l]),
        "trace of CA" => lines.Where(l => AtomName(l) == "CA"),
        "ions alone" => [Hetero("ZN", "ZN", lines[1], 0, 900), Hetero("MG", "MG", lines[^1], 0, 901)],
        "ions" => [.. lines, Hetero("ZN", "ZN", lines[0], 4, 900), Hetero("MG", "MG", lines[^1], 5, 901)],
        _ => [.. lines, Hetero(" O", "HOH", lines[10], 0.1, 900)],
    };

    private static bool IsAtom(string line) => line.StartsWith("ATOM", StringComparison.Ordinal) || line.StartsWith("HETATM", StringComparison.Ordinal);

    private static int Number(string line) => int.Parse(line[22..26], CultureInfo.InvariantCulture);

    private static string AtomName(string line) => line[12..16].Trim();

    private static bool IsBackbone(string line) => AtomName(line) is "N" or "CA" or "C" or "O";

    private static double X(string line) => double.Parse(line[30..38], CultureInfo.InvariantCulture);

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
