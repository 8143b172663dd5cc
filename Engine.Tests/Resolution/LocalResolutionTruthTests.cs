using System.Globalization;
using System.IO.Compression;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Resolution;

/// <summary>Half maps that another program simulated, with the resolution that every atom should have.</summary>
[TestFixture]
public sealed class LocalResolutionTruthTests
{
    /// <summary>Finer resolutions cannot be seen in these maps: their truth is cut off there.</summary>
    private const double CutOff = 2.95;

    [Test]
    public void AtomsHaveTheResolutionOfTheirBFactors()
    {
        string folder = SharedData.Require("data", "synthetic", "hcn4_half_local");
        using var accelerator = new CpuAccelerator(2);
        using LocalResolutionOutcome outcome = LocalResolutionJob.Run(accelerator, Request(folder, "model.pdb.gz"));
        (double rank, double error) = Compare(outcome.Atoms!.Values, Expected(folder));
        Assert.Multiple(() =>
        {
            Assert.That(rank, Is.GreaterThan(0.94));
            Assert.That(error, Is.LessThan(0.13));
            Assert.That(outcome.Atoms.Missing, Is.Zero);
            Assert.That(outcome.Atoms.Chains.Select(c => c.Chain), Is.EqualTo(new[] { "A", "B", "C", "D" }));
            Assert.That(outcome.Warnings, Is.Empty);
        });
    }

    [Test]
    public void AUniformResolutionIsFoundToBeUniform()
    {
        string folder = SharedData.Require("data", "synthetic", "apo_half_3.0");
        using var accelerator = new CpuAccelerator(2);
        using LocalResolutionOutcome outcome = LocalResolutionJob.Run(accelerator, Request(folder, "model.pdb"));
        double[] expected = Expected(folder), errors = [.. outcome.Atoms!.Values.Select((d, i) => Math.Abs(d - expected[i])).Order()];
        Assert.That(errors[errors.Length / 2], Is.LessThan(0.1));
        Assert.That(errors[errors.Length * 9 / 10], Is.LessThan(0.2));
    }

    /// <summary>In both halves of the atoms, the finer and the coarser ones, the locally filtered map is nearer to the truth than the average.</summary>
    [Test]
    public void FilteringRaisesTheCorrelationWithTheTruthEverywhere()
    {
        string folder = SharedData.Require("data", "synthetic", "hcn4_half_local");
        using var accelerator = new CpuAccelerator(2);
        var request = new LocalFilterRequest { Halves = Request(folder, "model.pdb.gz") };
        using LocalFilterOutcome outcome = LocalFilterJob.Run(accelerator, request);
        using DensityMap truth = MapReader.Read(Path.Combine(folder, "truth.map.gz")), half1 = MapReader.Read(request.Halves.Half1Path), half2 = MapReader.Read(request.Halves.Half2Path);
        using DensityMap average = MapAverage.Average(half1, half2);
        Model model = StructureReader.Read(Path.Combine(folder, "model.pdb.gz")).First;
        double[] expected = Expected(folder);
        double median = expected.Order().ElementAt(expected.Length / 2);
        Assert.Multiple(() =>
        {
            foreach (bool fine in new[] { true, false })
            {
                double before = AtAtoms(average, truth, model, i => expected[i] < median == fine), after = AtAtoms(outcome.Filtered.Map, truth, model, i => expected[i] < median == fine);
                TestContext.Out.WriteLine($"{(fine ? "fine" : "coarse")}: {before:F4} -> {after:F4}");
                Assert.That(after, Is.GreaterThan(before + 0.02));
            }
        });
    }

    private static LocalResolutionRequest Request(string folder, string model) => new()
    {
        Half1Path = Path.Combine(folder, "half1.map.gz"),
        Half2Path = Path.Combine(folder, "half2.map.gz"),
        ModelPath = Path.Combine(folder, model),
    };

    private static double[] Expected(string folder)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, "expected_local_resolution.csv.gz")), CompressionMode.Decompress));
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int column = Array.IndexOf(lines[0].Split(','), "expected_d_fsc0143_A");
        return [.. lines.Skip(1).Select(l => double.Parse(l.Split(',')[column], CultureInfo.InvariantCulture))];
    }

    /// <summary>Spearman's rank correlation and the median error of the atoms that can be seen.</summary>
    private static (double Rank, double Error) Compare(double[] found, double[] expected)
    {
        int[] use = [.. Enumerable.Range(0, found.Length).Where(i => expected[i] >= CutOff)];
        double[] a = Ranks([.. use.Select(i => found[i])]), b = Ranks([.. use.Select(i => expected[i])]), errors = [.. use.Select(i => Math.Abs(found[i] - expected[i])).Order()];
        double mean = a.Average(), ab = a.Zip(b, (p, q) => (p - mean) * (q - mean)).Sum(), aa = a.Sum(p => (p - mean) * (p - mean)), bb = b.Sum(p => (p - mean) * (p - mean));
        return (ab / Math.Sqrt(aa * bb), errors[errors.Length / 2]);
    }

    /// <summary>Ranks, those of equal values their mean.</summary>
    private static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        var ranks = new double[values.Length];
        for (int start = 0; start < order.Length;)
        {
            int end = start;
            while (end < order.Length && values[order[end]] == values[order[start]])
                end++;
            for (int k = start; k < end; k++)
                ranks[order[k]] = (start + end - 1) / 2.0;
            start = end;
        }

        return ranks;
    }

    /// <summary>Correlation of two maps over the voxels within 2 voxels of some atoms.</summary>
    private static double AtAtoms(DensityMap a, DensityMap b, Model model, Func<int, bool> use)
    {
        MapGrid g = a.Grid;
        var near = new HashSet<int>();
        for (int i = 0; i < model.Atoms.Count; i++)
        {
            if (!use(i))
                continue;
            Engine.Core.Geometry.Vec3 p = model.Atoms[i].Position - g.Origin;
            (int x, int y, int z) = ((int)Math.Round(p.X / g.VoxelSize.X), (int)Math.Round(p.Y / g.VoxelSize.Y), (int)Math.Round(p.Z / g.VoxelSize.Z));
            for (int dz = -2; dz <= 2; dz++)
            {
                for (int dy = -2; dy <= 2; dy++)
                {
                    for (int dx = -2; dx <= 2; dx++)
                        near.Add(((z + dz) * g.Ny + y + dy) * g.Nx + x + dx);
                }
            }
        }

        double n = near.Count, meanA = near.Sum(i => (double)a.Values[i]) / n, meanB = near.Sum(i => (double)b.Values[i]) / n;
        double ab = near.Sum(i => (a.Values[i] - meanA) * (b.Values[i] - meanB)), aa = near.Sum(i => Math.Pow(a.Values[i] - meanA, 2)), bb = near.Sum(i => Math.Pow(b.Values[i] - meanB, 2));
        return ab / Math.Sqrt(aa * bb);
    }
}
