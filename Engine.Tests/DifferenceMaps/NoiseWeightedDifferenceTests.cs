using Engine.Core.DifferenceMaps;
using Engine.Core.Geometry;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.ModelMaps;
using Engine.Tests.Scoring;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.DifferenceMaps;

/// <summary>Weights of difference maps of half maps against sums over the coefficients, another map in the place of the average, and masks.</summary>
[TestFixture]
public sealed class NoiseWeightedDifferenceTests
{
    private const double D = 3;

    private static readonly Lazy<(Model Model, DensityMap Half1, DensityMap Half2)> Made = new(Make);

    private static Model Model => Made.Value.Model;

    private static (DensityMap First, DensityMap Second) Halves => (Made.Value.Half1, Made.Value.Half2);

    private static bool[] All => TestModel.All(Model);

    /// <summary>D, the part of noise and the weight of every shell, summed up here coefficient by coefficient in double precision.</summary>
    [Test]
    public void ShellsAreThoseOfTheFormulas([Values] DifferenceForm form)
    {
        using var device = new CpuAccelerator(2);
        MapGrid g = Halves.First.Grid;
        float[] mask = ModelMask.Create(g, Model, All);
        (DensityMap map, IReadOnlyList<DifferenceShell> shells) = NoiseWeightedDifference.Compute(device, Halves, null, Model, All, mask, new() { Resolution = D, Form = form });
        map.Dispose();
        using MapSpectrum one = MapSpectrum.Of(device, Halves.First, mask), two = MapSpectrum.Of(device, Halves.Second, mask), model = ModelFsc.Spectrum(device, g, Model, All, mask, null);
        var sums = new Sums[shells.Count + 1];
        for (int z = 0; z < g.Nz; z++)
        {
            foreach (FourierRow row in FourierRow.OfPlane(g, z))
            {
                for (int x = 0; x <= g.Nx / 2; x++)
                {
                    int shell = MapSpectrum.Shell(row.Squared(x), MapSpectrum.ShellWidth(g));
                    if (shell < sums.Length)
                        sums[shell].Add(x == 0 || 2 * x == g.Nx ? 1 : 2, one, two, model, row.Offset + 2 * x);
                }
            }
        }

        Assert.Multiple(() =>
        {
            for (int k = 1; k < sums.Length; k++)
            {
                Sums s = sums[k];
                double fsc = s.Cross / Math.Sqrt(s.First * s.Second), d = Math.Max(0, s.WithModel / s.Model), noise = s.Difference / 4 / s.Count;
                double rest = (s.Mean - 2 * d * s.WithModel + d * d * s.Model) / s.Count, signal = Math.Max(0, rest - noise), w = signal / (signal + noise);
                double factor = form == DifferenceForm.Residual ? w / Math.Sqrt(signal) : w / Math.Sqrt(2 * fsc / (1 + fsc) * s.Mean / s.Count);
                DifferenceShell found = shells[k - 1];
                Assert.That(found.Fsc, Is.EqualTo(fsc).Within(1e-4), $"shell {k}");
                Assert.That(found.D, Is.EqualTo(d).Within(1e-3 * d + 1e-9), $"shell {k}");
                Assert.That(found.NoisePart, Is.EqualTo(Math.Min(1, noise / rest)).Within(1e-3), $"shell {k}");
                if (found.Resolution > D / 0.8 && found.Weight > 0)
                    Assert.That(found.Weight, Is.EqualTo(factor).Within(0.3).Percent, $"shell {k}");
                else if (found.Resolution < D / 1.2)
                    Assert.That(found.Weight, Is.Zero, $"shell {k}");
            }

            Assert.That(shells.Count(s => s.Resolution > D / 0.8 && s.Weight > 0), Is.GreaterThan(2));
        });
    }

    /// <summary>The map is w (Fo - D Fc) of the whole maps: at every coefficient between the middles of two shells the weights are linear.</summary>
    [Test]
    public void TheMapHasTheWeightedCoefficients()
    {
        using var device = new CpuAccelerator(2);
        MapGrid g = Halves.First.Grid;
        (DensityMap map, IReadOnlyList<DifferenceShell> shells) = NoiseWeightedDifference.Compute(device, Halves, null, Model, All, ModelMask.Create(g, Model, All), new() { Resolution = D });
        using DensityMap average = MapAverage.Average(Halves.First, Halves.Second);
        using MapSpectrum found = MapSpectrum.Of(device, map), observed = MapSpectrum.Of(device, average), model = ModelFsc.Spectrum(device, g, Model, All, null, null);
        double[] w = [0, .. shells.Select(s => s.Weight)], wd = [0, .. shells.Select(s => s.Weight * s.D)];
        double worst = 0, largest = 0;
        foreach (FourierRow row in FourierRow.OfPlane(g, 5))
        {
            for (int x = 1; x < g.Nx / 2; x++)
            {
                double u = Math.Sqrt(row.Squared(x)) / MapSpectrum.ShellWidth(g);
                int k = (int)u;
                if (k + 1 >= w.Length)
                    continue;
                double a = w[k] + (u - k) * (w[k + 1] - w[k]), b = wd[k] + (u - k) * (wd[k + 1] - wd[k]), expected = a * observed.Values[row.Offset + 2 * x] - b * model.Values[row.Offset + 2 * x];
                (worst, largest) = (Math.Max(worst, Math.Abs(found.Values[row.Offset + 2 * x] - expected)), Math.Max(largest, Math.Abs(expected)));
            }
        }

        map.Dispose();
        Assert.That(worst, Is.LessThan(1e-4 * largest));
    }

