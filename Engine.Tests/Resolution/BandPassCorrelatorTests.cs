using System.Numerics;
using Engine.Core.Geometry;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Resolution;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.Resolution;

/// <summary>Correlations of band-passed maps inside spheres, against sums over coefficients and voxels in double precision.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class BandPassCorrelatorTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly MapGrid Grid = TestGrid.Make(12, 10, 9, new Vec3(1.5, 1.4, 1.6));
    private static readonly ResolutionShell Shell = new(0.17, 0.09, 4.5);

    [Test]
    public void CorrelationsAreTheSums([Values] bool masked)
    {
        using DensityMap a = TestGrid.RandomMap(Grid, 1), b = TestGrid.RandomMap(Grid, 2);
        for (long i = 0; i < b.Values.Length; i++)
            b.Values[i] += a.Values[i];
        float[]? mask = masked ? [.. Enumerable.Range(0, (int)Grid.VoxelCount).Select(i => i % 5 == 0 ? 0.3f : i % 7 == 0 ? 0 : 1)] : null;
        using MapSpectrum first = MapSpectrum.Of(Device, a), second = MapSpectrum.Of(Device, b);
        var noise = new NoiseSpectrum(first.Correlate(second));
        var samples = new SampleGrid(Grid, 1, null);
        using var correlator = new BandPassCorrelator(Device, Grid, samples, mask);
        using DeviceBuffer<float> one = Device.Upload(first.Values, "test"), other = Device.Upload(second.Values, "test");
        BandCorrelation found = correlator.Correlate(one, other, noise, Shell);

        double[] bandA = Filter(Values(a), s => Shell.Window(s) * noise.Factor(s)), bandB = Filter(Values(b), s => Shell.Window(s) * noise.Factor(s));
        double[] Products(double[] x, double[] y) => [.. x.Select((v, i) => v * y[i] * (mask?[i] ?? 1))];
        double[] Sphere(double[] x) => Filter(x, s => BandPassCorrelator.Ball(2 * Math.PI * Shell.Radius * s));
        double[] ab = Sphere(Products(bandA, bandB)), aa = Sphere(Products(bandA, bandA)), bb = Sphere(Products(bandB, bandB));
        double whole = Products(bandA, bandB).Sum() / Math.Sqrt(Products(bandA, bandA).Sum() * Products(bandB, bandB).Sum());
        Assert.Multiple(() =>
        {
            Assert.That(found.Whole, Is.EqualTo(whole).Within(2e-4));
            Assert.That(found.Local, Is.EqualTo(ab.Select((v, i) => v / Math.Sqrt(aa[i] * bb[i]))).Within(2e-3));
            Assert.That(found.Local.Max() - found.Local.Min(), Is.GreaterThan(0.1));
        });
    }

    /// <summary>Averages on a coarser grid are those of the fine one where the sphere has no detail between the nodes.</summary>
    [Test]
    public void ACoarserGridGivesTheSameCorrelations()
    {
        MapGrid grid = TwoZones.Grid(48, 40, 36);
        using var zones = new TwoZones(grid, 3, 5);
        using MapSpectrum first = MapSpectrum.Of(Device, zones.Half1), second = MapSpectrum.Of(Device, zones.Half2);
        var noise = new NoiseSpectrum(first.Correlate(second));
        using DeviceBuffer<float> one = Device.Upload(first.Values, "test"), other = Device.Upload(second.Values, "test");
        SampleGrid fine = new(grid, 1, null), coarse = new(grid, 2, null);
        var shell = new ResolutionShell(0.2, 0.05, 10);
        using var atVoxels = new BandPassCorrelator(Device, grid, fine, null);
        using var between = new BandPassCorrelator(Device, grid, coarse, null);
        float[] all = atVoxels.Correlate(one, other, noise, shell).Local, some = between.Correlate(one, other, noise, shell).Local;
        float[] same = [.. coarse.Nodes.Select(n => all[At(grid, coarse.Voxel(n))])];
        Assert.That(some, Is.EqualTo(same).Within(0.02));

        static int At(MapGrid grid, (int X, int Y, int Z) v) => (v.Z * grid.Ny + v.Y) * grid.Nx + v.X;
    }

    private static double[] Values(DensityMap map) => [.. Enumerable.Range(0, (int)map.Grid.VoxelCount).Select(i => (double)map.Values[i])];

    /// <summary>A filter by plain Fourier sums.</summary>
    private static double[] Filter(double[] values, Func<double, double> filter)
    {
        Complex[] data = [.. values.Select(v => new Complex(v, 0))];
        Transform(data, -1);
        for (int i = 0; i < data.Length; i++)
        {
            double[] s = [Signed(i % Grid.Nx, Grid.Nx) / Grid.Box.A, Signed(i / Grid.Nx % Grid.Ny, Grid.Ny) / Grid.Box.B, Signed(i / Grid.Nx / Grid.Ny, Grid.Nz) / Grid.Box.C];
            data[i] *= filter(Math.Sqrt(s.Sum(v => v * v)));
        }

        Transform(data, 1);
        return [.. data.Select(c => c.Real / data.Length)];
    }

    private static double Signed(int i, int n) => 2 * i > n ? i - n : i;

    private static void Transform(Complex[] data, int sign)
    {
        foreach ((int n, int stride) in new[] { (Grid.Nx, 1), (Grid.Ny, Grid.Nx), (Grid.Nz, Grid.Nx * Grid.Ny) })
        {
            for (int start = 0; start < data.Length; start++)
            {
                if (start / stride % n != 0)
                    continue;
                Complex[] line = [.. Enumerable.Range(0, n).Select(i => data[start + i * stride])];
                for (int h = 0; h < n; h++)
                    data[start + h * stride] = Enumerable.Range(0, n).Aggregate(Complex.Zero, (sum, i) => sum + line[i] * Complex.FromPolarCoordinates(1, sign * 2 * Math.PI * h * i / n));
            }
        }
    }
}
