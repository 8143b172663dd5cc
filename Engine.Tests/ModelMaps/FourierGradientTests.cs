using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using Engine.Kernels.OpenCl;
using Engine.Tests.Kernels;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

/// <summary>Gradients of the Fourier maps and the binned map's values on every accelerator.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class FourierGradientTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly MapGrid Grid = TestGrid.Make(13, 12, 14, new Vec3(0.9, 0.95, 0.85), new Vec3(40, -12, 7));

    [SetUp]
    public void RequireTransforms()
    {
        if (Device.Kind == AcceleratorKind.OpenCl && VkFft.Problem is { } problem)
            Assert.Ignore(problem);
    }

    /// <summary>An internal grid other than the map's, and the map's own; sharp and soft; with F(000) and without.</summary>
    [TestCase(2.2, 0, false, false)]
    [TestCase(2.2, 0.2, true, false)]
    [TestCase(2.9, 0, true, true)]
    [TestCase(3.5, 0.2, false, true)]
    public void Gradients_AreTheDerivativesOfTheDirectSum(double d, double edge, bool withF000, bool sameGrid)
    {
        Model model = Random(14, 5);
        using var plan = new FourierMapPlan(Device, Grid, d, new ModelMapOptions { Edge = edge, IncludeF000 = withF000 });
        Assert.That((plan.Splat.Nx, plan.Splat.Ny, plan.Splat.Nz) == (Grid.Nx, Grid.Ny, Grid.Nz), Is.EqualTo(sameGrid));
        float[] slopes = Slopes();
        var target = new DirectTarget(Grid, slopes, (1 + edge) / d, withF000);
        AtomGradients actual = Gradients(plan, model, slopes, null);
        GradientCheck.Check(model, (_, atom, _) => target.Of(atom, s => DirectSummation.Window(s * d, edge)), null, actual);
        Assert.That(actual.Resolution, Is.All.Zero);
    }

    /// <summary>The map of the last Compute survives the gradients, on both kinds of grids.</summary>
    [TestCase(2.2)]
    [TestCase(2.9)]
    public void Gradients_LeaveTheMap(double d)
    {
        Model model = Random(14, 5);
        using var plan = new FourierMapPlan(Device, Grid, d);
        using var bins = new BinnedMapPlan(Device, Grid, d, 1.2 * d);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, TestModel.All(model), ScatteringTable.Electron);
        atoms.SetResolution(1.1 * d);
        foreach (ModelMapMethod method in (ModelMapMethod[])[plan, bins])
        {
            method.Compute(atoms);
            float[] before = Get(method.Values);
            using DeviceBuffer<float> slopes = Put(Slopes());
            method.Gradients(atoms, slopes, new AtomGradients(atoms.Count));
            Assert.That(Get(method.Values), Is.EqualTo(before), method.Name);
        }
    }

    /// <summary>Atoms between bins, at bins and at the ends, against the same blend by direct summation; soft and sharp, both kinds of grids.</summary>
    [TestCase(2.2, 2.9, 0)]
    [TestCase(2.4, 4.5, 0.2)]
    [TestCase(2.9, 3.3, 0)]
    public void Bins_AreTheBlendOfDirectSums(double finest, double coarsest, double edge)
    {
        Model model = Random(14, 6);
        var options = new ModelMapOptions { Edge = edge };
        using var plan = new BinnedMapPlan(Device, Grid, finest, coarsest, options);
        double[] d = Resolutions(model, plan.Bins);
        ScatteringAtoms atoms = Atoms(model, d);
        plan.Compute(atoms);
        double[] expected = DirectSummation.Map(Grid, model.Atoms, (1 + edge) / finest, (i, s) => Blend(plan.Bins, d[i], edge, s));
        Assert.That(MapDifference.RelativeRms(Get(plan.Values), expected), Is.LessThan(1e-4));
        Assert.That(plan.Warnings, Is.Empty);
    }

    /// <summary>Gradients through bins, the resolution's among them.</summary>
    [TestCase(2.2, 2.9, 0)]
    [TestCase(2.9, 4.5, 0.2)]
    public void BinGradients_AreTheDerivativesOfTheDirectSum(double finest, double coarsest, double edge)
    {
        Model model = Random(14, 7);
        model.Atoms[3].Occupancy = 0;
        using var plan = new BinnedMapPlan(Device, Grid, finest, coarsest, new ModelMapOptions { Edge = edge, IncludeF000 = true });
        double[] d = Resolutions(model, plan.Bins, onBins: false);
        float[] slopes = Slopes();
        var target = new DirectTarget(Grid, slopes, (1 + edge) / finest, true);
        AtomGradients actual = Gradients(plan, model, slopes, d);
        GradientCheck.Check(model, (_, atom, at) => target.Of(atom, s => Blend(plan.Bins, at, edge, s)), d, actual);
        Assert.That(actual.Occupancy[3], Is.Not.Zero);
    }

    /// <summary>One bin is the Fourier map, with the same gradients.</summary>
    [TestCase(2.2, 0.2)]
    [TestCase(2.9, 0)]
    public void OneBin_IsTheFourierMap(double d, double edge)
    {
        Model model = Random(14, 8);
        var options = new ModelMapOptions { Edge = edge };
        using var plan = new FourierMapPlan(Device, Grid, d, options);
        using var bins = new BinnedMapPlan(Device, Grid, d, d, options);
        double[] all = [.. Enumerable.Repeat(d, model.Atoms.Count)];
        float[] slopes = Slopes();
        AtomGradients one = Gradients(plan, model, slopes, null), other = Gradients(bins, model, slopes, all);
        Assert.That(MapDifference.RelativeRms(Get(bins.Values), [.. Get(plan.Values).Select(v => (double)v)]), Is.LessThan(1e-6));
        Assert.That(other.Position, Is.EqualTo(one.Position).Within(1e-5));
        Assert.That(other.Resolution, Is.All.Zero);
    }

    private static Model Random(int count, int seed) => TestModel.Random(Grid, count, seed, 5, 60, anisotropic: true);

    private static float[] Slopes() => new KernelSamples(31).Singles((int)Grid.VoxelCount, -1, 1.2);

    /// <summary>Resolutions all over the range; some exactly at bins, where the derivative by the resolution has a kink.</summary>
    private static double[] Resolutions(Model model, ResolutionBins bins, bool onBins = true)
    {
        double[] d = new KernelSamples(9).Numbers(model.Atoms.Count, bins.Values[0] + 0.01, bins.Values[^1] - 0.01);
        if (onBins)
            (d[0], d[1], d[2]) = (bins.Values[0], bins.Values[1], bins.Values[^1]);
        return d;
    }

    /// <summary>The window between two bins, linear in 1/d, with the bins found by looking at each.</summary>
    private static double Blend(ResolutionBins bins, double d, double edge, double s)
    {
        for (int k = 0; k + 1 < bins.Count; k++)
        {
            (double low, double high) = (bins.Values[k], bins.Values[k + 1]);
            if (d >= low && d <= high)
            {
                double q = (1 / low - 1 / d) / (1 / low - 1 / high);
                return (1 - q) * DirectSummation.Window(s * low, edge) + q * DirectSummation.Window(s * high, edge);
            }
        }

        throw new ArgumentException($"no bin for {d}");
    }

    private static ScatteringAtoms Atoms(Model model, double[]? resolutions)
    {
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, TestModel.All(model), ScatteringTable.Electron, keepAbsent: true);
        if (resolutions != null)
            atoms.SetResolutions(resolutions);
        return atoms;
    }

    private AtomGradients Gradients(ModelMapMethod method, Model model, float[] slopes, double[]? resolutions)
    {
        ScatteringAtoms atoms = Atoms(model, resolutions);
        var gradients = new AtomGradients(atoms.Count);
        using DeviceBuffer<float> g = Put(slopes);
        method.Compute(atoms);
        method.Gradients(atoms, g, gradients);
        return gradients;
    }
}