    /// <summary>Beyond the first shell in which the halves do not agree nothing counts, even where they agree again.</summary>
    [Test]
    public void NothingCountsBeyondTheFirstShellWithoutAgreement()
    {
        using var device = new CpuAccelerator(2);
        using DensityMap average = MapAverage.Average(Halves.First, Halves.Second);
        using MapSpectrum spectrum = MapSpectrum.Of(device, average), band = spectrum.Changed((row, c) =>
        {
            for (int x = 0; x < c.Length / 2; x++)
            {
                double d = 1 / Math.Sqrt(Math.Max(1e-9, row.Squared(x)));
                (c[2 * x], c[2 * x + 1]) = d is > 5 and < 7 ? (3 * c[2 * x], 3 * c[2 * x + 1]) : (0, 0);
            }
        });
        using MapSpectrum plus = spectrum.Plus(1, band), minus = spectrum.Plus(-1, band);
        using DensityMap first = plus.ToMap(device, "plus"), second = minus.ToMap(device, "minus");
        float[] everywhere = new float[average.Grid.VoxelCount];
        Array.Fill(everywhere, 1);
        (DensityMap map, IReadOnlyList<DifferenceShell> shells) = NoiseWeightedDifference.Compute(device, (first, second), null, Model, All, everywhere, new() { Resolution = D });
        map.Dispose();
        Assert.That(shells.Where(s => s.Resolution is > 5.5 and < 6.5).Select(s => s.Fsc), Is.All.LessThan(0));
        Assert.That(shells.Where(s => s.Resolution is > 3.8 and < 4.5).Select(s => s.Fsc), Is.All.GreaterThan(0.9));
        Assert.That(shells.Where(s => s.Resolution < 5.5).Select(s => s.Weight), Is.All.Zero);
        Assert.That(shells.Where(s => s.Resolution is > 8 and < 15).Select(s => s.Weight), Is.All.GreaterThan(0));
    }

    /// <summary>The average in another scale and sharpened shows the same differences; that the noise is scaled along is what makes them equal.</summary>
    [Test]
    public void AFilteredAverageShowsTheSameDifferences([Values] DifferenceForm form)
    {
        using var device = new CpuAccelerator(2);
        Model wrong = StructureCopy.Keep(Wrap(Model), [.. Model.Atoms.Select(a => a.ResidueIndex != 8)]).First;
        using DensityMap average = MapAverage.Average(Halves.First, Halves.Second);
        using MapSpectrum spectrum = MapSpectrum.Of(device, average), sharpened = spectrum.Changed((row, c) =>
        {
            for (int i = 0; i < c.Length; i++)
                c[i] *= 50 * (float)Math.Exp(40 * row.Squared(i / 2) / 4);
        });
        using DensityMap sharp = sharpened.ToMap(device, "sharpened");
        var options = new DifferenceMapOptions { Resolution = D, Form = form };
        using DifferenceMap plain = DifferenceMap.OfHalfMaps(device, Halves.First, Halves.Second, wrong, TestModel.All(wrong), options);
        using DifferenceMap same = DifferenceMap.OfHalfMaps(device, Halves.First, Halves.Second, wrong, TestModel.All(wrong), options, null, average);
        using DifferenceMap other = DifferenceMap.OfHalfMaps(device, Halves.First, Halves.Second, wrong, TestModel.All(wrong), options, null, sharp);
        float[] expected = Values(plain);
        Assert.That(Values(same), Is.EqualTo(expected).Within(1e-4f));
        double r = MathNet.Numerics.Statistics.Correlation.Pearson(Values(other).Select(v => (double)v), expected.Select(v => (double)v));
        Assert.That(r, Is.GreaterThan(0.99));
        Assert.That(other.Positive.Peaks[0].Residue, Is.EqualTo(plain.Positive.Peaks[0].Residue));
        Assert.That(other.Positive.Peaks[0].Sigma, Is.EqualTo(plain.Positive.Peaks[0].Sigma).Within(5).Percent);
    }

    /// <summary>A map of something else is refused.</summary>
    [Test]
    public void AMapOfSomethingElseIsRefused()
    {
        using var device = new CpuAccelerator(2);
        using DensityMap noise = TestGrid.RandomMap(Halves.First.Grid, 9), small = TestGrid.RandomMap(TestGrid.Make(8, 8, 8, new(1, 1, 1)), 9);
        var options = new DifferenceMapOptions { Resolution = D };
        Assert.That(() => DifferenceMap.OfHalfMaps(device, Halves.First, Halves.Second, Model, All, options, null, noise), Throws.InstanceOf<InputException>().With.Message.Contains("was not made from them"));
        Assert.That(() => DifferenceMap.OfHalfMaps(device, Halves.First, Halves.Second, Model, All, options, null, small), Throws.InstanceOf<InputException>().With.Message.Contains("grid"));
    }

