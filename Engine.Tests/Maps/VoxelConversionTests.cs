using System.Buffers.Binary;
using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Maps;

/// <summary>Every value of the 8- and 16-bit modes, in both byte orders.</summary>
[TestFixture]
public sealed class VoxelConversionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCase(MapMode.Int16, false)]
    [TestCase(MapMode.Int16, true)]
    [TestCase(MapMode.UInt16, false)]
    [TestCase(MapMode.UInt16, true)]
    [TestCase(MapMode.Float16, false)]
    [TestCase(MapMode.Float16, true)]
    public void SixteenBitModes(MapMode mode, bool isBigEndian)
    {
        // 61 voxels a row, so that rows and vectors do not fall together; the bit patterns of NaN and infinity are left out of mode 12.
        IEnumerable<ushort> all = Enumerable.Range(0, 65536).Select(i => (ushort)i);
        ushort[] stored = [.. all.Where(b => mode != MapMode.Float16 || Half.IsFinite(BitConverter.UInt16BitsToHalf(b)))];
        int rows = stored.Length / 61;
        byte[] data = new byte[2 * 61 * rows];
        for (int i = 0; i < 61 * rows; i++)
        {
            if (isBigEndian)
                BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2 * i), stored[i]);
            else
                BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(2 * i), stored[i]);
        }

        using DensityMap map = Read(new MapFileBuilder().SetIntegers(1, 61, rows, 1, (int)mode).WithData(data), isBigEndian);
        for (int i = 0; i < 61 * rows; i++)
        {
            float expected = mode switch
            {
                MapMode.Int16 => (short)stored[i],
                MapMode.UInt16 => stored[i],
                _ => (float)BitConverter.UInt16BitsToHalf(stored[i]),
            };
            Assert.That(map.Values[i], Is.EqualTo(expected));
        }
    }

    [Test]
    public void NanAndInfinityOfHalfFloatsAreSeen()
    {
        foreach (ushort bits in new ushort[] { 0x7c00, 0xfc00, 0x7c01, 0x7e00, 0xffff })
        {
            for (int i = 0; i < 17; i += 16)
            {
                byte[] data = new byte[2 * 17];
                BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(2 * i), bits);
                MapFileBuilder file = new MapFileBuilder().SetIntegers(1, 17, 1, 1, 12).WithData(data);
                InputException? e = Assert.Throws<InputException>(() => Read(file, false));
                Assert.That(e!.Message, Does.Contain($"1 of 17 voxels are NaN or infinite, the first at x={i}"));
            }
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Bytes(bool unsigned)
    {
        byte[] data = [.. Enumerable.Range(0, 251).Select(i => (byte)(i + 3))];
        using DensityMap map = Read(new MapFileBuilder().SetIntegers(1, 251, 1, 1, 0).WithData(data), false, unsigned);
        for (int i = 0; i < data.Length; i++)
            Assert.That(map.Values[i], Is.EqualTo(unsigned ? data[i] : (sbyte)data[i]));
    }

    private DensityMap Read(MapFileBuilder file, bool isBigEndian, bool unsigned = false)
    {
        byte[] bytes = file.ToBytes();
        for (int word = 0; isBigEndian && word < 56; word++)
        {
            if (word != 52 && word != 53)
                bytes.AsSpan(4 * word, 4).Reverse();
        }

        return MapReader.Read(folder.Write("a.map", bytes), new() { UnsignedBytes = unsigned });
    }
}
