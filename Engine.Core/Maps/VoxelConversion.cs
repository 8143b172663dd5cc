using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Engine.Core.Maps;

/// <summary>Turns stored voxels into floats, many at a time, in parallel over fixed chunks.</summary>
internal static unsafe class VoxelConversion
{
    /// <summary>Converts voxels. Numbers of the other byte order are turned round first, in place.</summary>
    /// <param name="source">Stored voxels; the content may change.</param>
    /// <param name="target">Gets the values; may be the source itself for mode 2.</param>
    /// <param name="count">Number of voxels.</param>
    /// <param name="mode">How they are stored; one of the modes that can be read.</param>
    /// <param name="swap">Turn the byte order round.</param>
    /// <param name="unsignedBytes">Take the bytes of mode 0 as 0 to 255.</param>
    public static void Convert(byte* source, float* target, long count, MapMode mode, bool swap, bool unsignedBytes)
    {
        int bytes = MapModes.BytesPerVoxel(mode);
        FixedChunks.ForEach(count, (_, first, length) =>
        {
            byte* from = source + first * bytes;
            float* to = target + first;
            if (swap && bytes == 4)
                Swap(new Span<int>(from, length));
            else if (swap && bytes == 2)
                Swap(new Span<short>(from, length));
            ConvertChunk(from, to, length, mode, unsignedBytes);
        });
    }

    private static void Swap(Span<int> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void Swap(Span<short> values) => BinaryPrimitives.ReverseEndianness(values, values);

    private static void ConvertChunk(byte* source, float* target, int count, MapMode mode, bool unsignedBytes)
    {
        switch (mode)
        {
            case MapMode.Int8 when unsignedBytes:
                ConvertBytes(source, target, count);
                break;
            case MapMode.Int8:
                ConvertSignedBytes((sbyte*)source, target, count);
                break;
            case MapMode.Int16:
                ConvertShorts((short*)source, target, count);
                break;
            case MapMode.UInt16:
                ConvertUnsignedShorts((ushort*)source, target, count);
                break;
            case MapMode.Float16:
                HalfConversion.ToFloats((ushort*)source, target, count);
                break;
            case MapMode.Float32:
                if (source != target)
                    Buffer.MemoryCopy(source, target, (long)count * sizeof(float), (long)count * sizeof(float));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(mode));
        }
    }

    private static void ConvertBytes(byte* source, float* target, int count)
    {
        int i = 0;
        for (; i <= count - 8; i += 8)
            Store(Vector256.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(*(ulong*)(source + i)).AsByte()).ToVector256Unsafe()).AsInt32(), target + i);
        for (; i < count; i++)
            target[i] = source[i];
    }

    private static void ConvertSignedBytes(sbyte* source, float* target, int count)
    {
        int i = 0;
        for (; i <= count - 8; i += 8)
            Store(Vector256.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(*(ulong*)(source + i)).AsSByte()).ToVector256Unsafe()), target + i);
        for (; i < count; i++)
            target[i] = source[i];
    }

    private static void ConvertShorts(short* source, float* target, int count)
    {
        int i = 0;
        for (; i <= count - 8; i += 8)
            Store(Vector256.WidenLower(Vector128.Load(source + i).ToVector256Unsafe()), target + i);
        for (; i < count; i++)
            target[i] = source[i];
    }

    private static void ConvertUnsignedShorts(ushort* source, float* target, int count)
    {
        int i = 0;
        for (; i <= count - 8; i += 8)
            Store(Vector256.WidenLower(Vector128.Load(source + i).ToVector256Unsafe()).AsInt32(), target + i);
        for (; i < count; i++)
            target[i] = source[i];
    }

    private static void Store(Vector256<int> values, float* target) => Vector256.ConvertToSingle(values).Store(target);
}
