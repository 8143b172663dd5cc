using Engine.Core.Maps;
using Engine.Core.Sharpening;
using Engine.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Sharpening;

/// <summary>Regions above a threshold against flood filling, voxel by voxel.</summary>
[TestFixture]
public sealed class ConnectedRegionsTests
{
    [TestCase(7, 5, 6, 0.3, 1)]
    [TestCase(13, 11, 9, 0.1, 2)]
    [TestCase(13, 11, 9, 0.5, 3)]
    [TestCase(31, 1, 1, 0.2, 4)]
    [TestCase(1, 17, 3, 0.4, 5)]
    [TestCase(24, 20, 18, 0.68, 6)]
    public void RegionsVolumesAndShellsAreThoseOfFloodFilling(int nx, int ny, int nz, double part, int seed)
    {
        var random = new Random(seed);
        using var values = new NativeBuffer<float>((long)nx * ny * nz, "test");
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)random.NextDouble();
        float threshold = (float)(1 - part);
        ConnectedRegions regions = ConnectedRegions.Above(values, (nx, ny, nz), threshold);
        List<List<int>> expected = Flood(values, nx, ny, nz, threshold);
        Assert.That(regions.Volumes, Is.EqualTo(expected.Select(r => (long)r.Count)));
        Assert.That(Enumerable.Range(0, expected.Count).Select(regions.Surface), Is.EqualTo(expected.Select(r => Shell(r, nx, ny, nz))));
    }

    [Test]
    public void ABlockHasItsShellAndCornersTouchOnlyThere()
    {
        using DensityMap map = TestMaps.Create(TestMaps.Grid(12, 12, 12), (x, y, z) => (x is >= 2 and < 5 && y is >= 2 and < 5 && z is >= 2 and < 5) || (x, y, z) == (5, 5, 5) ? 1 : 0);
        ConnectedRegions regions = ConnectedRegions.Above(map.Values, (12, 12, 12), 0.5f);
        Assert.That(regions.Volumes, Is.EqualTo(new[] { 27L, 1L }));
        Assert.That(regions.Surface(0), Is.EqualTo(125 - 27));
        Assert.That(regions.Surface(1), Is.EqualTo(26));
    }

    [Test]
    public void NothingAboveGivesNoRegions()
    {
        using DensityMap map = TestMaps.Create(TestMaps.Grid(4, 4, 4), (_, _, _) => 0);
        Assert.That(ConnectedRegions.Above(map.Values, (4, 4, 4), 1).Volumes, Is.Empty);
    }

    private static List<List<int>> Flood(NativeBuffer<float> values, int nx, int ny, int nz, float threshold)
    {
        var seen = new bool[values.Length];
        var regions = new List<List<int>>();
        for (int start = 0; start < values.Length; start++)
        {
            if (seen[start] || values[start] < threshold)
                continue;
            var region = new List<int>();
            var stack = new Stack<int>([start]);
            seen[start] = true;
            while (stack.TryPop(out int at))
            {
                region.Add(at);
                foreach ((int dx, int dy, int dz) in new[] { (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1) })
                {
                    int x = at % nx + dx, y = at / nx % ny + dy, z = at / nx / ny + dz, to = (z * ny + y) * nx + x;
                    if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz || seen[to] || values[to] < threshold)
                        continue;
                    seen[to] = true;
                    stack.Push(to);
                }
            }

            regions.Add(region);
        }

        return [.. regions.OrderByDescending(r => r.Count).ThenBy(r => r.Min())];
    }

    private static long Shell(List<int> region, int nx, int ny, int nz)
    {
        var grown = new HashSet<int>();
        foreach (int at in region)
        {
            for (int n = 0; n < 27; n++)
            {
                int x = at % nx + n % 3 - 1, y = at / nx % ny + n / 3 % 3 - 1, z = at / nx / ny + n / 9 - 1;
                if (x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz)
                    grown.Add((z * ny + y) * nx + x);
            }
        }

        return grown.Count - region.Count;
    }
}
