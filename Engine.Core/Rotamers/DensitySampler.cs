using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Rotamers;

/// <summary>Density between the voxels of a map in host memory: cubic convolution over 4 × 4 × 4 voxels (Keys, IEEE Trans. ASSP 29 (1981) 1153, a = -1/2). Safe for concurrent use.</summary>
/// <param name="values">Voxels, x fastest; the owner keeps them alive.</param>
/// <param name="frame">Where they lie.</param>
public sealed class DensitySampler(NativeBuffer<float> values, GridFrame frame)
{
    /// <summary>Samples a density map.</summary>
    /// <param name="map">Map; must not be disposed before the sampler's last use.</param>
    public DensitySampler(DensityMap map)
        : this(map.Values, map.Grid.Frame(false))
    {
    }

    /// <summary>The density at a position; voxels outside a map that does not repeat count as 0.</summary>
    /// <param name="position">Å.</param>
    public unsafe double At(Vec3 position)
    {
        double dx = position.X - frame.OriginX, dy = position.Y - frame.OriginY, dz = position.Z - frame.OriginZ;
        double[] m = frame.ToGrid;
        double u = m[0] * dx + m[1] * dy + m[2] * dz, v = m[3] * dx + m[4] * dy + m[5] * dz, w = m[6] * dx + m[7] * dy + m[8] * dz;
        if (!(Math.Abs(u) < 1e9 && Math.Abs(v) < 1e9 && Math.Abs(w) < 1e9))
            return 0;
        int i = (int)Math.Floor(u), j = (int)Math.Floor(v), k = (int)Math.Floor(w);
        Span<double> wx = stackalloc double[4], wy = stackalloc double[4], wz = stackalloc double[4];
        Span<int> x = stackalloc int[4], y = stackalloc int[4], z = stackalloc int[4];
        Weights(u - i, i, frame.Nx, wx, x);
        Weights(v - j, j, frame.Ny, wy, y);
        Weights(w - k, k, frame.Nz, wz, z);
        float* voxels = values.Pointer;
        double sum = 0;
        for (int c = 0; c < 4; c++)
        {
            for (int b = 0; b < 4; b++)
            {
                float* row = voxels + ((long)z[c] * frame.Ny + y[b]) * frame.Nx;
                sum += wz[c] * wy[b] * (wx[0] * row[x[0]] + wx[1] * row[x[1]] + wx[2] * row[x[2]] + wx[3] * row[x[3]]);
            }
        }

        return sum;
    }

    /// <summary>Weights and indices of the four voxels along an axis; a voxel outside has weight 0.</summary>
    private void Weights(double t, int first, int n, Span<double> weights, Span<int> indices)
    {
        weights[0] = t * (-0.5 + t * (1 - 0.5 * t));
        weights[1] = 1 + t * t * (-2.5 + 1.5 * t);
        weights[2] = t * (0.5 + t * (2 - 1.5 * t));
        weights[3] = t * t * (-0.5 + 0.5 * t);
        for (int d = 0; d < 4; d++)
        {
            int at = first - 1 + d;
            if (frame.Periodic)
                at = ((at % n) + n) % n;
            else if (at < 0 || at >= n)
                (at, weights[d]) = (0, 0);
            indices[d] = at;
        }
    }
}