    /// <summary>With a mask σ is that of the voxels inside, and peaks outside are only counted.</summary>
    [Test]
    public void AMaskLimitsSigmaAndPeaks([Values] bool halves)
    {
        using var device = new CpuAccelerator(2);
        Model wrong = StructureCopy.Keep(Wrap(Model), [.. Model.Atoms.Select(a => a.ResidueIndex is not (8 or 17))]).First;
        MapGrid g = Halves.First.Grid;
        Atom centre = Model.Atoms.First(a => a.ResidueIndex == 8 && a.Name == "CA");
        float[] inside = ModelMask.Create(g, Model, [.. Model.Atoms.Select(a => a == centre)], 7, 4);
        var mask = new SoftMask(inside, "test", null, ["about the mask"]);
        using DensityMap average = MapAverage.Average(Halves.First, Halves.Second);
        var options = new DifferenceMapOptions { Resolution = D, PeakLevel = 2.5 };
        DifferenceMap Run(SoftMask? m) => halves
            ? DifferenceMap.OfHalfMaps(device, Halves.First, Halves.Second, wrong, TestModel.All(wrong), options, m)
            : DifferenceMap.OfMap(device, average, wrong, TestModel.All(wrong), options, m);
        using DifferenceMap masked = Run(mask), open = Run(null);
        double[] values = [.. Values(masked).Select(v => (double)v).Where((_, i) => inside[i] >= 0.5f)];
        double mean = values.Average();
        Assert.Multiple(() =>
        {
            Assert.That(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), Is.EqualTo(1).Within(1e-3));
            Assert.That(masked.Warnings, Does.Contain("about the mask"));
            Assert.That(masked.Positive.Peaks, Is.Not.Empty);
            foreach (DifferencePeak p in masked.Positive.Peaks.Concat(masked.Negative.Peaks))
                Assert.That(Vec3.Distance(new(p.X, p.Y, p.Z), centre.Position), Is.LessThan(10));
            Assert.That(open.Positive.Peaks.Any(p => Vec3.Distance(new(p.X, p.Y, p.Z), centre.Position) > 10));
            Assert.That(masked.Positive.Far, Is.GreaterThan(open.Positive.Far));
        });
    }

    private static float[] Values(DifferenceMap map)
    {
        var values = new float[map.Map.Grid.VoxelCount];
        map.Map.Values.Slice(0, values.Length).CopyTo(values);
        return values;
    }

    private static Structure Wrap(Model model)
    {
        var structure = new Structure { Name = "peptide" };
        structure.Models.Add(model);
        return structure;
    }

    private static (Model, DensityMap, DensityMap) Make()
    {
        Model model = SyntheticCase.Peptide(18).First;
        foreach (Atom atom in model.Atoms)
            atom.BIso = 30;
        var low = new Vec3(model.Atoms.Min(a => a.Position.X) - 9, model.Atoms.Min(a => a.Position.Y) - 9, model.Atoms.Min(a => a.Position.Z) - 9);
        var size = new Vec3(model.Atoms.Max(a => a.Position.X) + 9, model.Atoms.Max(a => a.Position.Y) + 9, model.Atoms.Max(a => a.Position.Z) + 9) - low;
        MapGrid grid = TestGrid.Make((int)size.X, (int)size.Y, (int)size.Z, new(1, 1, 1), low);
        using var device = new CpuAccelerator(2);
        using ModelMap ideal = ModelMapBuilder.Build(device, grid, model, TestModel.All(model), 2.2);
        double sd = MapStatisticsCalculator.Compute(ideal.Map).StandardDeviation;
        return (model, Noisy(1), Noisy(2));

        DensityMap Noisy(int seed)
        {
            using DensityMap noise = TestGrid.RandomMap(grid, seed);
            double scale = 0.7 * sd / MapStatisticsCalculator.Compute(noise).StandardDeviation;
            var values = new NativeBuffer<float>(grid.VoxelCount, "half map");
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(ideal.Map.Values[i] + scale * noise.Values[i]);
            return new(grid, values) { Name = $"half map {seed}" };
        }
    }

    /// <summary>Sums of one shell.</summary>
    private struct Sums
    {
        public double Count, Cross, First, Second, Difference, Mean, WithModel, Model;

        public void Add(int weight, MapSpectrum one, MapSpectrum two, MapSpectrum model, long at)
        {
            for (int part = 0; part < 2; part++)
            {
                double a = one.Values[at + part], b = two.Values[at + part], c = model.Values[at + part], mean = (a + b) / 2;
                Cross += weight * a * b;
                First += weight * a * a;
                Second += weight * b * b;
                Difference += weight * (a - b) * (a - b);
                Mean += weight * mean * mean;
                WithModel += weight * mean * c;
                Model += weight * c * c;
            }

            Count += weight;
        }
    }
}
