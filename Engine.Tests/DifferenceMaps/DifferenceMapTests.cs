using Engine.Core.DifferenceMaps;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.ModelMaps;
using Engine.Tests.Scoring;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.DifferenceMaps;

/// <summary>Difference maps of a protein of known structure: what is left out or added on purpose is the highest peak.</summary>
[TestFixture]
public sealed class DifferenceMapTests
{
    private const double D = 3;

    /// <summary>A residue left out of the model is the highest positive peak, an atom too many the lowest negative one, whatever the scale, level and B of the map.</summary>
    [TestCase(1.0, 0.0, 0.0)]
    [TestCase(250.0, 40.0, 60.0)]
    public void WhatIsMissingAndWhatIsTooMuchAreTheHighestPeaks(double scale, double level, double b)
    {
        Case made = Case.Make();
        using var device = new CpuAccelerator(2);
        using DensityMap map = Simulate(device, made, scale, level, b, noise: 0.02);
        using DifferenceMap found = DifferenceMap.OfMap(device, map, made.Wrong, TestModel.All(made.Wrong), new() { Resolution = D });
        Check(found, made);
        Assert.That(found.Scale!.OverallB, Is.EqualTo(b).Within(2 * D * D));
        Assert.That(found.Scale.OverallK, Is.EqualTo(scale).Within(15).Percent);
    }

    /// <summary>The same with half maps, in both forms.</summary>
    [Test]
    public void HalfMapsShowTheSame([Values] DifferenceForm form)
    {
        Case made = Case.Make();
        using var device = new CpuAccelerator(2);
        using DensityMap half1 = Simulate(device, made, 1, 0, 20, noise: 0.15, seed: 1), half2 = Simulate(device, made, 1, 0, 20, noise: 0.15, seed: 2);
        using DifferenceMap found = DifferenceMap.OfHalfMaps(device, half1, half2, made.Wrong, TestModel.All(made.Wrong), new() { Resolution = D, Form = form });
        Check(found, made);
        Assert.That(found.Shells!.Where(s => s.Resolution > 2 * D && s.Resolution < 12).Select(s => s.D), Is.All.GreaterThan(0));
        Assert.That(found.Shells!.Where(s => s.Resolution < D / 1.2).Select(s => s.Weight), Is.All.Zero);
    }

    /// <summary>Scale and B that differ between two halves of a map are found in their boxes, so that the difference of a right model stays small.</summary>
    [Test]
    public void BoxesHaveScalesOfTheirOwn()
    {
        Case made = Case.Make();
        using var device = new CpuAccelerator(2);
        using DensityMap map = Simulate(device, made, 1, 0, 0, noise: 0.01), blurred = Simulate(device, made, 2, 0, 80, noise: 0.01);
        double middle = made.Right.Atoms.Average(a => a.Position.X);
        for (int i = 0; i < map.Values.Length; i++)
        {
            double x = map.Grid.Origin.X + i % map.Grid.Nx * map.Grid.VoxelSize.X, t = 1 / (1 + Math.Exp(-(x - middle) / 2));
            map.Values[i] = (float)((1 - t) * map.Values[i] + t * blurred.Values[i]);
        }

        using DifferenceMap local = DifferenceMap.OfMap(device, map, made.Right, TestModel.All(made.Right), new() { Resolution = D, BoxEdge = 15 });
        using DifferenceMap whole = DifferenceMap.OfMap(device, map, made.Right, TestModel.All(made.Right), new() { Resolution = D, BoxEdge = 1000 });
        Assert.That(local.Scale!.RFactor, Is.LessThan(0.6 * whole.Scale!.RFactor));
        Assert.That(local.Scale.B.Largest - local.Scale.B.Least, Is.GreaterThan(50));
        Assert.That(local.Scale.K.Largest / local.Scale.K.Least, Is.GreaterThan(1.5));
    }

    /// <summary>σ is the standard deviation near the atoms, of which the map in the end has 1.</summary>
    [Test]
    public void TheMapIsInSigma()
    {
        Case made = Case.Make();
        using var device = new CpuAccelerator(2);
        using DensityMap map = Simulate(device, made, 1, 0, 0, noise: 0.1);
        using DifferenceMap found = DifferenceMap.OfMap(device, map, made.Wrong, TestModel.All(made.Wrong), new() { Resolution = D });
        double[] near =
        [
            .. TestGrid.Voxels(map.Grid)
                .Where(v => made.Wrong.Atoms.Exists(a => Vec3.Distance(a.Position, map.Grid.Origin + new Vec3(v.X, v.Y, v.Z)) <= 3))
                .Select(v => (double)found.Map[v.X, v.Y, v.Z]),
        ];
        double mean = near.Average();
        Assert.That(Math.Sqrt(near.Average(v => (v - mean) * (v - mean))), Is.EqualTo(1).Within(1e-3));
        Assert.That(found.Positive.Peaks.Select(p => p.Sigma), Is.Ordered.Descending.And.All.GreaterThan(4));
        Assert.That(found.Negative.Peaks.Select(p => p.Sigma), Is.Ordered.Ascending.And.All.LessThan(-4));
    }

