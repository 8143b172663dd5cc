namespace Engine.Core.Restraints;

/// <summary>Cubic splines through values on a ring of equal steps.</summary>
internal static class PeriodicSpline
{
    /// <summary>
    /// Slopes at the nodes, per step, of the spline with continuous second derivatives: s(i-1) + 4 s(i) + s(i+1) = 3 (v(i+1) - v(i-1)). The response of this
    /// equation to a single right side is q^|k| / (2 √3), q = √3 - 2.
    /// </summary>
    /// <param name="values">Values.</param>
    /// <param name="first">Index of the first.</param>
    /// <param name="stride">Distance between consecutive values in the array.</param>
    /// <param name="count">Number of values on the ring, at least 4.</param>
    /// <param name="slopes">Receives the slopes at the same places.</param>
    public static void Slopes(ReadOnlySpan<double> values, int first, int stride, int count, Span<double> slopes)
    {
        // One recursive pass around the ring in each direction, begun far enough outside that the start is forgotten.
        double q = Math.Sqrt(3) - 2;
        int turns = Math.Max(count, 64);
        Span<double> right = count <= 1024 ? stackalloc double[count] : new double[count];
        Span<double> forward = count <= 1024 ? stackalloc double[count] : new double[count];
        for (int i = 0; i < count; i++)
            right[i] = 3 * (values[first + stride * ((i + 1) % count)] - values[first + stride * ((i + count - 1) % count)]);
        double running = 0;
        for (int i = -turns; i < count; i++)
        {
            running = right[((i % count) + count) % count] + q * running;
            if (i >= 0)
                forward[i] = running;
        }

        running = 0;
        for (int i = count - 1 + turns; i >= 0; i--)
        {
            int at = i % count;
            double behind = q * running;
            running = right[at] + behind;
            if (i < count)
                slopes[first + stride * at] = (forward[at] + behind) / (2 * Math.Sqrt(3));
        }
    }
}
