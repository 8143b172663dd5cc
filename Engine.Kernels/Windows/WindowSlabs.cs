using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Windows;

/// <summary>
/// Two-dimensional transforms of the windows' slabs: D(z; kx, ky) = Σ_y Σ_x f(x, y, z) exp(-2πi (kx (x - x0) + ky y)/side) for all z of a column. Along y the phase is absolute modulo the
/// side, so that a step by one row adds one term: the transform of the row that enters less that of the row that leaves, which have the same phase. Lanes are
/// windows with equally spaced x0; x is counted from each lane's own.
/// </summary>
internal sealed unsafe class WindowSlabs : IDisposable
{
    private const int Lanes = WindowColumn.Lanes;
    private const int LongestWalk = 64;

    private readonly int side;
    private readonly WindowPoints[] points;
    private readonly float* roots;
    private readonly int[] offsets;
    private readonly NativeBuffer<float> slabs;
    private readonly NativeBuffer<float> row;
    private readonly NativeBuffer<float> waves;
    private int current = -1;
    private int walked;

    /// <summary>Allocates the transforms.</summary>
    /// <param name="side">Voxels along an edge.</param>
    /// <param name="points">Coefficients by kx.</param>
    /// <param name="roots">exp(-2πi j k/side) as a table of side × side × (re, im, -im, 0).</param>
    /// <param name="count">Largest number of slabs.</param>
    public WindowSlabs(int side, WindowPoints[] points, float* roots, int count)
    {
        (this.side, this.points) = (side, points);
        this.roots = roots;
        offsets = new int[points.Length];
        int length = 0;
        for (int kx = 0; kx < points.Length; kx++)
        {
            offsets[kx] = length;
            length += points[kx].Columns.Length * 2 * Lanes;
        }

        Stride = length;
        slabs = new NativeBuffer<float>((long)count * length, "transforms of window slabs");
        row = new NativeBuffer<float>(side + 2 * Lanes * WindowColumn.LargestSpacing, "rows of windows");
        waves = new NativeBuffer<float>(points.Length * 2L * Lanes, "transforms of window rows");
    }

    /// <summary>Floats of one slab.</summary>
    public int Stride { get; }

    /// <summary>The coefficients of one slab and kx: for each of the columns of its points, real and imaginary lanes.</summary>
    /// <param name="slab">Slab, from 0.</param>
    /// <param name="kx">kx.</param>
    public float* Of(int slab, int kx) => slabs.Pointer + (long)slab * Stride + offsets[kx];

    /// <summary>Forgets the position.</summary>
    public void Reset() => current = -1;

    /// <summary>Moves all slabs to windows that start at another y, forward.</summary>
    /// <param name="map">Map from its first voxel.</param>
    /// <param name="nx">Voxels along x.</param>
    /// <param name="ny">Voxels along y.</param>
    /// <param name="x">First x of lane 0.</param>
    /// <param name="spacing">Voxels from lane to lane.</param>
    /// <param name="y">First y of the windows.</param>
    /// <param name="z">z of slab 0.</param>
    /// <param name="count">Number of slabs.</param>
    public void MoveTo(float* map, int nx, int ny, int x, int spacing, int y, int z, int count)
    {
        bool anew = current < 0 || y - current >= side || walked + y - current > LongestWalk;
        int valid = Math.Min(side + (Lanes - 1) * spacing, nx - x);
        for (int slab = 0; slab < count; slab++)
        {
            float* plane = map + (long)(z + slab) * nx * ny + x;
            if (anew)
            {
                new Span<float>(Of(slab, 0), Stride).Clear();
                for (int entering = y; entering < y + side; entering++)
                    Add(plane + (long)entering * nx, null, valid, spacing, entering % side, slab);
            }
            else
            {
                for (int leaving = current; leaving < y; leaving++)
                    Add(plane + (long)(leaving + side) * nx, plane + (long)leaving * nx, valid, spacing, leaving % side, slab);
            }
        }

        walked = anew ? 0 : walked + y - current;
        current = y;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        slabs.Dispose();
        row.Dispose();
        waves.Dispose();
    }

    private void Add(float* entering, float* leaving, int valid, int spacing, int phase, int slab)
    {
        float* values = row.Pointer;
        int phaseLength = PhaseLength(spacing);
        row.Slice(0, phaseLength * spacing).Clear();
        for (int offset = 0; offset < spacing; offset++)
        {
            float* to = values + offset * phaseLength;
            for (int i = offset; i < valid; i += spacing)
                *to++ = leaving == null ? entering[i] : entering[i] - leaving[i];
        }

        TransformRow(spacing, phaseLength);
        float* turn = roots + (long)phase * side * 4;
        for (int kx = 0; kx < points.Length; kx++)
            AddRow(waves.Pointer + kx * 2 * Lanes, turn, points[kx].Columns, Of(slab, kx));
    }

    /// <summary>Voxels of a row that lie a whole number of spacings apart.</summary>
    private int PhaseLength(int spacing) => (side + spacing - 1) / spacing + Lanes;

    /// <summary>Transforms of the row, each lane from its own first voxel. Voxels that lie a spacing apart stand next to each other, so that one load has those of all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TransformRow(int spacing, int phaseLength)
    {
        float* values = row.Pointer;
        for (int kx = 0; kx < points.Length; kx++)
        {
            Vector256<float> re = default, im = default;
            int offset = 0;
            float* next = values;
            for (int i = 0; i < side; i++)
            {
                Vector256<float> v = Vector256.Load(next + offset * phaseLength);
                float* root = roots + ((long)i * side + kx) * 4;
                re = Vector256.MultiplyAddEstimate(v, Vector256.Create(root[0]), re);
                im = Vector256.MultiplyAddEstimate(v, Vector256.Create(root[1]), im);
                if (++offset == spacing)
                {
                    offset = 0;
                    next++;
                }
            }

            re.Store(waves.Pointer + kx * 2 * Lanes);
            im.Store(waves.Pointer + kx * 2 * Lanes + Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(float* wave, float* turn, int[] columns, float* sums)
    {
        Vector256<float> re = Vector256.Load(wave), im = Vector256.Load(wave + Lanes);
        foreach (int ky in columns)
        {
            Vector256<float> c = Vector256.Create(turn[4 * ky]), s = Vector256.Create(turn[4 * ky + 1]), minus = Vector256.Create(turn[4 * ky + 2]);
            Vector256.MultiplyAddEstimate(re, c, Vector256.MultiplyAddEstimate(im, minus, Vector256.Load(sums))).Store(sums);
            Vector256.MultiplyAddEstimate(re, s, Vector256.MultiplyAddEstimate(im, c, Vector256.Load(sums + Lanes))).Store(sums + Lanes);
            sums += 2 * Lanes;
        }
    }
}
