using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The CPU gives the same bits for every number of threads, on inputs that fill many chunks.</summary>
[TestFixture]
public sealed class CpuDeterminismTests
{
    private const int Atoms = 9000;

    /// <summary>Sums of vectors.</summary>
    [Test]
    public void Vectors() => SameForAllTeams((device, samples) =>
    {
        using DeviceBuffer<double> x = device.Upload<double>(samples.Numbers(600_000, -1, 1), "test");
        using DeviceBuffer<double> y = device.Upload<double>(samples.Numbers(600_000, -1, 1), "test");
        device.Vectors.Axpy(0.3, x, y);
        return [device.Vectors.Dot(x, y), device.Vectors.MaxTripleLength(y)];
    });

    /// <summary>Energies and gradients.</summary>
    [Test]
    public void Restraints() => SameForAllTeams((device, samples) =>
    {
        double[] start = samples.Lattice(Atoms);
        using RestraintTerms terms = device.Restraints.Create(samples.Restraints(Atoms, 3000));
        terms.SetNonbonded(Pairs(start), 100);
        using DeviceBuffer<double> x = device.Upload<double>(start, "test"), gradient = device.Allocate<double>(start.Length, "test");
        RestraintEnergies e = device.Restraints.Evaluate(terms, x, 0.3, gradient);
        return [e.Bond, e.Angle, e.Torsion, e.Chirality, e.Planarity, e.Nonbonded, e.Site, e.Surface, e.Parallel, e.Copy, .. Numbers(device, gradient)];
    });

    /// <summary>Density and its gradient.</summary>
    [Test]
    public void Interpolation([Values] InterpolationKind kind) => SameForAllTeams((device, samples) =>
    {
        GridFrame frame = GridFrame.Orthogonal(22, 21, 20, 0, 0, 0, 1, 1, 1, true);
        using DeviceBuffer<float> map = device.Upload<float>(samples.Singles((int)frame.VoxelCount, -1, 1), "test");
        using DeviceBuffer<float> weights = device.Upload<float>(samples.Singles(Atoms, 0, 1), "test");
        using DeviceBuffer<double> x = device.Upload<double>(samples.Numbers(3 * Atoms, -5, 25), "test"), gradient = device.Allocate<double>(3 * Atoms, "test");
        double sum = device.Interpolation.Evaluate(map, frame, x, weights, kind, 1, gradient);
        return [sum, .. Numbers(device, gradient)];
    });

    /// <summary>Atoms on a grid; the size of tiles depends on the number of threads, the voxels do not.</summary>
    [Test]
    public void Splat() => SameForAllTeams((device, samples) =>
    {
        GridFrame frame = GridFrame.Orthogonal(60, 50, 70, -1, -2, -3, 0.8, 0.9, 0.7, true);
        using DeviceBuffer<float> grid = device.Allocate<float>(frame.VoxelCount, "test");
        device.Splat.Add(samples.Gaussians(800, 45, true), 5, frame, grid);
        float[] voxels = new float[frame.VoxelCount];
        device.Download(grid, voxels);
        return [.. voxels.Select(v => (double)v)];
    });

    /// <summary>Gradients of riding atoms.</summary>
    [Test]
    public void Riding() => SameForAllTeams((device, samples) =>
    {
        double[] start = samples.Lattice(Atoms);
        using RidingAtoms riding = device.Riding.Create(samples.Riding(Atoms), Atoms);
        using DeviceBuffer<double> x = device.Upload<double>(start, "test"), gradient = device.Upload<double>(samples.Numbers(3 * Atoms, -1, 1), "test");
        device.Riding.Capture(riding, x);
        device.Riding.PullBack(riding, x, gradient);
        return Numbers(device, gradient);
    });

    private static NonbondedPairs Pairs(double[] positions)
    {
        int n = positions.Length / 3;
        int[] none = new int[n + 1];
        byte[] yes = [.. Enumerable.Repeat((byte)1, n)];
        NonbondedTable table = new()
        {
            Radius = [.. Enumerable.Repeat(1.2f, n)],
            HydrogenBond = new byte[n],
            Conformer = new int[n],
            Active = yes,
            Movable = yes,
            ExcludedStart = none,
            ExcludedAtoms = [],
            Start14 = none,
            Atoms14 = [],
        };
        return NeighborSearch.Find(table, positions, 1);
    }

    private static void SameForAllTeams(Func<Accelerator, KernelSamples, double[]> compute)
    {
        int[] teams = [1, 2, 3, 7];
        double[][] results = [.. teams.Select(threads =>
        {
            using CpuAccelerator device = new(threads);
            return compute(device, new KernelSamples(77));
        })];
        Assert.That(results[0].Any(v => v != 0) && results[0].All(double.IsFinite));
        foreach (double[] result in results)
            Assert.That(result.Select(BitConverter.DoubleToInt64Bits).SequenceEqual(results[0].Select(BitConverter.DoubleToInt64Bits)));
    }

    private static double[] Numbers(Accelerator device, DeviceBuffer<double> buffer)
    {
        double[] numbers = new double[buffer.Length];
        device.Download(buffer, numbers);
        return numbers;
    }
}
