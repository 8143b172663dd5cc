namespace Engine.Kernels.Cpu;

/// <summary>Adds values times the ratio of two coarse maps, plane by plane.</summary>
/// <param name="numerators">Values at the nodes.</param>
/// <param name="denominators">Values at the nodes.</param>
/// <param name="source">Values per voxel.</param>
/// <param name="result">Receives the sums.</param>
internal readonly unsafe struct RatioMaps(float* numerators, float* denominators, float* source, float* result)
{
    private readonly float* numerators = numerators;
    private readonly float* denominators = denominators;
    private readonly float* source = source;
    private readonly float* result = result;

    /// <summary>Adds one plane.</summary>
    /// <param name="nodes">Where the nodes are.</param>
    /// <param name="z">Plane, counted from the first node.</param>
    /// <param name="limit">Smallest denominator that counts.</param>
    public void AddPlane(CoarseNodes nodes, int z, float limit)
    {
        float[] top = new float[nodes.Nodes.X], bottom = new float[nodes.Nodes.X];
        float invStep = 1f / nodes.Step;
        for (int y = 0; y < nodes.Extent.Y; y++)
        {
            Row(numerators, nodes, y, z, top);
            Row(denominators, nodes, y, z, bottom);
            long row = ((long)(z + nodes.Start) * nodes.Grid.Y + y + nodes.Start) * nodes.Grid.X + nodes.Start;
            for (int i = 0; i < top.Length; i++)
            {
                float n = top[i], d = bottom[i];
                bool isLast = i + 1 == top.Length;
                float riseN = isLast ? 0 : (top[i + 1] - n) * invStep, riseD = isLast ? 0 : (bottom[i + 1] - d) * invStep;
                int count = isLast ? 1 : nodes.Step;
                long first = row + (long)i * nodes.Step;
                for (int t = 0; t < count; t++)
                {
                    float below = d + t * riseD;
                    if (below > limit)
                        result[first + t] += source[first + t] * ((n + t * riseN) / below);
                }
            }
        }
    }

    /// <summary>A row of nodes, interpolated along y and z.</summary>
    private static void Row(float* values, CoarseNodes nodes, int y, int z, float[] row)
    {
        (int y0, int z0) = (y / nodes.Step, z / nodes.Step);
        float v = (float)(y % nodes.Step) / nodes.Step, w = (float)(z % nodes.Step) / nodes.Step;
        (int nextY, int nextZ) = (Math.Min(y0 + 1, nodes.Nodes.Y - 1), Math.Min(z0 + 1, nodes.Nodes.Z - 1));
        float* a = values + ((long)z0 * nodes.Nodes.Y + y0) * nodes.Nodes.X, b = values + ((long)z0 * nodes.Nodes.Y + nextY) * nodes.Nodes.X;
        float* c = values + ((long)nextZ * nodes.Nodes.Y + y0) * nodes.Nodes.X, d = values + ((long)nextZ * nodes.Nodes.Y + nextY) * nodes.Nodes.X;
        for (int x = 0; x < row.Length; x++)
            row[x] = (1 - w) * ((1 - v) * a[x] + v * b[x]) + w * ((1 - v) * c[x] + v * d[x]);
    }
}
