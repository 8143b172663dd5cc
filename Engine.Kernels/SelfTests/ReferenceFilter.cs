namespace Engine.Kernels.SelfTests;

/// <summary>Filters between half spaces by their definition, coefficient by coefficient.</summary>
internal static class ReferenceFilter
{
    /// <summary>Target of a filter.</summary>
    public static float[] Apply(float[] source, HalfSpaceShape from, float[] before, HalfSpaceShape to, FourierFilter filter)
    {
        float[] target = filter.Accumulate ? [.. before] : new float[before.Length];
        for (int z = 0; z < to.Nz; z++)
        {
            for (int y = 0; y < to.Ny; y++)
            {
                for (int h = 0; h < to.Nx / 2 + 1; h++)
                {
                    int k = 2 * y > to.Ny ? y - to.Ny : y, l = 2 * z > to.Nz ? z - to.Nz : z;
                    double s2 = Math.Pow(h / filter.CellX, 2) + Math.Pow(k / filter.CellY, 2) + Math.Pow(l / filter.CellZ, 2), s = Math.Sqrt(s2);
                    bool resolved = Below(h, from.Nx, to.Nx) && Below(k, from.Ny, to.Ny) && Below(l, from.Nz, to.Nz);
                    if (!resolved || s >= filter.SOuter || (s2 == 0 && !filter.KeepOrigin))
                        continue;
                    int at = 2 * ((z * to.Ny + y) * (to.Nx / 2 + 1) + h);
                    int read = 2 * (((l + from.Nz) % from.Nz * from.Ny + (k + from.Ny) % from.Ny) * (from.Nx / 2 + 1) + h);
                    double window = s <= filter.SInner ? 1 : 0.5 + 0.5 * Math.Cos((s - filter.SInner) / (filter.SOuter - filter.SInner) * Math.PI);
                    double factor = filter.Scale * window * Math.Exp(filter.Blur * s2 / 4);
                    target[at] += (float)(factor * source[read]);
                    target[at + 1] += (float)(factor * source[read + 1]);
                }
            }
        }

        return target;
    }

    /// <summary>Target of a radial table.</summary>
    public static float[] Apply(float[] source, HalfSpaceShape from, float[] before, HalfSpaceShape to, RadialFilter filter)
    {
        float[] target = filter.Accumulate ? [.. before] : new float[before.Length];
        for (int z = 0; z < to.Nz; z++)
        {
            for (int y = 0; y < to.Ny; y++)
            {
                for (int h = 0; h < to.Nx / 2 + 1; h++)
                {
                    int k = 2 * y > to.Ny ? y - to.Ny : y, l = 2 * z > to.Nz ? z - to.Nz : z;
                    if (!Held(h, from.Nx, to.Nx) || !Held(k, from.Ny, to.Ny) || !Held(l, from.Nz, to.Nz))
                        continue;
                    double s = Math.Sqrt(Math.Pow(h / filter.CellX, 2) + Math.Pow(k / filter.CellY, 2) + Math.Pow(l / filter.CellZ, 2)), u = s / filter.Step;
                    int node = (int)u, last = filter.Table.Length - 1;
                    double factor = u > last ? filter.Beyond : node == last ? filter.Table[last] : filter.Table[node] * (1 - u + node) + filter.Table[node + 1] * (u - node);
                    int at = 2 * ((z * to.Ny + y) * (to.Nx / 2 + 1) + h);
                    int read = 2 * (((l + from.Nz) % from.Nz * from.Ny + (k + from.Ny) % from.Ny) * (from.Nx / 2 + 1) + h);
                    target[at] += (float)(factor * source[read]);
                    target[at + 1] += (float)(factor * source[read + 1]);
                }
            }
        }

        return target;
    }

    private static bool Below(int index, int n, int m) => 2 * Math.Abs(index) < Math.Min(n, m);

    private static bool Held(int index, int n, int m) => n == m || 2 * Math.Abs(index) < Math.Min(n, m);
}
