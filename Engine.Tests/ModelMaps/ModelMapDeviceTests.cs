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

/// <summary>The whole chain of a model map on every accelerator.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public class ModelMapDeviceTests(string accelerator) : KernelFixture(accelerator)
{
    [Test]
    public void Map_AgreesWithDirectSummation_AndStaysOnTheDevice()
    {
        if (Device.Kind == AcceleratorKind.OpenCl && VkFft.Problem is { } problem)
            Assert.Ignore(problem);
        MapGrid grid = TestGrid.Make(16, 18, 20, new Vec3(0.9, 0.95, 0.85), new Vec3(40, -12, 7));
        Model model = TestModel.Random(grid, 20, 3, 5, 40, anisotropic: true);
        using var plan = new FourierMapPlan(Device, grid, 2.2);
        plan.Compute(ScatteringAtoms.Create(model, TestModel.All(model), ScatteringTable.Electron));
        Assert.That((plan.Splat.Nx, plan.Splat.Ny, plan.Splat.Nz), Is.EqualTo((20, 24, 24)));
        Assert.That(plan.Values.Length, Is.EqualTo(grid.VoxelCount));
        Assert.That(MapDifference.RelativeRms(Get(plan.Values), DirectSummation.Map(grid, model.Atoms, 2.2)), Is.LessThan(1e-4));
    }
}
