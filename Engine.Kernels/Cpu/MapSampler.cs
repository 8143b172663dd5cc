using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Value and gradient of a map between its voxels. Voxels are float; fractions, weights and sums are double, so that the gradient is the
/// derivative of the value to rounding, which the line search of a minimiser feels.
/// </summary>
internal readonly unsafe struct MapSampler
{
    private readonly float* map;
    private readonly int nx;
    private readonly int ny;
    private readonly int nz;
    private readonly bool periodic;
    private readonly double originX, originY, originZ;
    private readonly double m0, m1, m2, m3, m4, m5, m6, m7, m8;

    /// <summary>Describes a map.</summary>
    /// <param name="map">Voxels, x fastest.</param>
    /// <param name="frame">Where they lie.</param>
    public MapSampler(float* map, in GridFrame frame)
    {
        this.map = map;
        (nx, ny, nz, periodic) = (frame.Nx, frame.Ny, frame.Nz, frame.Periodic);
        (originX, originY, originZ) = (frame.OriginX, frame.OriginY, frame.OriginZ);
        double[] m = frame.ToGrid;
        (m0, m1, m2, m3, m4, m5, m6, m7, m8) = (m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
    }

    /// <summary>True where a position is finite and, on a grid that does not repeat, inside it.</summary>
    /// <param name="position">x, y, z in Å.</param>
    public bool Contains(double* position)
    {
        (double u, double v, double w) = Index(position);
        if (!(Math.Abs(u) + Math.Abs(v) + Math.Abs(w) < double.PositiveInfinity))
            return false;
        return periodic || (u >= 0 && u <= nx - 1 && v >= 0 && v <= ny - 1 && w >= 0 && w <= nz - 1);
    }

    /// <summary>Density at a position: 0 outside a grid that does not repeat, NaN where a coordinate is not a number.</summary>
    /// <param name="kind">Interpolation rule.</param>
    /// <param name="position">x, y, z in Å.</param>
    /// <param name="slope">The derivatives by x, y, z in 1/Å, and one number more; 0 where the value is 0 or NaN by position.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Sample(InterpolationKind kind, double* position, out Vector256<double> slope)
    {
        (double u, double v, double w) = Index(position);
        slope = default;
        if (!(Math.Abs(u) + Math.Abs(v) + Math.Abs(w) < double.PositiveInfinity))
            return double.NaN;
        if (periodic)
            (u, v, w) = (Wrapped(u, nx), Wrapped(v, ny), Wrapped(w, nz));
        else if (!(u >= 0 && u <= nx - 1 && v >= 0 && v <= ny - 1 && w >= 0 && w <= nz - 1))
            return 0;
        Vector256<double> result = kind == InterpolationKind.Tricubic ? Cubic(u, v, w) : Linear(u, v, w);

        // By grid index to by Å: the transposed matrix.
        double du = result[1], dv = result[2], dw = result[3];
        slope = Vector256.Create(du * m0 + dv * m3 + dw * m6, du * m1 + dv * m4 + dw * m7, du * m2 + dv * m5 + dw * m8, 0);
        return result[0];
    }

    /// <summary>Grid index of a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (double U, double V, double W) Index(double* position)
    {
        double x = position[0] - originX, y = position[1] - originY, z = position[2] - originZ;
        return (m0 * x + m1 * y + m2 * z, m3 * x + m4 * y + m5 * z, m6 * x + m7 * y + m8 * z);
    }

    /// <summary>Value and derivatives by grid index from 8 voxels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector256<double> Linear(double u, double v, double w)
    {
        int i = (int)u, j = (int)v, k = (int)w;
        double t = u - i, s = v - j, r = w - k;
        int i1 = Index(i + 1, nx);
        float* p00 = Row(j, k), p10 = Row(Index(j + 1, ny), k), p01 = Row(j, Index(k + 1, nz)), p11 = Row(Index(j + 1, ny), Index(k + 1, nz));
        double a00 = p00[i], a10 = p10[i], a01 = p01[i], a11 = p11[i];
        double d00 = p00[i1] - a00, d10 = p10[i1] - a10, d01 = p01[i1] - a01, d11 = p11[i1] - a11;
        (a00, a10, a01, a11) = (a00 + t * d00, a10 + t * d10, a01 + t * d01, a11 + t * d11);
        double lower = a00 + s * (a10 - a00), upper = a01 + s * (a11 - a01);
        double lowerX = d00 + s * (d10 - d00), upperX = d01 + s * (d11 - d01);
        return Vector256.Create(
            lower + r * (upper - lower), lowerX + r * (upperX - lowerX), a10 - a00 + r * (a11 - a01 - a10 + a00), upper - lower);
    }

    /// <summary>Value and derivatives by grid index from 64 voxels; rows of four along x are the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Vector256<double> Cubic(double u, double v, double w)
    {
        int i = (int)u, j = (int)v, k = (int)w;
        if (i >= 1 && j >= 1 && k >= 1 && i + 2 < nx && j + 2 < ny && k + 2 < nz)
            return Stencil(Row(j - 1, k - 1) + i - 1, nx, (long)nx * ny, u - i, v - j, w - k);
        float* block = stackalloc float[64];
        float* next = block;
        for (int c = -1; c <= 2; c++)
        {
            for (int b = -1; b <= 2; b++)
            {
                float* row = Row(Index(j + b, ny), Index(k + c, nz));
                for (int a = -1; a <= 2; a++)
                    *next++ = row[Index(i + a, nx)];
            }
        }

        return Stencil(block, 4, 16, u - i, v - j, w - k);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<double> Stencil(float* corner, long rowStep, long planeStep, double t, double s, double r)
    {
        Vector256<double> wx = Weights(t, out Vector256<double> dx), wy = Weights(s, out Vector256<double> dy), wz = Weights(r, out Vector256<double> dz);
        Vector256<double> wy0 = Lane(wy, 0), wy1 = Lane(wy, 1), wy2 = Lane(wy, 2), wy3 = Lane(wy, 3);
        Vector256<double> dy0 = Lane(dy, 0), dy1 = Lane(dy, 1), dy2 = Lane(dy, 2), dy3 = Lane(dy, 3);
        Vector256<double> sum = default, sumY = default, sumZ = default;
        for (int c = 0; c < 4; c++, corner += planeStep)
        {
            Vector256<double> a0 = Load(corner), a1 = Load(corner + rowStep), a2 = Load(corner + 2 * rowStep), a3 = Load(corner + 3 * rowStep);
            Vector256<double> plane = Add(a3, wy3, Add(a2, wy2, Add(a1, wy1, a0 * wy0)));
            Vector256<double> planeY = Add(a3, dy3, Add(a2, dy2, Add(a1, dy1, a0 * dy0)));
            Vector256<double> weight = Vector256.Create(wz[c]);
            sum = Add(plane, weight, sum);
            sumY = Add(planeY, weight, sumY);
            sumZ = Add(plane, Vector256.Create(dz[c]), sumZ);
        }

        return Vector256.Create(Vector256.Dot(sum, wx), Vector256.Dot(sum, dx), Vector256.Dot(sumY, wx), Vector256.Dot(sumZ, wx));
    }

    /// <summary>Catmull-Rom weights (Keys 1981, a = -1/2) of the points -1, 0, 1, 2 at fraction t, and their derivatives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Weights(double t, out Vector256<double> slopes)
    {
        Vector256<double> x = Vector256.Create(t), c3 = Vector256.Create(-0.5, 1.5, -1.5, 0.5), c2 = Vector256.Create(1, -2.5, 2, -0.5);
        Vector256<double> c1 = Vector256.Create(-0.5, 0, 0.5, 0), c0 = Vector256.Create(0, 1.0, 0, 0);
        slopes = Add(Add(3 * c3, x, 2 * c2), x, c1);
        return Add(Add(Add(c3, x, c2), x, c1), x, c0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Add(Vector256<double> a, Vector256<double> b, Vector256<double> sum) => LaneMath.MultiplyAdd(a, b, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Lane(Vector256<double> v, int lane) => Vector256.Create(v[lane]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load(float* row)
    {
        Vector128<float> voxels = Vector128.Load(row);
        return Avx.IsSupported
            ? Avx.ConvertToVector256Double(voxels)
            : Vector256.Create(Vector128.WidenLower(voxels), Vector128.WidenUpper(voxels));
    }

    /// <summary>Index between 0 and n; rounding can lift a tiny negative one to n, which is 0 again.</summary>
    private static double Wrapped(double u, int n)
    {
        double wrapped = u - n * Math.Floor(u / n);
        return wrapped < n ? Math.Max(wrapped, 0) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Row(int j, int k) => map + ((long)k * ny + j) * nx;

    /// <summary>A voxel of the stencil: wraps where the grid repeats, else repeats the edge.</summary>
    private int Index(int i, int n)
    {
        if (!periodic)
            return Math.Clamp(i, 0, n - 1);
        int remainder = i % n;
        return remainder < 0 ? remainder + n : remainder;
    }
}
