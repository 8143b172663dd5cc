using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

/// <summary>Model maps of deposited models on their maps' grids: sums of atom images against the exact Fourier map.</summary>
[TestFixture("apo_20026", "model.pdb", "not (water or element Mg)", 1.75)]
[TestFixture("7cec_30342", "model_A.cif", "all", 3.9)]
public sealed class RealModelMapTests(string name, string file, string selection, double resolution)
{
    [TestCase(0.005)]
    [TestCase(0.001)]
    public void ImagesAreTheFourierMapWithinTheAccuracyAskedFor(double accuracy)
    {
        using var accelerator = new CpuAccelerator(2);
        (MapGrid grid, ScatteringAtoms atoms) = Read();
        var options = new ModelMapOptions { Edge = 0.2, IncludeF000 = true };
        using var exact = new FourierMapPlan(accelerator, grid, resolution, options);
        using var images = new ImageMapPlan(accelerator, grid, options, new ImageMapOptions { Edge = 0.2, Accuracy = accuracy });
        exact.Compute(atoms);
        images.Compute(atoms);
        double difference = MapDifference.RelativeRms(Values(accelerator, images), Array.ConvertAll(Values(accelerator, exact), v => (double)v));
        TestContext.Out.WriteLine($"difference {difference:F5}, estimate {images.EstimatedError:F5}, radius {images.Shape!.Radius} d");
        Assert.Multiple(() =>
        {
            Assert.That(difference, Is.LessThanOrEqualTo(accuracy));
            Assert.That(images.EstimatedError, Is.LessThanOrEqualTo(accuracy));
        });
    }

    /// <summary>With a sharp cut the ripples fall off so slowly that the error follows the inverse square root of the radius.</summary>
    [Test]
    public void ASharpEdgeLosesAsTheTruncationLawSays()
    {
        using var accelerator = new CpuAccelerator(2);
        (MapGrid grid, ScatteringAtoms atoms) = Read();
        var options = new ModelMapOptions { IncludeF000 = true };
        using var exact = new FourierMapPlan(accelerator, grid, resolution, options);
        exact.Compute(atoms);
        double[] expected = Array.ConvertAll(Values(accelerator, exact), v => (double)v);
        double[] lost = [.. new[] { 2.0, 3, 4 }.Select(radius =>
        {
            using var images = new ImageMapPlan(accelerator, grid, options, new ImageMapOptions { Edge = 0, Radius = radius });
            images.Compute(atoms);
            return MapDifference.RelativeRms(Values(accelerator, images), expected);
        })];
        Assert.Multiple(() =>
        {
            Assert.That(lost[0], Is.InRange(0.05, 0.12));
            Assert.That(lost[1] / lost[0], Is.EqualTo(Math.Sqrt(2.0 / 3)).Within(6).Percent);
            Assert.That(lost[2] / lost[0], Is.EqualTo(Math.Sqrt(2.0 / 4)).Within(6).Percent);
        });
    }

    private (MapGrid Grid, ScatteringAtoms Atoms) Read()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "real", name, file)).First;
        MapGrid grid = MapReader.ReadGrid(SharedData.Require("data", "real", name, "map.map.gz"), new MapReadOptions(), []);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, AtomSelection.Parse(selection).Apply(model), ScatteringTable.Electron);
        atoms.SetResolution(resolution);
        return (grid, atoms);
    }

    private static float[] Values(CpuAccelerator accelerator, ModelMapMethod method)
    {
        var values = new float[method.Grid.VoxelCount];
        accelerator.Download(method.Values, values);
        return values;
    }
}
