using System.Text.Json.Nodes;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.HalfMaps;

/// <summary>Half maps whose Fourier shell correlations another program computed.</summary>
[TestFixture]
public sealed class SyntheticHalfMapTests
{
    [TestCase("apo_half_3.0", "model.pdb")]
    [TestCase("hcn4_half_local", "model.pdb.gz")]
    public void TheCurvesAndResolutionsAreThoseOfTheReference(string set, string modelName)
    {
        string folder = SharedData.Require("data", "synthetic", set);
        JsonNode info = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "info.json")))!;
        using var accelerator = new CpuAccelerator(2);
        using DensityMap half1 = MapReader.Read(Path.Combine(folder, "half1.map.gz")), half2 = MapReader.Read(Path.Combine(folder, "half2.map.gz"));
        Model model = StructureReader.Read(Path.Combine(folder, modelName)).First;
        bool[] heavy = [.. model.Atoms.Select(a => !a.Element.IsHydrogen)];
        using var pair = new HalfMapPair(accelerator, half1, half2, SoftAtomMask.Create(half1.Grid, model, heavy));
        double[] masked = Numbers(info["fsc_masked"]!), unmasked = Numbers(info["fsc_unmasked"]!);
        Assert.Multiple(() =>
        {
            Assert.That(pair.Masked.Width, Is.EqualTo((double)info["fsc_shell_width"]!).Within(1e-9));
            Assert.That(pair.Masked.Crossing(0.143).Resolution, Is.EqualTo((double)info["d_fsc0143_masked"]!).Within(0.01));
            Assert.That(pair.Unmasked.Crossing(0.143).Resolution, Is.EqualTo((double)info["d_fsc0143_unmasked"]!).Within(0.01));
            for (int k = 2; k < masked.Length; k++)
            {
                Assert.That(pair.Masked.Correlation[k], Is.EqualTo(masked[k]).Within(0.01), $"masked, shell {k}");
                Assert.That(pair.Unmasked.Correlation[k], Is.EqualTo(unmasked[k]).Within(0.002), $"unmasked, shell {k}");
            }
        });
    }

    [Test]
    public void TheTrueModelFitsEachHalfAsWellAsTheHalvesAllow()
    {
        string folder = SharedData.Require("data", "synthetic", "apo_half_3.0");
        using var accelerator = new CpuAccelerator(2);
        using DensityMap half1 = MapReader.Read(Path.Combine(folder, "half1.map.gz")), half2 = MapReader.Read(Path.Combine(folder, "half2.map.gz"));
        Model model = StructureReader.Read(Path.Combine(folder, "model.pdb")).First;
        bool[] all = [.. model.Atoms.Select(_ => true)];
        using var pair = new HalfMapPair(accelerator, half1, half2, SoftAtomMask.Create(half1.Grid, model));
        (FscCurve first, FscCurve second) = pair.WithModel(model, all);
        OverfittingVerdict verdict = OverfittingTest.Judge(new OverfittingCurves(first, second, pair.Masked, pair.IndependentFraction), 3);
        double[] expected = pair.Expected();
        Assert.Multiple(() =>
        {
            for (int k = 4; k < 0.3 / pair.Masked.Width; k++)
                Assert.That(first.Correlation[k], Is.EqualTo(expected[k]).Within(0.06), $"shell {k}");
            Assert.That(verdict.IsOverfitted, Is.False, verdict.Message);
            Assert.That(verdict.Gap.Value, Is.EqualTo(0).Within(3 * verdict.Gap.Error));
            Assert.That(verdict.GapBelow.Value, Is.EqualTo(0).Within(3 * verdict.GapBelow.Error));
            Assert.That(verdict.Excess.Value, Is.EqualTo(0).Within(3 * verdict.Excess.Error));
        });
    }

    [Test]
    public void TheWeightedMapIsCloserToTheTruthThanTheAverage()
    {
        string folder = SharedData.Require("data", "synthetic", "apo_half_3.0");
        using var accelerator = new CpuAccelerator(2);
        using DensityMap half1 = MapReader.Read(Path.Combine(folder, "half1.map.gz")), half2 = MapReader.Read(Path.Combine(folder, "half2.map.gz"));
        using DensityMap truth = MapReader.Read(Path.Combine(folder, "truth.map.gz"));
        Model model = StructureReader.Read(Path.Combine(folder, "model.pdb")).First;
        using var pair = new HalfMapPair(accelerator, half1, half2, SoftAtomMask.Create(half1.Grid, model));
        using DensityMap average = MapAverage.Average(half1, half2), weighted = FscWeightedMap.Build(accelerator, pair, 0).Map;
        FscWeightedResult sharpened = FscWeightedMap.Build(accelerator, pair);
        using DensityMap sharp = sharpened.Map;
        Assert.Multiple(() =>
        {
            Assert.That(Correlation(weighted, truth, pair.Mask), Is.GreaterThan(Correlation(average, truth, pair.Mask) + 0.02));

            // The model's B factors are 86 to 124 Å², 92 on average; form factors fall off as well.
            Assert.That(sharpened.SharpeningB, Is.InRange(-160, -80));
            Assert.That(sharpened.CutOff, Is.Null.Or.LessThan(3));
        });
    }

    private static double Correlation(DensityMap a, DensityMap b, float[] mask)
    {
        double n = 0, sa = 0, sb = 0, aa = 0, bb = 0, ab = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            double w = mask[i], x = a.Values[i], y = b.Values[i];
            (n, sa, sb, aa, bb, ab) = (n + w, sa + w * x, sb + w * y, aa + w * x * x, bb + w * y * y, ab + w * x * y);
        }

        return (ab - sa * sb / n) / Math.Sqrt((aa - sa * sa / n) * (bb - sb * sb / n));
    }

    private static double[] Numbers(JsonNode array) => [.. array.AsArray().Select(v => (double)v!)];
}
