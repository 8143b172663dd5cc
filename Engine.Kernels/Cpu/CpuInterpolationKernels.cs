using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Density at atoms on the CPU. Positions become grid coordinates in double; the polynomial is evaluated in float, sums are in double.</summary>
internal sealed unsafe class CpuInterpolationKernels(CpuWorkers workers) : InterpolationKernels
{
    private const int Chunk = 1024;

    public override double Evaluate(
        DeviceBuffer<float> map, in GridFrame frame, DeviceBuffer<double> positions, DeviceBuffer<float> weights,
        InterpolationKind kind, double scale, DeviceBuffer<double>? gradient)
    {
        long atoms = weights.Length;
        Check(map, frame, positions, atoms);
        if (gradient != null && gradient.Length != positions.Length)
            throw new ArgumentException("gradient and positions differ in length", nameof(gradient));
        var sampler = new Sampler(map.Host(), frame);
        double* x = positions.Host(), g = gradient == null ? null : gradient.Host();
        float* w = weights.Host();
        int chunks = (int)((atoms + Chunk - 1) / Chunk);
        var sums = new double[chunks];
        workers.Run(chunks, c =>
        {
            double sum = 0;
            long end = Math.Min(atoms, (long)(c + 1) * Chunk);
            for (long i = (long)c * Chunk; i < end; i++)
            {
                if (w[i] == 0)
                    continue;
                Sample s = kind == InterpolationKind.Tricubic ? sampler.Cubic(x + 3 * i) : sampler.Linear(x + 3 * i);
                sum += (double)w[i] * s.Value;
                if (g == null)
                    continue;
                double f = scale * w[i];
                sampler.AddGradient(g + 3 * i, f, s);
            }

            sums[c] = sum;
        });
        double total = 0;
        foreach (double s in sums)
            total += s;
        return scale * total;
    }

    public override void Values(
        DeviceBuffer<float> map, in GridFrame frame, DeviceBuffer<double> positions, InterpolationKind kind, DeviceBuffer<float> values)
    {
        long atoms = values.Length;
        Check(map, frame, positions, atoms);
        var sampler = new Sampler(map.Host(), frame);
        double* x = positions.Host();
        float* v = values.Host();
        int chunks = (int)((atoms + Chunk - 1) / Chunk);
        workers.Run(chunks, c =>
        {
            long end = Math.Min(atoms, (long)(c + 1) * Chunk);
            for (long i = (long)c * Chunk; i < end; i++)
                v[i] = (kind == InterpolationKind.Tricubic ? sampler.Cubic(x + 3 * i) : sampler.Linear(x + 3 * i)).Value;
        });
    }

    private static void Check(DeviceBuffer<float> map, in GridFrame frame, DeviceBuffer<double> positions, long atoms)
    {
        if (map.Length < frame.VoxelCount)
            throw new ArgumentException($"{map.Length} voxels for a grid of {frame.VoxelCount}", nameof(map));
        if (positions.Length != 3 * atoms)
            throw new ArgumentException($"{positions.Length} coordinates for {atoms} atoms", nameof(positions));
    }

    /// <summary>Value and its derivatives by the grid coordinates.</summary>
    private readonly record struct Sample(float Value, float Du, float Dv, float Dw);

