using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Scoring;
using Engine.Core.Sharpening;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Sharpening;

/// <summary>
/// Automatic sharpening, which sees the map and its resolution alone, against the B that a model asks for: the one that makes the correlation of map and model map inside the molecular mask largest, both
/// cut at the resolution, with the model's atoms at rest (B = 0) and with the B factors of the file.
/// </summary>
[TestFixture]
public sealed class AutomaticSharpeningTests
{
    private const double Tolerance = 20;

    [Test]
    public void ARealMapComesBackFromBlurringAndFromOverSharpening()
    {
        const double D = 1.75;
        using var accelerator = new CpuAccelerator(2);
        using var folder = new TemporaryFolder();
        string path = SharedData.Require("data", "real", "apo_20026", "map.map.gz");
        Model model = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb")).First;
        using DensityMap map = MapReader.Read(path);
        double atRest = BestByModel(accelerator, map, model, D, atRest: true), asDeposited = BestByModel(accelerator, map, model, D, atRest: false);
        TestContext.Out.WriteLine($"best B by the model: atoms at rest {atRest:F1}, as deposited {asDeposited:F1} Å²");
        double first = double.NaN;
        foreach (double b in new[] { 0.0, 100, -150 })
        {
            string file = path;
            if (b != 0)
            {
                file = folder[$"{b}.mrc"];
                using SharpenOutcome made = SharpenJob.Run(accelerator, new() { MapPaths = [path], Resolution = D, Route = SharpenRoute.B, B = b, LowPass = b < 0 ? null : 0 });
                MapWriter.Write(file, made.Map);
            }

            using SharpenOutcome outcome = SharpenJob.Run(accelerator, new() { MapPaths = [file], Resolution = D });
            double total = b + outcome.Report.BApplied;
            TestContext.Out.WriteLine($"changed by {b}: applied {outcome.Report.BApplied:F1}, together {total:F1}; by the metrics {outcome.Report.Search!.Best}");
            first = double.IsNaN(first) ? total : first;
            Sharpness expected = b == 0 ? Sharpness.Sound : b > 0 ? Sharpness.OverBlurred : Sharpness.OverSharpened;
            Assert.Multiple(() =>
            {
                Assert.That(total, Is.EqualTo(atRest).Within(Tolerance), $"changed by {b}");
                Assert.That(total, Is.EqualTo(asDeposited).Within(Tolerance), $"changed by {b}");
                Assert.That(total, Is.EqualTo(first).Within(2), "what was done to the map before does not matter");
                Assert.That(outcome.Report.Input.Result, Is.EqualTo(expected), outcome.Report.Input.Message);
                Assert.That(outcome.Report.Result.Result, Is.EqualTo(Sharpness.Sound), outcome.Report.Result.Message);
                Assert.That(outcome.Warnings.Any(w => w.Contains("over-sharpened", StringComparison.Ordinal)), Is.EqualTo(b < 0));
                Assert.That(outcome.Report.BIsoAfter, Is.EqualTo(outcome.Report.Search!.BIso).Within(1), "B_iso of what was written");
            });
        }
    }

    [TestCase("apo_half_3.0", "model.pdb", 3.0, 0.02)]
    [TestCase("hcn4_half_local", "model.pdb.gz", 3.8, 0.008)]
    public void HalfMapsBringTheAverageNearerToTheTruth(string set, string modelFile, double d, double gain)
    {
        string folder = SharedData.Require("data", "synthetic", set);
        using var accelerator = new CpuAccelerator(2);
        string[] halves = [Path.Combine(folder, "half1.map.gz"), Path.Combine(folder, "half2.map.gz")];
        using DensityMap half1 = MapReader.Read(halves[0]), half2 = MapReader.Read(halves[1]), truth = MapReader.Read(Path.Combine(folder, "truth.map.gz"));
        using DensityMap average = MapAverage.Average(half1, half2);
        Model model = StructureReader.Read(Path.Combine(folder, modelFile)).First;
        VoxelMask mask = MolecularMask.Of(truth.Grid, ScatteringAtoms.Create(model, [.. model.Atoms.Select(_ => true)], ScatteringTable.Electron));

        // Shells of the same amplitude are no single B where the local resolution varies as much as in the second set: there is nothing to compare with there.
        SharpenRoute[] routes = set == "apo_half_3.0" ? [SharpenRoute.HalfMaps, SharpenRoute.HalfMapShells] : [SharpenRoute.HalfMaps];
        foreach (SharpenRoute route in routes)
        {
            using SharpenOutcome outcome = SharpenJob.Run(accelerator, new() { MapPaths = halves, ModelPath = Path.Combine(folder, modelFile), Route = route });
            Func<double, double> same = SharpeningFactor.Uniform(outcome.Report.BApplied).Times(SharpeningFactor.LowPass(outcome.Report.Resolution!.Value));
            using SharpeningPlan truthPlan = new(accelerator, truth), averagePlan = new(accelerator, average);
            using DensityMap sharpTruth = truthPlan.Filter(same, "truth"), sharpAverage = averagePlan.Filter(same, "average");
            double weighted = MapCorrelation.Inside(mask, outcome.Map.Values, sharpTruth.Values)!.Value, plain = MapCorrelation.Inside(mask, sharpAverage.Values, sharpTruth.Values)!.Value;
            TestContext.Out.WriteLine($"{set}, {route}: B {outcome.Report.BApplied:F1}, correlation with the equally sharpened truth {weighted:F4}, without weights {plain:F4}; noise {outcome.Report.HalfMaps}");
            Assert.That(weighted, Is.GreaterThan(plain + (route == SharpenRoute.HalfMaps ? gain : 0)), $"{route}");
            Assert.That(outcome.Report.Resolution, Is.EqualTo(d).Within(0.02));
            Assert.That(outcome.Report.Result.Result, Is.EqualTo(Sharpness.Sound), outcome.Report.Result.Message);
        }
    }

