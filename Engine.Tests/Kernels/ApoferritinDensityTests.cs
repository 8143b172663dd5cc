using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Density at the atoms of a deposited model in its map, against what cctbx finds (maptbx.target_and_gradients_simple).</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ApoferritinDensityTests(string accelerator) : KernelFixture(accelerator)
{
    /// <summary>
    /// Sum over the 1,413 protein atoms in the map scaled to mean 0 and deviation 1, and the gradient's rms length. The trilinear rule is the same, to
    /// the last digit of the reference. The peer's cubic is the Lagrange polynomial through four points and ours the Catmull-Rom spline, which has a
    /// continuous gradient: they differ by 0.7 % in this map.
    /// </summary>
    [TestCase(InterpolationKind.Trilinear, 9496.4486, 5.36391, 1e-6)]
    [TestCase(InterpolationKind.Tricubic, 10682.7649, 4.30757, 1e-2)]
    public void TargetAndGradientAgreeWithThePeer(InterpolationKind kind, double target, double gradientRms, double tolerance)
    {
        using DensityMap map = MapReader.Read(SharedData.Require("data", "real", "apo_20026", "map.map.gz"));
        Model model = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb")).First;
        double[] positions = [.. model.Residues.Where(r => r.Name is not ("HOH" or "MG"))
            .SelectMany(r => model.Atoms.GetRange(r.FirstAtom, r.AtomCount)).SelectMany(a => new[] { a.Position.X, a.Position.Y, a.Position.Z })];
        Assert.That(positions, Has.Length.EqualTo(3 * 1413));
        MapStatistics statistics = MapStatisticsCalculator.Compute(map);
        using NativeBuffer<float> scaled = new(map.Values.Length, "test");
        for (long i = 0; i < scaled.Length; i++)
            scaled[i] = (float)((map.Values[i] - statistics.Mean) / statistics.StandardDeviation);
        using DeviceBuffer<float> voxels = Device.Upload(scaled, "test"), weights = Put(Enumerable.Repeat(1f, 1413).ToArray());
        using DeviceBuffer<double> x = Put(positions), gradient = Device.Allocate<double>(positions.Length, "test");
        double sum = Device.Interpolation.Evaluate(voxels, map.Grid.Frame(true), x, weights, kind, 1, gradient);
        Assert.That(sum, Is.EqualTo(target).Within(tolerance * target));
        Assert.That(Math.Sqrt(Device.Vectors.Dot(gradient, gradient) / 1413), Is.EqualTo(gradientRms).Within(tolerance * gradientRms));
    }
}
