using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engine.Tests.Cli;
using Engine.Tests.IO;
using MathNet.Numerics.Statistics;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>The document of the verb validate against other programs, from files to keys, on all real cases.</summary>
[TestFixture]
[NonParallelizable]
public sealed class ValidateReferenceTests
{
    /// <summary>The largest case is judged without its map, whose measures have tests of their own.</summary>
    private const string Large = "hcn4_0093";

    /// <summary>At 3j63 two trials of d_model, 0.1 Å apart, are equally good; see the tests of mtriage's rules.</summary>
    private const double NextTrial = 0.11;

    [TestCaseSource(typeof(ValidationReference), nameof(ValidationReference.Names))]
    public void TheDocumentAgreesWithOtherPrograms(string name)
    {
        using var folder = new TemporaryFolder();
        JsonElement reference = JsonDocument.Parse(File.ReadAllText(SharedData.Require("reference", name + ".json"))).RootElement;
        JsonNode found = Validate(name, reference, folder);
        Assert.Multiple(() =>
        {
            Backbone(found, reference.GetProperty("val"));
            SideChains(found, reference.GetProperty("val"));
            Clashes(found, reference);
            Walk(found["outliers"]!.AsArray());
            if (name != Large)
                Fit(found, reference, name == "3j63_5830" ? NextTrial : 0.03);
            if (reference.TryGetProperty("published", out JsonElement published) && published.TryGetProperty("rows", out JsonElement rows))
                Published(found, rows[0].GetString()!);
        });
    }

