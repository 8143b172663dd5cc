using System.Globalization;
using System.Text.Json;
using Engine.Core.ModelMaps;
using Engine.Core.Scoring;
using Engine.Kernels.Cpu;
using MathNet.Numerics.Statistics;
using NUnit.Framework;

namespace Engine.Tests.Scoring;

/// <summary>
/// Real cases against cctbx 2022.9 (five_cc and map_model_cc). cctbx's own structure factors in these scores are off by 0.5 %, which moves the
/// coefficients by up to 0.0015; the samples of the model map come from direct summation and are exact.
/// </summary>
[TestFixture]
public class ReferenceScoreTests
{
    [TestCase("apo_20026", "model.pdb")]
    [TestCase("7cec_30342", "model_A.cif")]
    [TestCase("3j63_5830", "model.pdb")]
    [TestCase("5fn5c_3240", "model.pdb")]
    [TestCase("5ly6_4118", "model.pdb")]
    [TestCase("hcn4_0093", "model.pdb.gz")]
    public void Scores_AreThoseOfCctbx(string name, string modelFile)
    {
        using var reference = new ReferenceCase(name, modelFile);
        using var device = new CpuAccelerator(0);
        MapModelScores scores = MapModelScorer.Score(device, reference.Map, reference.Model, reference.Selection, reference.DMin);
        Assert.Multiple(() =>
        {
            Assert.That(scores.NAtoms, Is.EqualTo(reference.Case("n_atoms").GetInt32()));
            Assert.That(scores.NAtoms - scores.NAtomsHeavy, Is.EqualTo(reference.Case("n_hydrogen").GetInt32()));
            Assert.That(scores.Definition.MaskVoxels, Is.EqualTo((long)reference.Score("mask_nodes")));
            Assert.That(scores.Definition.ImageRadius, Is.EqualTo(reference.Score("image_radius")).Within(1e-9));
            Assert.That(scores.CcMask, Is.EqualTo(reference.Score("CC_mask")).Within(0.002));
            Assert.That(scores.CcBox, Is.EqualTo(reference.Score("CC_box")).Within(0.002));
            Assert.That(scores.CcVolume, Is.EqualTo(reference.Score("CC_volume")).Within(0.002));
            Assert.That(scores.CcPeaks, Is.EqualTo(reference.Score("CC_peaks")).Within(0.0025));
            Assert.That(scores.CcImage, Is.EqualTo(reference.Score("CC_image")).Within(0.002));
        });
        CompareRegions(scores, reference);
    }

    [TestCase("apo_20026", "model.pdb", "as_case_selection")]
    [TestCase("apo_20026", "model.pdb", "all_atoms")]
    [TestCase("7cec_30342", "model_A.cif", "as_case_selection")]
    public void ModelMap_IsThatOfDirectSummation(string name, string modelFile, string atoms)
    {
        using var reference = new ReferenceCase(name, modelFile);
        using var device = new CpuAccelerator(0);
        bool[] selection = atoms == "all_atoms" ? [.. reference.Selection.Select(_ => true)] : reference.Selection;
        using ModelMap result = ModelMapBuilder.Build(device, reference.Map.Grid, reference.Model, selection, reference.DMin);
        JsonElement numbers = reference.Numbers.GetProperty("modelmap").GetProperty(atoms);
        double sum = 0;
        int count = 0;
        foreach (JsonElement line in numbers.GetProperty("values").EnumerateArray())
        {
            double[] sample = [.. line.GetString()!.Split(' ').Select(w => double.Parse(w, CultureInfo.InvariantCulture))];
            sum += Math.Pow(result.Map[(int)sample[0], (int)sample[1], (int)sample[2]] - sample[3], 2);
            count++;
        }

        double sd = numbers.GetProperty("rms").GetDouble();
        Assert.That(count, Is.EqualTo(2000));
        Assert.That(Math.Sqrt(sum / count) / sd, Is.LessThan(1e-4));
        Assert.That(
            MapCorrelation.Everywhere(reference.Map.Values, result.Map.Values),
            Is.EqualTo(numbers.GetProperty("cc_with_observed_all_nodes").GetDouble()).Within(5e-6));
    }

    private static void CompareRegions(MapModelScores scores, ReferenceCase reference)
    {
        JsonElement regions = reference.Numbers.GetProperty("perres");
        Dictionary<string, double> expected = reference.ResidueScores();
        (double Ours, double Theirs)[] pairs =
        [
            .. scores.Residues
                .Select(r => (Key: $"{r.Chain} {r.Number}{r.Icode} {r.Name}", r.Cc))
                .Where(r => r.Cc != null && expected.ContainsKey(r.Key))
                .Select(r => (r.Cc!.Value, expected[r.Key])),
        ];
        Assert.Multiple(() =>
        {
            Assert.That(scores.Definition.RegionRadius, Is.EqualTo(regions.GetProperty("radius").GetDouble()).Within(1e-9));
            Assert.That(scores.CcMainChain, Is.EqualTo(regions.GetProperty("main_chain").GetDouble()).Within(0.002));
            Assert.That(scores.CcSideChain, Is.EqualTo(regions.GetProperty("side_chain").GetDouble()).Within(0.002));
            Assert.That(scores.Residues, Has.Count.EqualTo(expected.Count));
            Assert.That(pairs, Has.Length.EqualTo(expected.Count));
            Assert.That(Correlation.Pearson(pairs.Select(p => p.Ours), pairs.Select(p => p.Theirs)), Is.GreaterThan(0.9998));
            Assert.That(pairs.Max(p => Math.Abs(p.Ours - p.Theirs)), Is.LessThan(0.01));
        });
    }
}
