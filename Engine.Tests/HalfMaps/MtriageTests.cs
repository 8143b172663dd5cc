using System.Text.Json.Nodes;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.HalfMaps;

/// <summary>Resolutions that mtriage of cctbx found for the shared cases.</summary>
[TestFixture]
public sealed class MtriageTests
{
    private const double Tolerance = 0.03;

    // Trials of d_model are 0.1 Å apart. At 3j63 two neighbours have CC 0.79610 and 0.79608 with directly summed structure factors, in cctbx too; its fast transform, 1 % off for atoms
    // without B, turns them round.
    private const double NextTrial = 0.11;

    // The unmasked curve of the HCN4 case lies flat at 0.143: with cctbx's own rule and coefficients the crossing goes from 3.489 to 3.630 Å with the order of coefficients whose
    // resolutions differ in the last digit of a double.
    private const double FlatCurve = 0.05;

    [TestCase("apo_20026", "map.map.gz", "model.pdb", 1.75)]
    [TestCase("7cec_30342", "map.map.gz", "model_A.cif", 3.9)]
    [TestCase("3j63_5830", "map.map", "model.pdb", 3.8)]
    [TestCase("5fn5c_3240", "map.map", "model.pdb", 4.3)]
    [TestCase("5fn5c_better_6iyc", "map.map", "better_model_6iyc_c.pdb", 4.3, "5fn5c_3240")]
    [TestCase("5ly6_4118", "map.map.gz", "model.pdb", 4.5)]
    [TestCase("emringer_small", "map.map", "model.pdb", 3.3)]
    public void ModelAndMapAgreeWithTheReference(string name, string map, string model, double resolution, string? folder = null)
    {
        string data = SharedData.Require("data", "real", folder ?? name);
        using DensityMap observed = MapReader.Read(Path.Combine(data, map));
        Compare(name, observed, null, Path.Combine(data, model), resolution);
    }

    [TestCase("apo_half_3.0", "model.pdb", 3.0)]
    [TestCase("hcn4_half_local", "model.pdb.gz", 3.8)]
    public void HalfMapsAgreeWithTheReference(string name, string model, double resolution)
    {
        string data = SharedData.Require("data", "synthetic", name);
        using DensityMap half1 = MapReader.Read(Path.Combine(data, "half1.map.gz")), half2 = MapReader.Read(Path.Combine(data, "half2.map.gz")), average = MapAverage.Average(half1, half2);
        Compare(name, average, (half1, half2), Path.Combine(data, model), resolution);
    }

    /// <summary>Atoms that are not selected are absent in every figure, and a mask multiplies the map as it is, level and all.</summary>
    [Test]
    public void SelectionAndMaskAreTakenAsTheyAre()
    {
        string data = SharedData.Require("data", "real", "emringer_small");
        using DensityMap map = MapReader.Read(Path.Combine(data, "map.map"));
        Structure structure = StructureReader.Read(Path.Combine(data, "model.pdb"));
        Model model = structure.First;
        bool[] half = [.. model.Atoms.Select(a => a.ResidueIndex % 2 == 0)];
        using var accelerator = new CpuAccelerator(2);
        Model kept = StructureCopy.Keep(structure, half).First;
        using MtriageAnalysis selected = new(accelerator, map, null), cut = new(accelerator, map, null);
        selected.SetModel(model, half);
        cut.SetModel(kept, [.. kept.Atoms.Select(_ => true)]);
        Assert.That(selected.Run(null, null), Is.EqualTo(cut.Run(null, null)));

        float[] mask = ModelMask.Create(map.Grid, model, null, 3, 5);
        using DensityMap raised = Copy(map, (v, _) => v + 0.4f), product = Copy(raised, (v, i) => v * mask[i]);
        using MtriageAnalysis masked = new(accelerator, raised, null), plain = new(accelerator, product, null);
        Assert.That(masked.Run(mask, null).D99, Is.EqualTo(plain.Run(null, null).D99));
        using MtriageAnalysis level = new(accelerator, map, null);
        Assert.That(level.Run(mask, null).D99, Is.Not.EqualTo(masked.Run(mask, null).D99));
    }

    private static DensityMap Copy(DensityMap map, Func<float, int, float> change)
    {
        var values = new NativeBuffer<float>(map.Grid.VoxelCount, "changed map");
        for (int i = 0; i < values.Length; i++)
            values[i] = change(map.Values[i], i);
        return new(map.Grid, values) { Name = map.Name };
    }

    private static void Compare(string name, DensityMap map, (DensityMap, DensityMap)? halves, string modelPath, double resolution)
    {
        JsonNode document = JsonNode.Parse(File.ReadAllText(SharedData.Require("reference", name + ".json")))!, reference = document["mtriage"]!;
        using var accelerator = new CpuAccelerator(2);
        Model model = StructureReader.Read(modelPath).First;
        bool[] selection = AtomSelection.Parse((string)document["case"]!["selection"]!).Apply(model);
        using var analysis = new MtriageAnalysis(accelerator, map, halves);
        analysis.SetModel(model, selection);
        MtriageSummary unmasked = analysis.Run(null, null);
        float[] mask = ModelMask.Smooth(accelerator, map.Grid, ScatteringAtoms.Create(model, selection, ScatteringTable.Electron), 2 * resolution);
        MtriageSummary masked = analysis.Run(mask, 2 * resolution);
        TestContext.Out.WriteLine($"{unmasked}\n{reference["unmasked"]!.ToJsonString()}\n{masked}\n{reference["masked"]!.ToJsonString()}");
        Assert.Multiple(() =>
        {
            Check(unmasked, reference["unmasked"]!, "unmasked", name == "3j63_5830" ? NextTrial : Tolerance, name == "hcn4_half_local" ? FlatCurve : Tolerance);
            Check(masked, reference["masked"]!, "masked", name == "3j63_5830" ? NextTrial : Tolerance, Tolerance);
        });
    }

    private static void Check(MtriageSummary found, JsonNode reference, string which, double modelTolerance, double flatTolerance)
    {
        Assert.That(found.DModel, Is.EqualTo((double)reference["d_model"]!).Within(modelTolerance), $"{which} d_model");
        foreach ((string key, double? value) in new (string, double?)[]
        {
            ("d99", found.D99), ("d99_1", found.D99Half1), ("d99_2", found.D99Half2), ("d_fsc", found.DFsc), ("d_fsc_model_05", found.DFscModel05),
            ("d_fsc_model_0143", found.DFscModel0143), ("d_fsc_model_0", found.DFscModel0),
        })
        {
            if (reference[key] is { } expected)
                Assert.That(value, Is.EqualTo((double)expected).Within(key == "d_fsc_model_0143" ? flatTolerance : Tolerance), $"{which} {key}");
        }

        // The peer's Fourier transform of atoms without B is 1 % off, and this optimum is flat: with directly summed structure factors cctbx itself finds 5.0 where the reference has
        // 5.3 (apo_half_3.0, unmasked) and 6.9 where it has 7.0 (5fn5c_3240), as here.
        Assert.That(found.DModelB0, Is.EqualTo((double)reference["d_model_b0"]!).Within(0.31), $"{which} d_model_b0");
        Assert.That(found.BIsoOverall, Is.EqualTo((double)reference["b_iso_overall"]!).Within(5.01), $"{which} b_iso");
    }
}