    private static JsonNode Validate(string name, JsonElement reference, TemporaryFolder folder)
    {
        (_, string model, string file) = ValidationReference.Cases.Single(c => c.Name == name);
        string data = SharedData.Require("data", "real", model);
        string map = new[] { "map.map", "map.map.gz" }.Select(f => Path.Combine(data, f)).First(File.Exists);
        JsonElement facts = reference.GetProperty("case");
        string d = facts.GetProperty("d_min").GetDouble().ToString(CultureInfo.InvariantCulture);
        string[] files = name == Large ? [Path.Combine(data, file)] : [Path.Combine(data, file), map];
        CommandResult result = CommandLine.Run(
            ["validate", .. files, "-d", d, "--select", facts.GetProperty("selection").GetString()!, "--no-report", "--device", "cpu", "-o", folder["v"]]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        return JsonNode.Parse(File.ReadAllText(folder["v_validation.json"]))!;
    }

    private static void Backbone(JsonNode found, JsonElement val)
    {
        JsonElement rama = val.GetProperty("rama"), z = val.GetProperty("rama_z");
        Assert.That((int)found["rama"]!["n"]!, Is.EqualTo(rama.GetProperty("n").GetInt32()));
        Assert.That((int)found["rama"]!["favoured"]!, Is.EqualTo(rama.GetProperty("favored").GetInt32()));
        Assert.That((int)found["rama"]!["allowed"]!, Is.EqualTo(rama.GetProperty("allowed").GetInt32()));
        Assert.That((int)found["rama"]!["outliers"]!, Is.EqualTo(rama.GetProperty("outliers").GetInt32()));
        Assert.That(Texts(found["rama"]!["outlier_list"]), Is.EquivalentTo(ValidationReference.Words(rama.GetProperty("outlier_list"))));
        Assert.That((double)found["rama_z"]!, Is.EqualTo(z.GetProperty("W")[0].GetDouble()).Within(0.05));
        Assert.That((double)found["rama_z_error"]!, Is.EqualTo(z.GetProperty("W")[1].GetDouble()).Within(0.05));
        string[] notTrans = [.. ValidationReference.Words(val.GetProperty("omega").GetProperty("non_trans")).Select(w => string.Join(' ', w.Split(' ').Take(7)).Replace(" to ", " - ", StringComparison.Ordinal))];
        Assert.That(Words(found["peptides"]!["not_trans"]!.AsArray().Select(p => p!["name"])), Is.EquivalentTo(notTrans));
        Assert.That(found["residues"]!.AsArray().Count(r => (string?)r!["rama_label"] == "outlier"), Is.EqualTo((int)found["rama"]!["outliers"]!));
    }

    private static void SideChains(JsonNode found, JsonElement val)
    {
        string[] judged = [.. Texts(found["rotamers"]!["outlier_list"]).Where(t => !t.EndsWith("ARG", StringComparison.Ordinal) && !t.EndsWith("LYS", StringComparison.Ordinal))];
        Assert.That(judged, Is.EquivalentTo(ValidationReference.Words(val.GetProperty("rotamers").GetProperty("outlier_list"))));
        Assert.That((int)found["cbeta_outliers"]!, Is.EqualTo(val.GetProperty("cbeta").GetProperty("outliers").GetInt32()));
        Assert.That((double)found["cbeta"]!["largest"]!, Is.EqualTo(val.GetProperty("cbeta").GetProperty("max_deviation").GetDouble()).Within(0.01));
    }

    /// <summary>Gravest places first, and the outliers of a place together.</summary>
    private static void Walk(JsonArray outliers)
    {
        string[] grades = ["severe", "moderate", "minor"];
        (string Place, int Grade)[] steps = [.. outliers.Select(o => (Key(o!), Array.IndexOf(grades, (string)o!["severity"]!)))];
        string[] places = [.. steps.Select(s => s.Place).Distinct()];
        Assert.That(places.Select(p => steps.Where(s => s.Place == p).Min(s => s.Grade)), Is.Ordered);
        Assert.That(steps.Where((s, i) => i == 0 || steps[i - 1].Place != s.Place).Count(), Is.EqualTo(places.Length));
    }

    /// <summary>Within 10 % or 1.</summary>
    private static void Clashes(JsonNode found, JsonElement reference)
    {
        double theirs = reference.GetProperty("clash").GetProperty("reduce_build_flips").GetProperty("clashscore").GetDouble(), ours = (double)found["clashscore"]!;
        Assert.That(ours, Is.EqualTo(theirs).Within(Math.Max(1, 0.1 * theirs)), "clashscore");
    }

    private static void Fit(JsonNode found, JsonElement reference, double modelTolerance)
    {
        Assert.That((double)found["cc_mask"]!, Is.EqualTo(reference.GetProperty("cc").GetProperty("CC_mask").GetDouble()).Within(0.003), "CC_mask");
        double ringer = reference.GetProperty("emringer").GetProperty("score").GetDouble();
        Assert.That((double)found["emringer"]!["score"]!, Is.EqualTo(ringer).Within(0.02 * Math.Abs(ringer)), "EMRinger");
        JsonElement q = reference.GetProperty("q"), masked = reference.GetProperty("mtriage").GetProperty("masked");
        Assert.That(((double)found["qscore"]!["sigma"]!, (double)found["qscore_06"]!["sigma"]!), Is.EqualTo((0.4, 0.6)));
        Assert.That((double)found["qscore_06"]!["mean"]!, Is.EqualTo(q.GetProperty("mean").GetDouble()).Within(0.001), "Q");
        Dictionary<string, double> expected = FitReference.ByResidue(q.GetProperty("per_residue"));
        (double Ours, double Theirs)[] pairs = [.. found["residues"]!.AsArray().Select(r => (Key: Key(r!), Q: (double?)r!["q_06"])).Where(r => r.Q != null && expected.ContainsKey(r.Key)).Select(r => (r.Q!.Value, expected[r.Key]))];
        Assert.That(pairs, Has.Length.EqualTo(expected.Count));
        Assert.That(Correlation.Pearson(pairs.Select(p => p.Ours), pairs.Select(p => p.Theirs)), Is.GreaterThan(0.9999), "Q by residue");
        Assert.That((double)found["mtriage"]!["d99"]!, Is.EqualTo(masked.GetProperty("d99").GetDouble()).Within(0.03), "d99");
        Assert.That((double)found["mtriage"]!["d_model"]!, Is.EqualTo(masked.GetProperty("d_model").GetDouble()).Within(modelTolerance), "d_model");
        Assert.That((double)found["mtriage"]!["d_fsc_model_05"]!, Is.EqualTo(masked.GetProperty("d_fsc_model_05").GetDouble()).Within(0.03), "d_fsc_model_05");
        Assert.That((double)found["mtriage"]!["unmasked"]!["d99"]!, Is.EqualTo(reference.GetProperty("mtriage").GetProperty("unmasked").GetProperty("d99").GetDouble()).Within(0.03), "d99 without mask");
    }

    /// <summary>The published table of the qrefine cases: EMRinger, Ramachandran plot and CC_mask.</summary>
    private static void Published(JsonNode found, string row)
    {
        double[] numbers = Numbers(row);
        Assert.That((double)found["rama"]!["outlier_percent"]!, Is.EqualTo(numbers[3]).Within(0.01));
        Assert.That((double)found["rama"]!["favoured_percent"]!, Is.EqualTo(numbers[4]).Within(0.01));
        Assert.That((double)found["emringer"]!["score"]!, Is.EqualTo(numbers[6]).Within(0.006));
        Assert.That((double)found["cc_mask"]!, Is.EqualTo(numbers[7]).Within(0.004));
        TestContext.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"bonds {(double)found["geometry"]!["bond_rmsd"]!:F4} ({numbers[0]}), angles {(double)found["geometry"]!["angle_rmsd"]!:F3} ({numbers[1]}), clashscore {(double)found["clashscore"]!:F2} ({numbers[2]}), rotamer outliers {(double)found["rotamers"]!["outlier_percent"]!:F2} % ({numbers[5]})"));
    }

    private static double[] Numbers(string row) => [.. row.Split(' ').Skip(1).Select(w => double.Parse(w, CultureInfo.InvariantCulture))];

    private static string Key(JsonNode row) => $"{(string)row["chain"]!} {(int)row["number"]!}{(string?)row["insertion_code"]} {(string)row["name"]!}";

    private static string[] Texts(JsonNode? list) => Words(list!.AsArray());

    private static string[] Words(IEnumerable<JsonNode?> list) => [.. list.Select(t => (string)t!)];
}
