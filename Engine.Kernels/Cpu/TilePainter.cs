using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Adds atoms to one tile: rows are collected in a buffer with room for whole SIMD vectors and for what reaches over the edge, then added to the grid.
/// </summary>
internal sealed unsafe class TilePainter : IDisposable
{
    private const int Lanes = GaussianAxis.Lanes;

    private readonly SplatTiles tiles;
    private readonly TileBuffer buffer;
    private float[] alongX = [];
    private float[] alongY = [];
    private float[] alongZ = [];

    /// <summary>Prepares an empty tile.</summary>
    public TilePainter(SplatTiles tiles, int tile)
    {
        this.tiles = tiles;
        buffer = new TileBuffer(tiles, tile);
    }

    /// <summary>Adds an atom.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Paint(GaussianAtoms atoms, SplatShapes shapes, int atom)
    {
        double radius = atoms.Radius[atom];
        double u = tiles.X.Index(atoms.Positions[3 * atom]), v = tiles.Y.Index(atoms.Positions[3 * atom + 1]), w = tiles.Z.Index(atoms.Positions[3 * atom + 2]);
        Extent x = new(tiles.X, u, radius), y = new(tiles.Y, v, radius), z = new(tiles.Z, w, radius);
        if (x.Count <= 0 || y.Count <= 0 || z.Count <= 0)
            return;
        int aniso = atoms.AnisoRow?[atom] ?? -1;
        double* peaks = stackalloc double[Lanes], exponents = stackalloc double[6 * Lanes];
        new Span<double>(peaks, Lanes).Clear();
        new Span<double>(exponents, 6 * Lanes).Clear();
        if (aniso < 0)
            shapes.Isotropic(atom, new(peaks, Lanes), new(exponents, Lanes));
        else
            shapes.Anisotropic(atom, aniso, new(peaks, Lanes), new(exponents, 6 * Lanes));
        for (int term = 0; term < Lanes; term++)
            peaks[term] *= atoms.Occupancy[atom];
        GaussianForms forms = aniso < 0 ? default : new(exponents);
        Reserve(x.Count, y.Count, z.Count);
        fixed (float* tables = alongX, yTable = alongY, zTable = alongZ)
        {
            if (aniso < 0)
                Sample(x, y, z, shapes.Terms, peaks, exponents, tables, yTable, zTable);
            for (int k = z.First; k <= z.Last; k++)
            {
                int plane = buffer.Plane(k);
                if (!buffer.HasPlane(plane))
                    continue;
                double dz = z.Distance(k), left = radius * radius - dz * dz;
                for (int j = y.First; j <= y.Last; j++)
                {
                    float* row = buffer.Row(plane, j);
                    double dy = y.Distance(j), half = left - dy * dy;
                    if (row == null || half < 0)
                        continue;
                    half = Math.Sqrt(half) * x.PerAngstrom;
                    int from = Math.Max(x.First, (int)Math.Ceiling(u - half)), to = Math.Min(x.Last, (int)Math.Floor(u + half));
                    float* voxels = row + from;
                    if (to < from)
                        continue;
                    if (aniso < 0)
                    {
                        Vector256<float> factors = Vector256.Load(yTable + Lanes * (j - y.First)) * Vector256.Load(zTable + Lanes * (k - z.First));
                        Isotropic(tables + (from - x.First), alongX.Length / (2 * Lanes), shapes.Terms, factors, voxels, to - from + 1);
                    }
                    else
                    {
                        Anisotropic(peaks, forms.At((float)dy, (float)dz), shapes.Terms, (float)x.Distance(from), (float)x.Step, voxels, to - from + 1);
                    }
                }
            }
        }
    }

    /// <summary>Adds the tile to the grid.</summary>
    public void Deposit(float* grid) => buffer.Deposit(grid);

    /// <summary>Returns the buffer.</summary>
    public void Dispose() => buffer.Dispose();

    private void Reserve(int x, int y, int z)
    {
        if (alongX.Length < 2 * Lanes * (x + Lanes))
            alongX = new float[2 * Lanes * (2 * x + Lanes)];
        if (alongY.Length < Lanes * y)
            alongY = new float[Lanes * 2 * y];
        if (alongZ.Length < Lanes * z)
            alongZ = new float[Lanes * 2 * z];
    }

