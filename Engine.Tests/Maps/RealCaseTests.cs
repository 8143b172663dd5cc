using Engine.Core.Geometry;
using Engine.Core.Maps;
using NUnit.Framework;

namespace Engine.Tests.Maps;

/// <summary>The maps that the engine is measured on: grid, voxel, origin and part of zero voxels as their index lists them.</summary>
[TestFixture]
public sealed class RealCaseTests
{
    [TestCase("apo_20026", "map.map.gz", 94, 104, 112, 0.65, 117, 65.65, 101.4, 0.83)]
    [TestCase("7cec_30342", "map.map.gz", 89, 81, 63, 1.113, 145.825, 112.825, 120.517, 0.80)]
    [TestCase("3j63_5830", "map.map", 41, 38, 36, 1.08, 0, 0, 0, 0.69)]
    [TestCase("5fn5c_3240", "map.map", 41, 47, 48, 1.4, 0, 0, 0, 0.79)]
    [TestCase("5ly6_4118", "map.map.gz", 58, 54, 89, 1.4, 0, 0, 0, 0.86)]
    [TestCase("hcn4_0093", "map.map.gz", 220, 220, 220, 1.34, 0, 0, 0, 0.98)]
    [TestCase("emringer_small", "map.map", 27, 34, 20, 1.2156, 0, 0, 0, 0)]
    [TestCase("emd_44046", "map.map.gz", 360, 360, 360, 1.044, 0, 0, 0, 0.997)]
    public void FactsAreFound(string name, string file, int nx, int ny, int nz, double voxel, double x, double y, double z, double zeros)
    {
        MapReport report = MapInspector.Inspect(SharedData.Require("data", "real", name, file));
        Assert.Multiple(() =>
        {
            Assert.That(report.Grid, Is.EqualTo(new[] { nx, ny, nz }));
            Assert.That(report.VoxelSize, Is.EqualTo(new[] { voxel, voxel, voxel }).Within(1e-3));
            Assert.That(report.Origin, Is.EqualTo(new[] { x, y, z }).Within(1e-3));
            Assert.That(report.ZeroFraction, Is.EqualTo(zeros).Within(0.01));
        });
    }

    /// <summary>Independent noise of two half maps partly cancels: their average lies closer to the noise-free truth than either.</summary>
    [Test]
    public void TheAverageOfHalfMapsIsCloserToTheTruth()
    {
        string folder = SharedData.Require("data", "synthetic", "apo_half_3.0");
        using DensityMap first = MapReader.Read(Path.Combine(folder, "half1.map.gz")), second = MapReader.Read(Path.Combine(folder, "half2.map.gz"));
        using DensityMap truth = MapReader.Read(Path.Combine(folder, "truth.map.gz")), mean = MapAverage.Average(first, second);
        Assert.That(mean.Warnings, Is.Empty);
        Assert.That(mean.Grid.Origin, Is.EqualTo(Vec3.Zero));
        double alone = Correlation(first, truth), together = Correlation(mean, truth);
        Assert.That(together, Is.GreaterThan(alone + 0.05));
    }

    private static double Correlation(DensityMap a, DensityMap b)
    {
        double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0, n = a.Values.Length;
        for (long i = 0; i < a.Values.Length; i++)
        {
            double u = a.Values[i], v = b.Values[i];
            (sa, sb, saa, sbb, sab) = (sa + u, sb + v, saa + u * u, sbb + v * v, sab + u * v);
        }

        return (sab - sa * sb / n) / Math.Sqrt((saa - sa * sa / n) * (sbb - sb * sb / n));
    }
}
