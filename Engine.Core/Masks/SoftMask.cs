using Engine.Core.Geometry;
using Engine.Core.Maps;

namespace Engine.Core.Masks;

/// <summary>A mask with what is to be said about it.</summary>
/// <param name="Values">One value from 0 to 1 per voxel, x fastest.</param>
/// <param name="Method">How it was made, for tables and documents.</param>
/// <param name="Threshold">What was compared with a threshold, and the threshold; null for masks round models.</param>
/// <param name="Warnings">What is doubtful, one line each.</param>
public sealed record SoftMask(float[] Values, string Method, MaskThreshold? Threshold, IReadOnlyList<string> Warnings)
{
    /// <summary>Σ of the values over the number of voxels.</summary>
    public double Fraction { get; } = Sum(Values) / Values.LongLength;

    /// <summary>Σ of the values times the volume of a voxel, Å³.</summary>
    /// <param name="grid">Grid of the mask.</param>
    public double Volume(MapGrid grid)
    {
        Vec3 voxel = grid.VoxelSize;
        return Fraction * grid.VoxelCount * voxel.X * voxel.Y * voxel.Z;
    }

    private static double Sum(float[] values)
    {
        var sums = new double[FixedChunks.Count(values.LongLength)];
        FixedChunks.ForEach(values.LongLength, (chunk, start, length) =>
        {
            double sum = 0;
            foreach (float v in values.AsSpan((int)start, length))
                sum += v;
            sums[chunk] = sum;
        });
        return sums.Sum();
    }
}

/// <summary>A threshold of a mask.</summary>
/// <param name="Quantity">What lies above it inside.</param>
/// <param name="Value">The threshold in the unit of the quantity.</param>
/// <param name="IsAutomatic">Found, not given.</param>
public sealed record MaskThreshold(string Quantity, double Value, bool IsAutomatic);