    /// <summary>
    /// Samples the factors: across rows and planes one vector of terms per index, along x term by term. The peaks go into those of planes.
    /// </summary>
    private void Sample(in Extent x, in Extent y, in Extent z, int terms, double* peaks, double* exponents, float* xTable, float* yTable, float* zTable)
    {
        GaussianAxis.Fill(exponents, y.Center, y.Step, y.First, y.Last, yTable);
        GaussianAxis.Fill(exponents, z.Center, z.Step, z.First, z.Last, zTable);
        Vector256<float> peak = Vector256.Narrow(Vector256.Load(peaks), Vector256.Load(peaks + 4));
        for (int i = 0; i < z.Count; i++)
            (peak * Vector256.Load(zTable + Lanes * i)).Store(zTable + Lanes * i);
        int stride = alongX.Length / (2 * Lanes);
        float* interleaved = xTable + Lanes * stride;
        GaussianAxis.Fill(exponents, x.Center, x.Step, x.First, x.Last, interleaved);
        for (int k = 0; k < terms; k++)
        {
            for (int i = 0; i < x.Count; i++)
                xTable[k * stride + i] = interleaved[Lanes * i + k];
        }
    }

    /// <summary>A row of an isotropic atom: one multiply-add per term and voxel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Isotropic(float* table, int stride, int terms, Vector256<float> factors, float* voxels, int count)
    {
        if (terms == 5)
        {
            Five(table, stride, factors, voxels, count);
            return;
        }

        float* factor = stackalloc float[Lanes];
        factors.Store(factor);
        for (int i = 0; i < count; i += Lanes)
        {
            Vector256<float> sum = default;
            for (int k = 0; k < terms; k++)
                sum = Vector256.MultiplyAddEstimate(Vector256.Create(factor[k]), Vector256.Load(table + k * stride + i), sum);
            Accumulate(voxels + i, sum, count - i);
        }
    }

    /// <summary>The usual number of terms, with their factors in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Five(float* table, int stride, Vector256<float> factors, float* voxels, int count)
    {
        Vector256<float> f0 = Vector256.Create(factors[0]), f1 = Vector256.Create(factors[1]), f2 = Vector256.Create(factors[2]);
        Vector256<float> f3 = Vector256.Create(factors[3]), f4 = Vector256.Create(factors[4]);
        for (int i = 0; i < count; i += Lanes)
        {
            Vector256<float> sum = f0 * Vector256.Load(table + i);
            sum = Vector256.MultiplyAddEstimate(f1, Vector256.Load(table + stride + i), sum);
            sum = Vector256.MultiplyAddEstimate(f2, Vector256.Load(table + 2 * stride + i), sum);
            sum = Vector256.MultiplyAddEstimate(f3, Vector256.Load(table + 3 * stride + i), sum);
            sum = Vector256.MultiplyAddEstimate(f4, Vector256.Load(table + 4 * stride + i), sum);
            Accumulate(voxels + i, sum, count - i);
        }
    }

    /// <summary>A row of an anisotropic atom: the quadratic form along x is a parabola.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Anisotropic(double* peaks, in GaussianForms.Row row, int terms, float dx, float step, float* voxels, int count)
    {
        float* parabola = stackalloc float[3 * Lanes], peak = stackalloc float[Lanes];
        row.Store(parabola);
        Vector256.Narrow(Vector256.Load(peaks), Vector256.Load(peaks + 4)).Store(peak);
        for (int i = 0; i < count; i += Lanes)
        {
            Vector256<float> x = Vector256.Create(dx) + step * (Vector256<float>.Indices + Vector256.Create((float)i)), sum = default;
            for (int k = 0; k < terms; k++)
            {
                Vector256<float> q = (Vector256.Create(parabola[k]) * x + Vector256.Create(parabola[k + Lanes])) * x + Vector256.Create(parabola[k + 2 * Lanes]);
                sum = Vector256.MultiplyAddEstimate(Vector256.Create(peak[k]), LaneMath.ExpMinus(q), sum);
            }

            Accumulate(voxels + i, sum, count - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(float* voxels, Vector256<float> values, int count)
    {
        Vector256<float> inside = Vector256.LessThan(Vector256<float>.Indices, Vector256.Create((float)count));
        (Vector256.Load(voxels) + (values & inside)).Store(voxels);
    }
}