    /// <summary>Reads one grid.</summary>
    private readonly struct Sampler
    {
        private readonly float* map;
        private readonly int nx;
        private readonly int ny;
        private readonly int nz;
        private readonly double ox;
        private readonly double oy;
        private readonly double oz;
        private readonly double a0, a1, a2, a3, a4, a5, a6, a7, a8;
        private readonly bool periodic;

        public Sampler(float* map, in GridFrame frame)
        {
            this.map = map;
            (nx, ny, nz) = (frame.Nx, frame.Ny, frame.Nz);
            (ox, oy, oz) = (frame.OriginX, frame.OriginY, frame.OriginZ);
            double[] m = frame.ToGrid;
            (a0, a1, a2, a3, a4, a5, a6, a7, a8) = (m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
            periodic = frame.Periodic;
        }

        /// <summary>Adds f × ∂ρ/∂x to a gradient: the grid derivatives times the transposed matrix.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddGradient(double* g, double f, in Sample s)
        {
            g[0] += f * (s.Du * a0 + s.Dv * a3 + s.Dw * a6);
            g[1] += f * (s.Du * a1 + s.Dv * a4 + s.Dw * a7);
            g[2] += f * (s.Du * a2 + s.Dv * a5 + s.Dw * a8);
        }

        public Sample Linear(double* x)
        {
            if (!Locate(x, out int i, out int j, out int k, out float t, out float u, out float v))
                return default;
            long i1 = Next(i, nx), j0 = (long)j * nx, j1 = (long)Next(j, ny) * nx;
            long plane = (long)nx * ny, k0 = k * plane, k1 = Next(k, nz) * plane;
            float c000 = map[k0 + j0 + i], c100 = map[k0 + j0 + i1], c010 = map[k0 + j1 + i], c110 = map[k0 + j1 + i1];
            float c001 = map[k1 + j0 + i], c101 = map[k1 + j0 + i1], c011 = map[k1 + j1 + i], c111 = map[k1 + j1 + i1];
            float x00 = c000 + t * (c100 - c000), x10 = c010 + t * (c110 - c010), x01 = c001 + t * (c101 - c001), x11 = c011 + t * (c111 - c011);
            float y0 = x00 + u * (x10 - x00), y1 = x01 + u * (x11 - x01);
            float d0 = c100 - c000 + u * (c110 - c010 - c100 + c000), d1 = c101 - c001 + u * (c111 - c011 - c101 + c001);
            return new(y0 + v * (y1 - y0), d0 + v * (d1 - d0), x10 - x00 + v * (x11 - x01 - x10 + x00), y1 - y0);
        }

        public Sample Cubic(double* x)
        {
            if (!Locate(x, out int i, out int j, out int k, out float t, out float u, out float v))
                return default;
            Vector128<float> wx = Weights(t), dx = Slopes(t), wy = Weights(u), dy = Slopes(u), wz = Weights(v), dz = Slopes(v);
            Vector128<float> a = Vector128<float>.Zero, b = a, c = a;
            bool inside = i >= 1 && i + 2 < nx && j >= 1 && j + 2 < ny && k >= 1 && k + 2 < nz;
            for (int m = 0; m < 4; m++)
            {
                Vector128<float> p = Vector128<float>.Zero, q = p;
                long plane = (inside ? k - 1 + m : Index(k - 1 + m, nz)) * (long)nx * ny;
                for (int n = 0; n < 4; n++)
                {
                    Vector128<float> row = inside
                        ? Vector128.Load(map + plane + (long)(j - 1 + n) * nx + i - 1)
                        : Row(map + plane + (long)Index(j - 1 + n, ny) * nx, i);
                    p = Vector128.FusedMultiplyAdd(Vector128.Create(wy[n]), row, p);
                    q = Vector128.FusedMultiplyAdd(Vector128.Create(dy[n]), row, q);
                }

                a = Vector128.FusedMultiplyAdd(Vector128.Create(wz[m]), p, a);
                b = Vector128.FusedMultiplyAdd(Vector128.Create(wz[m]), q, b);
                c = Vector128.FusedMultiplyAdd(Vector128.Create(dz[m]), p, c);
            }

            return new(Vector128.Dot(a, wx), Vector128.Dot(a, dx), Vector128.Dot(b, wx), Vector128.Dot(c, wx));
        }

        /// <summary>Catmull-Rom weights of the four points around an interval, at t of the way through it (Keys 1981, a = -1/2).</summary>
        private static Vector128<float> Weights(float t) => Vector128.Create(
            t * (-0.5f + t * (1 - 0.5f * t)), 1 + t * t * (-2.5f + 1.5f * t), t * (0.5f + t * (2 - 1.5f * t)), t * t * (-0.5f + 0.5f * t));

        private static Vector128<float> Slopes(float t) => Vector128.Create(
            -0.5f + t * (2 - 1.5f * t), t * (-5 + 4.5f * t), 0.5f + t * (4 - 4.5f * t), t * (-1 + 1.5f * t));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool Locate(double* x, out int i, out int j, out int k, out float t, out float u, out float v)
        {
            double dx = x[0] - ox, dy = x[1] - oy, dz = x[2] - oz;
            bool ok = Cell(a0 * dx + a1 * dy + a2 * dz, nx, out i, out t);
            ok &= Cell(a3 * dx + a4 * dy + a5 * dz, ny, out j, out u);
            ok &= Cell(a6 * dx + a7 * dy + a8 * dz, nz, out k, out v);
            return ok;
        }

        /// <summary>Interval and fraction; false outside a non-periodic grid.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private bool Cell(double u, int n, out int i, out float t)
        {
            if (periodic)
                u -= n * Math.Floor(u / n);
            double floor = Math.Floor(u);
            if (!(u >= 0 && u <= n - 1) && !periodic)
            {
                (i, t) = (0, 0);
                return false;
            }

            t = (float)(u - floor);
            i = (int)floor;
            if (i >= n)
                i -= n;
            if (!periodic && i == n - 1 && n > 1)
                (i, t) = (n - 2, 1);
            return double.IsFinite(u);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private int Next(int i, int n) => i + 1 < n ? i + 1 : periodic ? 0 : n - 1;

        private int Index(int i, int n)
        {
            if (!periodic)
                return Math.Clamp(i, 0, n - 1);
            i %= n;
            return i < 0 ? i + n : i;
        }

        private Vector128<float> Row(float* row, int i) =>
            Vector128.Create(row[Index(i - 1, nx)], row[Index(i, nx)], row[Index(i + 1, nx)], row[Index(i + 2, nx)]);
    }
}