    [TestCase("apo_half_3.0", "model.pdb", 3.0)]
    [TestCase("hcn4_half_local", "model.pdb.gz", 3.8)]
    public void NoiseOfTheSolventKeepsTheSearchFromOverSharpening(string set, string modelFile, double d)
    {
        string folder = SharedData.Require("data", "synthetic", set);
        using var accelerator = new CpuAccelerator(2);
        string half = Path.Combine(folder, "half1.map.gz");
        Model model = StructureReader.Read(Path.Combine(folder, modelFile)).First;
        using DensityMap map = MapReader.Read(half);
        double best = BestByModel(accelerator, map, model, d, atRest: true);
        using SharpenOutcome outcome = SharpenJob.Run(accelerator, new() { MapPaths = [half], Resolution = d });
        TestContext.Out.WriteLine($"{set}: by the model {best:F1}, applied {outcome.Report.BApplied:F1}; by the metrics {outcome.Report.Search!.Best}, noise {outcome.Report.Search.NoiseShare:F3}");
        Assert.That(outcome.Report.BApplied, Is.EqualTo(best).Within(25));
        Assert.That(outcome.Report.Search.NoiseShare, Is.InRange(0.02, 0.6));
    }

    /// <summary>The B with the largest correlation, from steps of 10 Å² and a parabola.</summary>
    private static double BestByModel(Accelerator accelerator, DensityMap map, Model model, double d, bool atRest)
    {
        bool[] heavy = [.. model.Atoms.Select(a => !a.Element.IsHydrogen)];
        using var modelPlan = new FourierMapPlan(accelerator, map.Grid, d);
        double[] b = [.. model.Atoms.Select(a => a.BIso)];
        double[]?[] u = [.. model.Atoms.Select(a => a.UAniso)];
        for (int i = 0; atRest && i < model.Atoms.Count; i++)
            (model.Atoms[i].BIso, model.Atoms[i].UAniso) = (0, null);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, heavy, modelPlan.Options.Scattering);
        modelPlan.Compute(atoms);
        for (int i = 0; i < model.Atoms.Count; i++)
            (model.Atoms[i].BIso, model.Atoms[i].UAniso) = (b[i], u[i]);
        using DensityMap expected = modelPlan.ToDensityMap("model map");
        VoxelMask mask = MolecularMask.Of(map.Grid, atoms);
        using var plan = new SharpeningPlan(accelerator, map);
        var scores = new List<(double B, double Cc)>();
        double Score(double value)
        {
            using DensityMap trial = plan.Filter(s => s > 0 && s <= 1 / d ? Math.Exp(-value * s * s / 4) : 0, "trial");
            return MapCorrelation.Inside(mask, trial.Values, expected.Values)!.Value;
        }

        for (double value = -140; value <= 80; value += 20)
            scores.Add((value, Score(value)));
        int top = Enumerable.Range(1, scores.Count - 2).MaxBy(i => scores[i].Cc);
        double y0 = scores[top - 1].Cc, y1 = scores[top].Cc, y2 = scores[top + 1].Cc;
        return scores[top].B + 20 * 0.5 * (y0 - y2) / (y0 - 2 * y1 + y2);
    }
}