    /// <summary>Files that do not go together, and numbers out of range.</summary>
    [Test]
    public void WrongInputIsRefused()
    {
        Case made = Case.Make();
        using var device = new CpuAccelerator(2);
        using DensityMap map = Simulate(device, made, 1, 0, 0, noise: 0.1), other = TestGrid.RandomMap(TestGrid.Make(20, 20, 20, new Vec3(1, 1, 1)), 3);
        bool[] all = TestModel.All(made.Wrong);
        Assert.That(() => DifferenceMap.OfHalfMaps(device, map, map, made.Wrong, all, new() { Resolution = D }), Throws.InstanceOf<InputException>());
        Assert.That(() => DifferenceMap.OfHalfMaps(device, map, other, made.Wrong, all, new() { Resolution = D }), Throws.InstanceOf<InputException>());
        Assert.That(() => DifferenceMap.OfMap(device, map, made.Wrong, new bool[all.Length], new() { Resolution = D }), Throws.InstanceOf<InputException>());
        Assert.That(() => DifferenceMap.OfMap(device, map, made.Wrong, all, new() { Resolution = 0 }), Throws.InstanceOf<UsageException>());
        Assert.That(() => DifferenceMap.OfMap(device, map, made.Wrong, all, new() { Resolution = D, PeakLevel = -1 }), Throws.InstanceOf<UsageException>());
    }

    private static void Check(DifferenceMap found, Case made)
    {
        DifferencePeak high = found.Positive.Peaks[0], low = found.Negative.Peaks[0];
        Vec3 at = new(high.X, high.Y, high.Z);
        Assert.Multiple(() =>
        {
            Assert.That(made.Missing.Min(m => Vec3.Distance(m, at)), Is.LessThan(1), $"{high}");
            Assert.That(Vec3.Distance(made.Extra, new Vec3(low.X, low.Y, low.Z)), Is.LessThan(1), $"{low}");
            Assert.That((low.Chain, low.Residue, low.Sigma < -4), Is.EqualTo(("Z", "ZN", true)));
        });
    }

    private static DensityMap Simulate(CpuAccelerator device, Case made, double scale, double level, double b, double noise, ulong seed = 1)
    {
        Model blurred = StructureCopy.At(made.Right, Coordinates.Of(made.Right));
        foreach (Atom atom in blurred.Atoms)
            atom.BIso += b;
        using ModelMap ideal = ModelMapBuilder.Build(device, made.Grid, blurred, TestModel.All(blurred), D, new ModelMapOptions { Edge = 0.2 });
        var values = new NativeBuffer<float>(made.Grid.VoxelCount, "test map");
        double sd = MapStatisticsCalculator.Compute(ideal.Map).StandardDeviation;
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(scale * (ideal.Map.Values[i] + noise * sd * 3 * Normal(seed, i)) + level);
        return new(made.Grid, values) { Name = "simulated" };
    }

    /// <summary>A normal number by seed and index.</summary>
    private static double Normal(ulong seed, int index)
    {
        var random = new Random(unchecked((int)(seed * 7919 + (ulong)index)));
        return Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>A peptide, and the same without its residue 9 and with a zinc ion in the solvent.</summary>
    private sealed record Case(Model Right, Model Wrong, Vec3[] Missing, Vec3 Extra, MapGrid Grid)
    {
        public static Case Make()
        {
            Structure right = SyntheticCase.Peptide(18);
            Model model = right.First;
            foreach (Atom atom in model.Atoms)
                atom.BIso = 30;
            int missing = model.Residues.FindIndex(r => r.Number == 9);
            Structure wrong = StructureCopy.Keep(right, [.. model.Atoms.Select(a => a.ResidueIndex != missing)]);
            Vec3 low = new(model.Atoms.Min(a => a.Position.X), model.Atoms.Min(a => a.Position.Y), model.Atoms.Min(a => a.Position.Z));
            Vec3 high = new(model.Atoms.Max(a => a.Position.X), model.Atoms.Max(a => a.Position.Y), model.Atoms.Max(a => a.Position.Z));
            Vec3 extra = low - new Vec3(2, 2, 2), origin = low - new Vec3(10, 10, 10), size = high - low + new Vec3(20, 20, 20);
            wrong.First.Chains.Add(new Chain { Id = "Z" });
            Restraints.Peptides.AddResidue(wrong.First, "ZN", 1, hetero: true);
            Restraints.Peptides.AddAtom(wrong.First, "ZN", extra, "ZN").BIso = 30;
            MapGrid grid = TestGrid.Make((int)size.X, (int)size.Y, (int)size.Z, new Vec3(1, 1, 1), origin);
            return new(model, wrong.First, [.. model.Atoms.Where(a => a.ResidueIndex == missing).Select(a => a.Position)], extra, grid);
        }
    }
}
