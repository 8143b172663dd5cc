using System.Text.Json;
using Engine.Core.Models;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Models;

/// <summary>All files of the model collection, against the counts and sums that gemmi 0.5.7 gives and what the notes ask for.</summary>
[TestFixture]
public sealed class ModelZooTests
{
    /// <summary>Files where the reference reader and this one differ on purpose, with what is expected here.</summary>
    private static readonly Dictionary<string, Action<ModelReport>> Deviations = new()
    {
        // The reference stops at the first CR; old Mac line ends are read here.
        ["made/cr_only.pdb"] = r => Assert.That(r.Atoms, Is.EqualTo(5)),

        // The reference takes the digits that fit the column as coordinate.
        ["made/overflow_coordinates.pdb"] = r => Assert.That(r.Warnings, Has.Some.StartsWith("line 2: atom left out: coordinate y '2   2.00' is not a number")),

        // No auth_seq_id: the reference finds no model; the label number is used here.
        ["pdb-tools/ensemble_OK.cif"] = r => Assert.That((r.Models, r.Atoms, r.Residues), Is.EqualTo((2, 2, 1))),

        // The reference takes a000 for A000; the true numbers are all different.
        ["made/hybrid36.pdb"] = r => Assert.That(r.Residues, Is.EqualTo(10)),
    };

    public static IEnumerable<string> Files()
    {
        string index = Path.Combine(SharedData.Root, "data", "models", "models.json");
        if (!File.Exists(index))
            return ["models.json"];
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(index));
        return [.. json.RootElement.EnumerateObject().Select(p => p.Name)];
    }

    [TestCaseSource(nameof(Files))]
    public void GivesTheReferenceCountsOrRefuses(string file)
    {
        string path = SharedData.Require("data", "models", file);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(SharedData.Require("data", "models", "models.json")));
        JsonElement gemmi = json.RootElement.GetProperty(file).GetProperty("gemmi");
        if (file == "made/stars_in_coordinates.pdb")
        {
            Assert.That(() => StructureReader.Read(path), Throws.TypeOf<InputException>().With.Message.StartsWith($"{path}, line 2: coordinate x is '********'"));
            return;
        }

        bool hasAtoms = gemmi.ValueKind == JsonValueKind.Object && gemmi.GetProperty("atoms_model1").GetInt32() > 0;
        if (!hasAtoms && !Deviations.ContainsKey(file) && !gemmi.ToString().StartsWith("error", StringComparison.Ordinal))
        {
            InputException fault = Assert.Throws<InputException>(() => StructureReader.Read(path))!;
            Assert.That(fault.Message, Does.StartWith(path).And.Not.Contains("\n"));
            return;
        }

        ModelReport report = ModelInspector.Inspect(StructureReader.Read(path));
        if (Deviations.TryGetValue(file, out Action<ModelReport>? check))
            check(report);
        else if (hasAtoms)
            Compare(report, gemmi);
    }

    /// <summary>What the collection's notes say that a reader should give, beyond the reference reader.</summary>
    [Test]
    public void ReadsWhatTheNotesAskFor()
    {
        string folder = SharedData.Require("data", "models", "made");
        Model Read(string file) => StructureReader.Read(Path.Combine(folder, file)).First;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Read("hybrid36.pdb").Residues.Select(r => r.Number), Is.EqualTo(new[] { 1, 9999, 10000, 10001, 99999, 100000, 100001, 1223055, 1223056, 100009 }));
            Assert.That(Read("no_element.pdb").Atoms.Select(a => a.Element.Symbol), Is.EqualTo(new[] { "N", "C", "C", "O", "C", "Ca" }));
            Assert.That(Read("charges.pdb").Atoms.Select(a => (int)a.Charge), Is.EqualTo(new[] { -1, 2, 1 }));
            Assert.That(Read("altloc_three.pdb").Atoms.Select(a => a.AltLoc), Is.EqualTo("ABC"));
            Assert.That(Read("two_letter_chain.pdb").Chains.Single().Id, Is.EqualTo("AB"));
            Assert.That(Read("blank_chain.pdb").Chains.Single().Id, Is.Empty);
            Assert.That(Read("microheterogeneity.pdb").Residues.Select(r => r.Name), Is.EqualTo(new[] { "SER", "THR" }));
            Assert.That(Read("lower_case.pdb").Residues.Single().Name, Is.EqualTo("ALA"));
            Assert.That(Read("lower_case.pdb").Atoms[1].Name, Is.EqualTo("CA"));
            Assert.That(Read("deuterium.pdb").Atoms.Single().Element, Is.EqualTo(Element.D));
            Assert.That(Read("unknown_element.pdb").Atoms.Single().Element, Is.EqualTo(Element.Unknown));
            Assert.That(Read("short_lines.pdb").Atoms.Select(a => a.Occupancy), Is.All.EqualTo(1));
            Assert.That(Read("after_end.pdb").Atoms, Has.Count.EqualTo(1));
        }

        Structure unclosed = StructureReader.Read(Path.Combine(folder, "models_unclosed.pdb"));
        Assert.That(unclosed.Models, Has.Count.EqualTo(2));
        Structure twice = StructureReader.Read(Path.Combine(folder, "same_position_twice.pdb"));
        Assert.That(twice.Warnings, Has.Some.Contains("CA of ALA A 1"));
        Structure end = StructureReader.Read(Path.Combine(folder, "after_end.pdb"));
        Assert.That(end.Warnings, Has.Some.StartsWith("1 atoms behind the END record"));
    }

    private static void Compare(ModelReport r, JsonElement gemmi)
    {
        double[] xyz = [.. gemmi.GetProperty("sum_xyz").EnumerateArray().Select(v => v.GetDouble())];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(r.Models, Is.EqualTo(gemmi.GetProperty("models").GetInt32()), "models");
            Assert.That(r.Chains, Is.EqualTo(gemmi.GetProperty("chains").GetInt32()), "chains");
            Assert.That(r.Residues, Is.EqualTo(gemmi.GetProperty("residues").GetInt32()), "residues");
            Assert.That(r.Atoms, Is.EqualTo(gemmi.GetProperty("atoms_model1").GetInt32()), "atoms");
            Assert.That(r.Hydrogens, Is.EqualTo(gemmi.GetProperty("hydrogens").GetInt32()), "hydrogens");
            Assert.That(r.AltLocAtoms, Is.EqualTo(gemmi.GetProperty("altloc_atoms").GetInt32()), "altloc atoms");
            Assert.That(r.InsertionCodes, Is.EquivalentTo(gemmi.GetProperty("insertion_codes").EnumerateArray().Select(v => v.GetString()!)), "insertion codes");
            Assert.That(r.AnisotropicAtoms, Is.EqualTo(gemmi.GetProperty("aniso_atoms").GetInt32()), "anisotropic atoms");
            Assert.That(r.SumXyz, Is.EqualTo(xyz).Within(2e-3), "sum of coordinates");
            Assert.That(r.SumB, Is.EqualTo(gemmi.GetProperty("sum_b").GetDouble()).Within(2e-2), "sum of B");
            Assert.That(r.SumOccupancy, Is.EqualTo(gemmi.GetProperty("sum_occ").GetDouble()).Within(2e-2), "sum of occupancies");
            double[] cell = [.. gemmi.GetProperty("cell").EnumerateArray().Select(v => v.GetDouble())];
            Assert.That(r.Cell ?? [1, 1, 1, 90, 90, 90], Is.EqualTo(cell), "cell");
        }
    }
}
