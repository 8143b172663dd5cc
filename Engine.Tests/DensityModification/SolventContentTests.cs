using Engine.Core.DensityModification;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.DensityModification;

/// <summary>What the local variance of half maps with known truth says about the molecule's volume.</summary>
[TestFixture("apo_half_3.0", 1, 3.0)]
[TestFixture("hcn4_half_local", 4, 3.8)]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class SolventContentTests(string folder, int copies, double resolution)
{
    private readonly CpuAccelerator accelerator = new(2);
    private MapGrid grid = null!;
    private DeviceBuffer<float>? average;
    private double molecule;

    [OneTimeSetUp]
    public void Average()
    {
        using DensityMap half1 = MapReader.Read(Path("half1.map.gz")), half2 = MapReader.Read(Path("half2.map.gz"));
        grid = half1.Grid;
        molecule = 1.3 * new MoleculeSize { SequencePath = Path("sequence.fasta"), Copies = copies }.In(grid).Volume / (grid.Box.A * grid.Box.B * grid.Box.C);
        using FourierPlan plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        using DeviceBuffer<float> real1 = accelerator.Upload(half1.Values, "test"), real2 = accelerator.Upload(half2.Values, "test");
        using DeviceBuffer<float> first = accelerator.Allocate<float>(plan.HalfLength, "test"), second = accelerator.Allocate<float>(plan.HalfLength, "test");
        plan.Forward(real1, first);
        plan.Forward(real2, second);
        var combiner = new ShellCombiner(accelerator, grid);
        using DeviceBuffer<float> mean = combiner.Mean(first, second);
        FscCurve curve = combiner.Correlate(first, second);
        combiner.Scale(mean, WorkingScale.Factors(curve, resolution, 0.833 * resolution, grid.VoxelCount));
        average = accelerator.Allocate<float>(grid.VoxelCount, "test");
        plan.Inverse(mean, average);
    }

    [OneTimeTearDown]
    public void Free()
    {
        average?.Dispose();
        accelerator.Dispose();
    }

    /// <summary>The volume by the sequence agrees with the map.</summary>
    [Test]
    public void TheRightVolumeAgrees()
    {
        using MoleculeProbability found = Find(molecule);
        TestContext.Out.WriteLine($"{folder}: {molecule:P1} of the box, {found.Boundary}");
        Assert.That(found.Warnings, Is.Empty);
        Assert.That(found.Boundary.SplitFraction / molecule, Is.InRange(0.85, 1.35));
        Assert.That(found.Boundary.Inside, Is.GreaterThan(1.4 * found.Boundary.Outside));
    }

    /// <summary>Twice and half of it are noticed.</summary>
    [Test]
    public void WrongVolumesAreNoticed()
    {
        using MoleculeProbability twice = Find(2 * molecule), half = Find(molecule / 2);
        Assert.That(twice.Warnings.Single(), Does.Contain("only"));
        Assert.That(half.Warnings.Single(), Does.Contain("varies like one"));
    }

    private string Path(string file) => SharedData.Require("data", "synthetic", folder, file);

    private MoleculeProbability Find(double fraction) => MoleculeProbability.Find(accelerator, average!, grid, resolution, 1 - fraction);
}
