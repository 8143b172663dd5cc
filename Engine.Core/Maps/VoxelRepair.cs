using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>Makes voxels usable.</summary>
internal static unsafe class VoxelRepair
{
    /// <summary>Sets NaN and infinite values to zero.</summary>
    /// <param name="values">The values, changed in place.</param>
    public static void ZeroNonFinite(NativeBuffer<float> values)
    {
        float* pointer = values.Pointer;
        FixedChunks.ForEach(values.Length, (_, first, length) =>
        {
            foreach (ref float value in new Span<float>(pointer + first, length))
            {
                if (!float.IsFinite(value))
                    value = 0;
            }
        });
        GC.KeepAlive(values);
    }
}
