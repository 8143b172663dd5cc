using System.Runtime.Intrinsics;

namespace Engine.Core.Maps;

/// <summary>IEEE 754 binary16 to binary32 and back, eight values at a time.</summary>
internal static unsafe class HalfConversion
{
    private const int Lanes = 8;
    private const uint SmallestNormal = 113u << 23;
    private const uint Overflow = 143u << 23;
    private const uint SubnormalMagic = 126u << 23;

    /// <summary>
    /// Widens. Exponent and mantissa are moved to their new places; a multiplication by 2¹¹² then corrects the exponent bias and makes subnormal
    /// numbers normal, both exactly. Infinity and NaN get the new largest exponent.
    /// </summary>
    /// <param name="source">Bit patterns of 16-bit floats.</param>
    /// <param name="target">Gets the values.</param>
    /// <param name="count">Number of values.</param>
    public static void ToFloats(ushort* source, float* target, int count)
    {
        Vector256<float> bias = Vector256.Create(5.192296858534828e33f);
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            Vector256<uint> half = Vector256.WidenLower(Vector128.Load(source + i).ToVector256Unsafe());
            Vector256<uint> magnitude = half & Vector256.Create(0x7fffu);
            Vector256<uint> special = Vector256.GreaterThanOrEqual(magnitude, Vector256.Create(0x7c00u)) & Vector256.Create(0x7f800000u);
            Vector256<uint> value = ((magnitude << 13).AsSingle() * bias).AsUInt32();
            (value | special | ((half & Vector256.Create(0x8000u)) << 16)).AsSingle().Store(target + i);
        }

        for (; i < count; i++)
            target[i] = (float)BitConverter.UInt16BitsToHalf(source[i]);
    }

    /// <summary>
    /// Narrows, rounding to nearest, ties to even. Normal numbers: the exponent bias is changed and half a unit of the last kept place is added, less
    /// one bit when that place is even. Numbers that become subnormal: adding 1/2 lets the adder shift and round. Too large becomes infinity.
    /// </summary>
    /// <param name="source">Values.</param>
    /// <param name="target">Gets bit patterns of 16-bit floats.</param>
    /// <param name="count">Number of values.</param>
    public static void FromFloats(float* source, ushort* target, int count)
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
        {
            Vector256<uint> bits = Vector256.Load(source + i).AsUInt32();
            Vector256<uint> sign = bits & Vector256.Create(0x80000000u), magnitude = bits ^ sign;
            Vector256<uint> odd = (magnitude >> 13) & Vector256<uint>.One;
            Vector256<uint> normal = (magnitude - Vector256.Create(112u << 23) + Vector256.Create(0xfffu) + odd) >> 13;
            Vector256<uint> magic = Vector256.Create(SubnormalMagic);
            Vector256<uint> subnormal = (magnitude.AsSingle() + magic.AsSingle()).AsUInt32() - magic;
            Vector256<uint> isNan = Vector256.GreaterThan(magnitude, Vector256.Create(0x7f800000u));
            Vector256<uint> special = Vector256.ConditionalSelect(isNan, Vector256.Create(0x7e00u), Vector256.Create(0x7c00u));
            Vector256<uint> half = Vector256.ConditionalSelect(Vector256.LessThan(magnitude, Vector256.Create(SmallestNormal)), subnormal, normal);
            half = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(magnitude, Vector256.Create(Overflow)), special, half) | (sign >> 16);
            Vector128.Narrow(half.GetLower(), half.GetUpper()).Store(target + i);
        }

        for (; i < count; i++)
            target[i] = BitConverter.HalfToUInt16Bits((Half)source[i]);
    }
}
