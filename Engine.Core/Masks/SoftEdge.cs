using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Masks;

/// <summary>Dilation of a mask and a raised-cosine edge round it, by exact Euclidean distances.</summary>
public static class SoftEdge
{
    /// <summary>
    /// Grows the set of voxels where the mask is at least 0.5 by a distance, and lets it fall to 0 over an edge: with t = (distance - dilate)/edge from 0 to 1 the value is
    /// (1 + cos π t)/2.
    /// </summary>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="mask">One value per voxel, x fastest; not changed.</param>
    /// <param name="dilate">How far to grow, Å; below 0 the set shrinks.</param>
    /// <param name="edge">Width of the edge, Å, 0 or more; 0 gives a mask of 0 and 1.</param>
    /// <returns>One value from 0 to 1 per voxel; 0 everywhere when the set is or becomes empty.</returns>
    /// <exception cref="UsageException">A distance that is not finite, or an edge below 0.</exception>
    public static float[] Apply(MapGrid grid, float[] mask, double dilate, double edge)
    {
        if (!double.IsFinite(dilate) || !(edge >= 0 && double.IsFinite(edge)))
            throw new UsageException(FormattableString.Invariant($"a mask cannot be grown by {dilate} Å with an edge of {edge} Å: give finite distances and an edge of 0 or more"));
        if (dilate < 0)
        {
            mask = Shrink(grid, mask, -dilate);
            dilate = 0;
        }

        float[] values = DistanceTransform.Squared(grid, mask);
        Fall(values, dilate, edge);
        return values;
    }

    /// <summary>Turns squared distances into the values of the mask.</summary>
    /// <param name="squared">Å² in, 0 to 1 out.</param>
    /// <param name="radius">Distance up to which the mask is 1, Å.</param>
    /// <param name="edge">Width of the edge, Å.</param>
    internal static void Fall(float[] squared, double radius, double edge)
    {
        // Neighbours at exactly the radius belong inside whatever the rounding of a float.
        double inner = radius * radius * (1 + 1e-6), outer = (radius + edge) * (radius + edge);
        FixedChunks.ForEach(squared.Length, (_, start, length) =>
        {
            foreach (ref float v in squared.AsSpan((int)start, length))
                v = v <= inner ? 1 : v >= outer ? 0 : (float)(0.5 + 0.5 * Math.Cos(Math.PI * (Math.Sqrt(v) - radius) / edge));
        });
    }

    private static float[] Shrink(MapGrid grid, float[] mask, double by)
    {
        float[] values = DistanceTransform.Squared(grid, mask, toOutside: true);
        double limit = by * by * (1 + 1e-6);
        for (int i = 0; i < values.Length; i++)
            values[i] = values[i] > limit ? 1 : 0;
        return values;
    }
}
