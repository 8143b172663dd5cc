using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Comparison of maps against plain loops.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class VoxelKernelsTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly int[] Lengths = [1, 7, 255, 16384, 16387, 300_001];

    /// <summary>All sums, with weights and without, of part of the maps.</summary>
    [Test]
    public void SumsAgreeWithALoop([ValueSource(nameof(Lengths))] int n, [Values] bool weighted)
    {
        KernelSamples samples = new(n);
        float[] o = samples.Singles(n + 5, -1, 2), c = samples.Singles(n + 5, -2, 3), w = samples.Singles(n + 5, 0, 1);
        using DeviceBuffer<float> observed = Put(o), calculated = Put(c), weights = Put(w);
        MapSums sums = Device.Voxels.Sums(observed, calculated, weighted ? weights : null, n);
        double[] expected = new double[6];
        for (int i = 0; i < n; i++)
        {
            double v = weighted ? w[i] : 1;
            double[] terms = [v, v * o[i], v * c[i], v * o[i] * o[i], v * o[i] * c[i], v * c[i] * c[i]];
            for (int q = 0; q < 6; q++)
                expected[q] += terms[q];
        }

        double[] actual = [sums.Weight, sums.Observed, sums.Calculated, sums.ObservedSquared, sums.Product, sums.CalculatedSquared];
        Assert.That(actual, Is.EqualTo(expected).Within(1e-12 * n));
    }

    /// <summary>Sums of whole numbers are exact, and the same input gives the same bits again.</summary>
    [Test]
    public void SumsAreExactWhereTheyCanBe()
    {
        const int N = 100_003;
        using DeviceBuffer<float> o = Put(Enumerable.Range(0, N).Select(i => (float)(i % 100 - 30)).ToArray());
        using DeviceBuffer<float> c = Put(Enumerable.Range(0, N).Select(i => (float)(i % 77)).ToArray());
        MapSums sums = Device.Voxels.Sums(o, c, null, N);
        Assert.That(sums.Weight, Is.EqualTo(N));
        Assert.That(sums.Product, Is.EqualTo(Enumerable.Range(0, N).Sum(i => (double)(i % 100 - 30) * (i % 77))));
        Assert.That(Device.Voxels.Sums(o, c, null, N), Is.EqualTo(sums));
    }

    /// <summary>w (a o + b c + e), in place too, and voxels past the count are left alone.</summary>
    [Test]
    public void CombinationsAgreeWithALoop([ValueSource(nameof(Lengths))] int n, [Values] bool weighted, [Values] bool inPlace)
    {
        KernelSamples samples = new(n);
        float[] o = samples.Singles(n + 5, -1, 2), c = samples.Singles(n + 5, -2, 3), w = samples.Singles(n + 5, 0, 1);
        using DeviceBuffer<float> observed = Put(o), calculated = Put(c), weights = Put(w), other = Put(new float[n + 5]);
        DeviceBuffer<float> result = inPlace ? calculated : other;
        Device.Voxels.Combine(-2.5, observed, 1.75, calculated, 0.3, weighted ? weights : null, result, n);
        float[] expected = [.. Enumerable.Range(0, n).Select(i => (float)((-2.5 * o[i] + 1.75 * c[i] + 0.3) * (weighted ? w[i] : 1)))];
        float[] actual = Get(result);
        Assert.That(actual[..n], Is.EqualTo(expected).Within(1e-6));
        Assert.That(actual[n..], Is.EqualTo(inPlace ? c[n..] : new float[5]));
    }

    /// <summary>A large constant does not cost digits: the combination is computed in double.</summary>
    [Test]
    public void CombinationsDoNotLoseDigits()
    {
        using DeviceBuffer<float> o = Put(1.0000001f, 3f), c = Put(1f, 3.0000002f), result = Device.Allocate<float>(2, "test");
        Device.Voxels.Combine(1e7, o, -1e7, c, 0, null, result, 2);
        double[] expected = [1e7 * ((double)1.0000001f - 1), 1e7 * (3 - (double)3.0000002f)];
        Assert.That(Get(result), Is.EqualTo(expected.Select(v => (float)v)).Within(1e-6));
    }

    /// <summary>Products, into a third map and in place; voxels past the count are left alone.</summary>
    [Test]
    public void ProductsAgreeWithALoop([ValueSource(nameof(Lengths))] int n, [Values] bool inPlace)
    {
        KernelSamples samples = new(n);
        float[] x = samples.Singles(n + 5, -1, 2), y = samples.Singles(n + 5, -2, 3);
        using DeviceBuffer<float> a = Put(x), b = Put(y), other = Put(new float[n + 5]);
        DeviceBuffer<float> result = inPlace ? b : other;
        Device.Voxels.Multiply(a, b, result, n);
        float[] actual = Get(result);
        Assert.That(actual[..n], Is.EqualTo(x.Zip(y, (p, q) => p * q).Take(n)));
        Assert.That(actual[n..], Is.EqualTo(inPlace ? y[n..] : new float[5]));
        Device.Voxels.Multiply(a, a, a, n);
        Assert.That(Get(a)[..n], Is.EqualTo(x.Select(p => p * p).Take(n)));
    }

    /// <summary>Correlations from averages over pairs of voxels are those of the two values: ±1, about their means or about 0.</summary>
    [Test]
    public void CorrelationsAgreeWithALoop([ValueSource(nameof(Lengths))] int n, [Values] bool aboutMeans)
    {
        KernelSamples samples = new(n);
        float[] ab = samples.Singles(n, -1, 1), aa = samples.Singles(n, 0, 2), bb = samples.Singles(n, 0, 2), a = samples.Singles(n, -0.5f, 0.5f), b = samples.Singles(n, -0.5f, 0.5f);
        using DeviceBuffer<float> product = Put(ab), first = Put(aa), second = Put(bb), meanA = Put(a), meanB = Put(b), result = Device.Allocate<float>(n, "test");
        Device.Voxels.Correlate(new(product, first, second, aboutMeans ? meanA : null, aboutMeans ? meanB : null), (0.25, 0.1), result, n);
        double[] expected = new double[n];
        for (int i = 0; i < n; i++)
        {
            (double p, double q) = aboutMeans ? ((double)a[i], (double)b[i]) : (0, 0);
            (double u, double v) = (aa[i] - p * p, bb[i] - q * q);
            expected[i] = u > 0.25 && v > 0.1 ? Math.Clamp((ab[i] - p * q) / Math.Sqrt(u * v), -1, 1) : 0;
        }

        Assert.That(Get(result), Is.EqualTo(expected).Within(1e-6));
    }

    /// <summary>Interpolation between nodes: a function of the nodes that is linear comes back, and beyond the ends the last value.</summary>
    [Test]
    public void InterpolationBetweenNodesIsLinear([ValueSource(nameof(Lengths))] int n)
    {
        double[] nodes = [0.1, 0.15, 0.3, 0.35];
        float[] at = new KernelSamples(n).Singles(n, 0, 0.5f);
        using DeviceBuffer<float> places = Put(at), sum = Device.Allocate<float>(n, "test");
        for (int k = 0; k < nodes.Length; k++)
        {
            using DeviceBuffer<float> source = Put(Enumerable.Repeat((float)(3 * nodes[k] - 1), n).ToArray());
            double before = k > 0 ? nodes[k - 1] : double.NegativeInfinity, behind = k + 1 < nodes.Length ? nodes[k + 1] : double.PositiveInfinity;
            Device.Voxels.AddBetween(places, (before, nodes[k], behind), source, sum, n);
        }

        Assert.That(Get(sum), Is.EqualTo(at.Select(p => 3 * Math.Clamp(p, 0.1, 0.35) - 1)).Within(1e-6));
    }

    /// <summary>The ratio of two coarse maps, linear between their nodes; what is beyond the nodes or has too small a denominator stays.</summary>
    [TestCase(1, 2)]
    [TestCase(3, 0)]
    [TestCase(4, 5)]
    public void RatiosBetweenNodes(int step, int start)
    {
        (int X, int Y, int Z) count = (5, 3, 4);
        var nodes = new CoarseNodes(count, step, start, (4 * step + start + 2, 2 * step + start + 1, 3 * step + start + 3));
        int n = nodes.Grid.X * nodes.Grid.Y * nodes.Grid.Z;
        KernelSamples samples = new(step);
        float[] top = samples.Singles(60, -1, 2), bottom = samples.Singles(60, 0.2f, 1), source = samples.Singles(n, -1, 1), sum = samples.Singles(n, -1, 1);
        using DeviceBuffer<float> t = Put(top), b = Put(bottom), s = Put(source), r = Put(sum);
        const double Limit = 0.5;
        Device.Voxels.AddRatio(t, b, nodes, Limit, s, r);
        float[] result = Get(r);
        double At(float[] values, int x, int y, int z)
        {
            double total = 0;
            for (int k = 0; k < values.Length; k++)
            {
                double Weight(int at, int node) => Math.Max(0, 1 - Math.Abs((double)(at - start) / step - node));
                total += values[k] * Weight(x, k % 5) * Weight(y, k / 5 % 3) * Weight(z, k / 15);
            }

            return total;
        }

        int changed = 0;
        for (int i = 0; i < n; i++)
        {
            int x = i % nodes.Grid.X, y = i / nodes.Grid.X % nodes.Grid.Y, z = i / nodes.Grid.X / nodes.Grid.Y;
            bool inside = x >= start && x <= start + 4 * step && y >= start && y <= start + 2 * step && z >= start && z <= start + 3 * step;
            double d = inside ? At(bottom, x, y, z) : 0;
            if (Math.Abs(d - Limit) < 1e-5)
                continue;
            Assert.That(result[i], Is.EqualTo(sum[i] + (d > Limit ? source[i] * At(top, x, y, z) / d : 0)).Within(1e-5), $"({x}, {y}, {z})");
            changed += result[i] != sum[i] ? 1 : 0;
        }

        Assert.That(changed, Is.GreaterThan(15));
        Assert.That(() => Device.Voxels.AddRatio(t, b, nodes with { Start = start + 2 }, Limit, s, r), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Device.Voxels.AddRatio(t, b, nodes with { Nodes = (5, 4, 4) }, Limit, s, r), Throws.InstanceOf<ArgumentException>());
    }

    /// <summary>Maps shorter than the count are refused.</summary>
    [Test]
    public void ShortMapsAreRefused()
    {
        using DeviceBuffer<float> three = Put(1f, 2f, 3f), four = Put(1f, 2f, 3f, 4f);
        Assert.That(() => Device.Voxels.Sums(three, four, null, 4), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Device.Voxels.Multiply(four, three, four, 4), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Device.Voxels.Correlate(new(four, four, four, three), (0, 0), four, 4), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Device.Voxels.Combine(1, four, 1, four, 0, null, three, 4), Throws.InstanceOf<ArgumentException>());
    }
}
