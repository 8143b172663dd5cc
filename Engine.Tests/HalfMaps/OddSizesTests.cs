using System.Numerics;
using Engine.Core.Geometry;
using Engine.Core.HalfMaps;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Maps;
using Engine.Tests.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.HalfMaps;

/// <summary>Shells of boxes with odd, prime and unequal sizes and voxels, against sums over a plain transform in double precision.</summary>
/// <param name="accelerator">Accelerator.</param>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class OddSizesTests(string accelerator) : KernelFixture(accelerator)
{
    [TestCase(19, 20, 23)]
    [TestCase(17, 17, 17)]
    [TestCase(21, 18, 30)]
    public void CurvesAreThoseOfAPlainTransform(int nx, int ny, int nz)
    {
        MapGrid grid = TestMaps.Grid(nx, ny, nz) with { Cell = new UnitCell(nx * 1.0, ny * 1.2, nz * 0.9) };
        using DensityMap one = PhaseRandomizationTests.Noise(nx, ny, nz, 1), two = PhaseRandomizationTests.Noise(nx, ny, nz, 2);
        using DensityMap a = TestMaps.Create(grid, (x, y, z) => one[x, y, z]), b = TestMaps.Create(grid, (x, y, z) => 0.7f * one[x, y, z] + two[x, y, z]);
        using MapSpectrum first = MapSpectrum.Of(Device, a), second = MapSpectrum.Of(Device, b);
        FscCurve curve = first.Correlate(second);
        (double[] fsc, long[] counts, double d99) = Plain(a, b, curve.Count);
        Assert.Multiple(() =>
        {
            Assert.That(curve.Coefficients, Is.EqualTo(counts));
            for (int k = 1; k < curve.Count; k++)
                Assert.That(curve.Correlation[k], Is.EqualTo(fsc[k]).Within(1e-4), $"shell {k}");
            Assert.That(D99.Of(RadialSums.Of(first, first)), Is.EqualTo(d99).Within(0.011));
        });
    }

    [TestCase(1, 1, 1)]
    [TestCase(2, 2, 2)]
    [TestCase(3, 1, 5)]
    [TestCase(5, 7, 3)]
    public void TinyBoxesBreakNothing(int nx, int ny, int nz)
    {
        using DensityMap a = PhaseRandomizationTests.Noise(nx, ny, nz, 1), b = PhaseRandomizationTests.Noise(nx, ny, nz, 2);
        using MapSpectrum first = MapSpectrum.Of(Device, a), second = MapSpectrum.Of(Device, b);
        Assert.Multiple(() =>
        {
            Assert.That(first.Correlate(second).Correlation, Is.All.InRange(-1.001, 1.001));
            Assert.That(MtriageCurve.Of(first, second, MtriageBins.Of(first.Grid)), Is.Null, "too few coefficients for a bin");
            Assert.That(D99.Of(RadialSums.Of(first, first)), Is.Null.Or.GreaterThan(0));
        });
    }

    /// <summary>FSC and counts by shell, and d99 by its definition, from a transform that is nothing but sums.</summary>
    private static (double[] Fsc, long[] Counts, double D99) Plain(DensityMap a, DensityMap b, int shells)
    {
        MapGrid g = a.Grid;
        (Complex[] fa, Complex[] fb) = (Transform(a), Transform(b));
        double[] cross = new double[shells], first = new double[shells], second = new double[shells];
        var counts = new long[shells];
        var powers = new List<(double D, double Power)>();
        double longest = Math.Max(g.Box.A, Math.Max(g.Box.B, g.Box.C));
        for (int i = 0; i < fa.Length; i++)
        {
            int h = i % g.Nx, k = i / g.Nx % g.Ny, l = i / g.Nx / g.Ny;
            double sx = Math.Min(h, g.Nx - h) / g.Box.A, sy = Math.Min(k, g.Ny - k) / g.Box.B, sz = Math.Min(l, g.Nz - l) / g.Box.C, s = Math.Sqrt(sx * sx + sy * sy + sz * sz);
            if (i > 0 && 2 * h != g.Nx && 2 * k != g.Ny && 2 * l != g.Nz)
                powers.Add((1 / s, (l == 0 ? 1 : 2) * fa[i].Magnitude * fa[i].Magnitude));
            int shell = (int)Math.Floor(s * longest + 0.5 + 1e-9);
            if (shell == 0 || shell >= shells)
                continue;
            cross[shell] += (fa[i] * Complex.Conjugate(fb[i])).Real;
            first[shell] += fa[i].Magnitude * fa[i].Magnitude;
            second[shell] += fb[i].Magnitude * fb[i].Magnitude;
            counts[shell]++;
        }

        double all = powers.Sum(p => p.Power), finest = powers.Min(p => p.D), d = Scan(finest, 0.1);
        return ([.. cross.Select((c, k) => c / Math.Sqrt(first[k] * second[k]))], counts, Scan(d - 0.2, 0.01));

        double Scan(double from, double step)
        {
            double at = from + step;
            while (Math.Sqrt(powers.Where(p => p.D > at).Sum(p => p.Power) / all) >= 0.99)
                at += step;
            return at;
        }
    }

    private static Complex[] Transform(DensityMap map)
    {
        MapGrid g = map.Grid;
        var values = new Complex[g.VoxelCount];
        for (int i = 0; i < values.Length; i++)
            values[i] = map.Values[i];
        Along(values, g.Nx, 1);
        Along(values, g.Ny, g.Nx);
        Along(values, g.Nz, g.Nx * g.Ny);
        return values;
    }

    private static void Along(Complex[] values, int n, int stride)
    {
        var line = new Complex[n];
        for (int start = 0; start < values.Length; start++)
        {
            if (start / stride % n != 0)
                continue;
            for (int h = 0; h < n; h++)
            {
                line[h] = 0;
                for (int x = 0; x < n; x++)
                    line[h] += values[start + x * stride] * Complex.FromPolarCoordinates(1, -2 * Math.PI * h * x / n);
            }

            for (int h = 0; h < n; h++)
                values[start + h * stride] = line[h];
        }
    }
}
