using System.Numerics;
using Engine.Core.Maps;
using Engine.Core.Resolution;
using Engine.Tests.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Resolution;

/// <summary>Correlations of windows against the definition: every coefficient of the whole Fourier space by direct summation in double precision.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class WindowCorrelatorTests(string accelerator) : KernelFixture(accelerator)
{
    private const double Voxel = 1.5;
    private const double Diameter = 12;
    private const int Side = 8;

    /// <summary>Windows inside the box, over its faces, and half outside of a mask.</summary>
    [Test]
    public void CorrelationsAreThoseOfDirectSums([Values] bool isMasked)
    {
        MapGrid grid = TestMaps.Grid(10, 12, 9, Voxel);
        using DensityMap half1 = TestMaps.Create(grid, TestMaps.Noise), half2 = TestMaps.Create(grid, (x, y, z) => TestMaps.Noise(x, y, z) + 0.8f * TestMaps.Noise(x + 3, z, y) + 0.2f);
        float[]? mask = isMasked ? [.. Enumerable.Range(0, (int)grid.VoxelCount).Select(i => i % 10 < 6 ? 1f : 0.1f)] : null;
        var samples = new SampleGrid(grid, 3, null);
        var correlator = new WindowCorrelator(Device, grid, samples, mask, Diameter, (3, 12));
        LocalCurves curves = correlator.Measure(half1, half2);
        foreach (int node in new[] { 0, samples.Nodes.Length / 2, samples.Nodes.Length - 1 })
        {
            double[] expected = Expected(half1, half2, mask, samples.Voxel(samples.Nodes[node]), correlator.Axes.Frequencies);
            for (int k = 0; k < expected.Length; k++)
                Assert.That(curves.Local[k][node], Is.EqualTo(expected[k]).Within(2e-5), $"node {node}, {correlator.Axes.Frequencies[k]} Å⁻¹");
        }
    }

    private static double[] Expected(DensityMap half1, DensityMap half2, float[]? mask, (int X, int Y, int Z) centre, double[] frequencies)
    {
        MapGrid g = half1.Grid;
        (double W, double A, double B, double Mask)[] cut = [.. Enumerable.Range(0, Side * Side * Side).Select(i =>
        {
            (int dx, int dy, int dz) = (i % Side - Side / 2, i / Side % Side - Side / 2, i / Side / Side - Side / 2);
            double r = Voxel * Math.Sqrt(dx * dx + dy * dy + dz * dz), t = Math.Clamp((r - Diameter / 4) / (Diameter / 4), 0, 1);
            (int x, int y, int z) = ((centre.X + dx + g.Nx) % g.Nx, (centre.Y + dy + g.Ny) % g.Ny, (centre.Z + dz + g.Nz) % g.Nz);
            return (0.5 + 0.5 * Math.Cos(Math.PI * t), (double)half1[x, y, z], (double)half2[x, y, z], mask == null ? 1 : (double)mask[(z * g.Ny + y) * g.Nx + x]);
        })];
        double total = cut.Sum(c => c.W), a = cut.Sum(c => c.W * c.A) / total, b = cut.Sum(c => c.W * c.B) / total;
        double inside = cut.Sum(c => c.W * c.W * c.Mask) / cut.Sum(c => c.W * c.W), width = frequencies[1] - frequencies[0];
        var sums = new double[3, frequencies.Length];
        for (int h = 0; h < cut.Length; h++)
        {
            int[] index = [Signed(h % Side), Signed(h / Side % Side), Signed(h / Side / Side)];
            int k = (int)Math.Floor(Math.Sqrt(index.Sum(i => (double)i * i)) / (Side * Voxel) / width + 0.5 + 1e-9) - (int)Math.Round(frequencies[0] / width);
            if (k < 0 || k >= frequencies.Length)
                continue;
            Complex fa = 0, fb = 0;
            for (int i = 0; i < cut.Length; i++)
            {
                Complex wave = Complex.FromPolarCoordinates(cut[i].W, -2 * Math.PI * (index[0] * (i % Side) + index[1] * (i / Side % Side) + index[2] * (i / Side / Side)) / Side);
                (fa, fb) = (fa + wave * (cut[i].A - a), fb + wave * (cut[i].B - b));
            }

            sums[0, k] += (fa * Complex.Conjugate(fb)).Real;
            sums[1, k] += fa.Magnitude * fa.Magnitude;
            sums[2, k] += fb.Magnitude * fb.Magnitude;
        }

        return [.. frequencies.Select((_, k) => sums[0, k] / Math.Sqrt(sums[1, k] * sums[2, k])).Select(c => c > 0 ? c / (c + Math.Max(0.05, inside) * (1 - c)) : c)];
    }

    private static int Signed(int i) => 2 * i > Side ? i - Side : i;
}
