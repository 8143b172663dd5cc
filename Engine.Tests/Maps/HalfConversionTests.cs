using Engine.Core.Maps;
using NUnit.Framework;

namespace Engine.Tests.Maps;

/// <summary>Against the runtime's own conversions.</summary>
[TestFixture]
public sealed unsafe class HalfConversionTests
{
    [Test]
    public void EveryHalfIsWidenedAndNarrowedBack()
    {
        ushort[] halves = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)], back = new ushort[65536];
        float[] floats = new float[65536];
        fixed (ushort* h = halves, b = back)
        {
            fixed (float* f = floats)
            {
                HalfConversion.ToFloats(h, f, 65536);
                HalfConversion.FromFloats(f, b, 65536);
            }
        }

        for (int i = 0; i < 65536; i++)
        {
            Half expected = BitConverter.UInt16BitsToHalf((ushort)i);
            Assert.That(floats[i], Is.EqualTo((float)expected));
            if (!Half.IsNaN(expected))
                Assert.That(back[i], Is.EqualTo(i));
        }
    }

    /// <summary>Halfway between neighbours, one bit to either side, and random bit patterns of all sizes.</summary>
    [Test]
    public void RoundingIsToNearestEven()
    {
        Random random = new(5);
        List<float> values = [0f, -0f, float.Epsilon, -float.Epsilon, 65504, 65519.996f, 65520, -65520, 1e10f, float.MaxValue, float.PositiveInfinity, float.NaN];
        for (int i = 0; i < 0x7bff; i += 7)
        {
            float middle = ((float)BitConverter.UInt16BitsToHalf((ushort)i) + (float)BitConverter.UInt16BitsToHalf((ushort)(i + 1))) / 2;
            values.AddRange([middle, -middle, MathF.BitIncrement(middle), MathF.BitDecrement(middle)]);
        }

        for (int i = 0; i < 100_000; i++)
            values.Add(BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)));
        ushort[] halves = new ushort[values.Count];
        fixed (float* f = values.ToArray())
        {
            fixed (ushort* h = halves)
                HalfConversion.FromFloats(f, h, halves.Length);
        }

        for (int i = 0; i < halves.Length; i++)
            Assert.That(BitConverter.UInt16BitsToHalf(halves[i]), Is.EqualTo((Half)values[i]), values[i].ToString("R"));
    }
}
