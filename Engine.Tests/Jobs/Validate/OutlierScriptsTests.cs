using System.Text.Json;
using Engine.Core.Geometry;
using Engine.Core.Jobs.Validate;
using NUnit.Framework;

namespace Engine.Tests.Jobs.Validate;

/// <summary>Scripts hold what they were given, and names of files and chains cannot become commands.</summary>
[TestFixture]
public sealed class OutlierScriptsTests
{
    private const string Hostile = "my \"model\"; exit \\ of\nHöger.pdb";

    [Test]
    public void ChimeraXScriptsOpenFilesAndGoToOutliers()
    {
        string[] lines = OutlierScripts.ChimeraX(Hostile, "map 1.mrc", 0.25, [Make("A;<b>&\r", "Z 1 ALA: a \"clash\"; exit")]).Split('\n');
        string open = lines.Single(l => l.EndsWith(" id #1", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(JsonSerializer.Deserialize<string>(open["open ".Length..^" id #1".Length]), Is.EqualTo(Hostile), "one quoted argument");
            Assert.That(lines, Has.Member("open \"map 1.mrc\" id #2").And.Member("volume #2 style mesh step 1 level 0.25"));
            Assert.That(lines, Has.Member("marker #3 position 1.000,-2.500,3.125 color #D55E00 radius 0.4"));
            Assert.That(lines, Has.Member("log html <a href=\"cxcmd:outlier 1\">1</a> Z 1 ALA: a \"clash\"_ exit"));
            Assert.That(lines.Where(l => l.StartsWith("log html", StringComparison.Ordinal)), Has.None.Contain(";"));
            Assert.That(lines.Select(l => l.Split(' ')[0]).Distinct(), Is.SubsetOf(new[] { "#", "open", "volume", "hide", "cartoon", "marker", "alias", "log", "view", "" }));
        });
    }

    [Test]
    public void CootScriptsHoldTheSameListInLatinLetters()
    {
        string script = OutlierScripts.Coot(Hostile, null, [Make("A", "A 1 ALA: φ -23°, ω 180°, 0.41 Å, χ \"1\" \\")]);
        string[] lines = script.Split('\n');
        string item = lines.Single(l => l.StartsWith("    [\"", StringComparison.Ordinal)), open = lines.Single(l => l.Contains("handle_read_draw_molecule", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(JsonSerializer.Deserialize<JsonElement[]>(item.Trim().TrimEnd(','))![0].GetString(), Is.EqualTo("A 1 ALA: phi -23 deg, omega 180 deg, 0.41 A, chi \"1\" \\"));
            Assert.That(item, Does.EndWith(", 1.000, -2.500, 3.125],"));
            Assert.That(JsonSerializer.Deserialize<string>(open[(open.IndexOf("(u\"", StringComparison.Ordinal) + 2)..^1]), Is.EqualTo(Hostile));
            Assert.That(script.All(char.IsAscii), Is.True);
            Assert.That(script, Does.Not.Contain("ccp4_map").And.Contain("\"1 of 1 outliers\""));
        });
    }

    [Test]
    public void LongListsAreCut()
    {
        Outlier[] many = [.. Enumerable.Range(0, OutlierScripts.Most + 5).Select(_ => Make("A", "x"))];
        Assert.That(OutlierScripts.ChimeraX("m", null, null, many), Does.Contain("1000 of 1005 outliers"));
        Assert.That(OutlierScripts.Coot("m", null, many).Split('\n').Count(l => l.StartsWith("    [\"x\"", StringComparison.Ordinal)), Is.EqualTo(OutlierScripts.Most));
    }

    [Test]
    public void CellsWithCommasAndQuotesAreQuoted()
    {
        var row = new ResidueValidation
        {
            Residue = 0,
            Chain = "A,\"B",
            Number = -5,
            InsertionCode = "",
            Name = "ALA",
            Kind = Core.Models.ResidueClass.Protein,
            Position = new Vec3(1, 2, 3),
            HeavyAtoms = 5,
            AltLocs = "",
            MeanB = 20,
            Occupancy = 1,
            Phi = double.NaN,
        };
        string line = ResidueCsv.Lines([row]).Last();
        Assert.That(line, Does.StartWith("\"A,\"\"B\",-5,,ALA,protein,,1,2,3,5,20,1,,"));
    }

    private static Outlier Make(string chain, string text) => new(
        OutlierKind.Clash, OutlierSeverity.Severe, 0, chain, 1, "", "ALA", "", ["CB"], "B 2 VAL O", text, 0.9, 0.4, "Å", new Vec3(1, -2.5, 3.125));
}
