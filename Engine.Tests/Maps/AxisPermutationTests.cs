using Engine.Core.Maps;
using NUnit.Framework;

namespace Engine.Tests.Maps;

/// <summary>Positions in maps of more than 2³¹ voxels, without allocating them.</summary>
[TestFixture]
public sealed class AxisPermutationTests
{
    /// <summary>In all six orders the last voxel of the file is the last of the map, and a step along a file axis is the stride of its map axis.</summary>
    [Test]
    public void LargeMapsDoNotOverflow()
    {
        int[] size = [1290, 1400, 1500];
        foreach ((int c, int r, int s) in new[] { (1, 2, 3), (1, 3, 2), (2, 1, 3), (2, 3, 1), (3, 1, 2), (3, 2, 1) })
        {
            AxisPermutation permutation = new((size[c - 1], size[r - 1], size[s - 1]), (c, r, s));
            long[] strides = [1, 1290, 1290L * 1400];
            Assert.That(permutation.Target(size[c - 1] - 1, size[r - 1] - 1, size[s - 1] - 1), Is.EqualTo(1290L * 1400 * 1500 - 1));
            (long, long, long) expected = (strides[c - 1], strides[r - 1], strides[s - 1]);
            Assert.That((permutation.ColumnStride, permutation.RowStride, permutation.SectionStride), Is.EqualTo(expected));
            Assert.That(permutation.IsIdentity, Is.EqualTo((c, r, s) == (1, 2, 3)));
        }
    }

    [Test]
    public void CountsOfLargeMapsDoNotOverflow()
    {
        MapHeader header = new() { FileSize = (1 << 20, 1 << 20, 1 << 20), Mode = MapMode.Float32, AxisOrder = (3, 2, 1) };
        Assert.That(header.VoxelCount, Is.EqualTo(1L << 60));
        Assert.That(header.DataBytes, Is.EqualTo(1L << 62));
        Assert.That(new AxisPermutation(header.FileSize, header.AxisOrder).Target((1 << 20) - 1, (1 << 20) - 1, (1 << 20) - 1), Is.EqualTo((1L << 60) - 1));
        MapGrid grid = TestMaps.Grid(1300, 1300, 1300);
        Assert.That(grid.VoxelCount, Is.EqualTo(2_197_000_000L).And.GreaterThan(int.MaxValue));
        Assert.That(FixedChunks.Count(1L << 40), Is.EqualTo(1 << 22));
    }

    /// <summary>The parts of a permuted map that are moved slab by slab join without seams, whatever the slab.</summary>
    [TestCase(3, 2, 1)]
    [TestCase(2, 1, 3)]
    [TestCase(1, 3, 2)]
    [TestCase(2, 3, 1)]
    public unsafe void SlabsJoin(int c, int r, int s)
    {
        (int Columns, int Rows, int Sections) size = (19, 37, 53);
        AxisPermutation permutation = new(size, (c, r, s));
        float[] source = [.. Enumerable.Range(0, 19 * 37 * 53).Select(i => (float)i)], target = new float[source.Length];
        fixed (float* from = source, to = target)
        {
            for (int first = 0; first < size.Sections; first += 16)
                permutation.Move(from + first * permutation.SectionLength, to, first, Math.Min(16, size.Sections - first));
        }

        for (int i = 0; i < source.Length; i++)
            Assert.That(target[permutation.Target(i % 19, i / 19 % 37, i / 19 / 37)], Is.EqualTo(i));
    }
}
