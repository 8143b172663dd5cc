using System.Runtime.Intrinsics;

namespace Engine.Kernels.Windows;

/// <summary>Work space of one thread: computes the profiles of one column of windows after the other.</summary>
internal sealed unsafe class WindowWork : IDisposable
{
    private const int Lanes = WindowColumn.Lanes;

    private readonly WindowShells shells;
    private readonly WindowPoints[] points;
    private readonly NativeBuffer<float> roots;
    private readonly WindowSlabs map;
    private readonly WindowSlabs? reference;
    private readonly NativeBuffer<float> turned;
    private readonly NativeBuffer<float> states;
    private readonly NativeBuffer<float> sums;
    private readonly List<(int First, int Last)> runs = [];
    private readonly double[] terms;
    private readonly int mostPoints;
    private readonly int mostColumns;
    private readonly int depth;
    private readonly List<int> voxels = [];
    private float[] profiles = [];

    /// <summary>Allocates work space.</summary>
    /// <param name="shells">Shells.</param>
    /// <param name="points">Coefficients by kx.</param>
    /// <param name="roots">exp(-2πi j k/side) as a table of side × side × (re, im, -im, 0).</param>
    /// <param name="withReference">Two maps, not one.</param>
    /// <param name="depth">Largest number of centres along z.</param>
    public WindowWork(WindowShells shells, WindowPoints[] points, NativeBuffer<float> roots, bool withReference, int depth)
    {
        (this.shells, this.points, this.roots, this.depth) = (shells, points, roots, depth);
        int side = shells.Shape.Side, slabs = depth + side;
        map = new WindowSlabs(side, points, roots.Pointer, slabs);
        reference = withReference ? new WindowSlabs(side, points, roots.Pointer, slabs) : null;
        (mostPoints, mostColumns) = (points.Max(p => p.Count), points.Max(p => p.Columns.Length));
        // One more slab holds the difference of two.
        turned = new NativeBuffer<float>(2L * (slabs + 1) * mostColumns * 2 * Lanes, "turned slabs of windows");
        states = new NativeBuffer<float>(2L * mostPoints * 2 * Lanes, "coefficients of windows");
        sums = new NativeBuffer<float>((long)depth * SumFloats, "sums over windows");
        terms = new double[4 * shells.Shape.Shells];
    }

    private int SumFloats => 4 * shells.Shape.Shells * Lanes;

    private int Side => shells.Shape.Side;

    /// <summary>Computes all windows of a column.</summary>
    /// <param name="mapValues">Map.</param>
    /// <param name="referenceValues">Reference or null.</param>
    /// <param name="nx">Voxels along x.</param>
    /// <param name="ny">Voxels along y.</param>
    /// <param name="column">Wanted windows.</param>
    /// <param name="consume">Receives the profiles.</param>
    /// <param name="cancel">Stops between two rows.</param>
    public void Run(float* mapValues, float* referenceValues, int nx, int ny, WindowColumn column, WindowConsumer consume, CancellationToken cancel)
    {
        int radius = shells.Shape.Radius, z = column.ZFirst - radius, slabs = column.ZLast - column.ZFirst + Side;
        map.Reset();
        reference?.Reset();
        for (int y = column.Region.YStart; y < column.Region.YEnd; y++)
        {
            column.Runs(y, Side, runs);
            if (runs.Count == 0)
                continue;
            cancel.ThrowIfCancellationRequested();
            map.MoveTo(mapValues, nx, ny, column.X, column.Spacing, y - radius, z, slabs);
            reference?.MoveTo(referenceValues, nx, ny, column.X, column.Spacing, y - radius, z, slabs);
            foreach ((int first, int last) in runs)
            {
                sums.Slice(0, (last - first + 1) * SumFloats).Clear();
                for (int kx = 0; kx < points.Length; kx++)
                    Walk(column, kx, y, first, last);
                Deliver(mapValues, nx, ny, column, y, first, last, consume);
            }
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        map.Dispose();
        reference?.Dispose();
        turned.Dispose();
        states.Dispose();
        sums.Dispose();
    }

    /// <summary>Moves the windows of one y along z and sums the coefficients of one kx.</summary>
    private void Walk(WindowColumn column, int kx, int y, int first, int last)
    {
        WindowPoints p = points[kx];
        int radius = shells.Shape.Radius, start = first - radius - (column.ZFirst - radius), floats = p.Columns.Length * 2 * Lanes;
        float* mapSlabs = turned.Pointer, referenceSlabs = mapSlabs + (long)(depth + Side + 1) * mostColumns * 2 * Lanes;
        float* mapState = states.Pointer, referenceState = reference == null ? null : mapState + (long)mostPoints * 2 * Lanes;
        Turn(map, p, kx, y, start, last - first + Side, mapSlabs);
        if (reference != null)
            Turn(reference, p, kx, y, start, last - first + Side, referenceSlabs);
        new Span<float>(states.Pointer, (int)states.Length).Clear();
        for (int slab = 0; slab < Side - 1; slab++)
            Step(p, slab, mapState, mapSlabs + (long)slab * floats, referenceState, referenceSlabs + (long)slab * floats);
        long spare = (long)(depth + Side) * floats;
        for (int z = first; z <= last; z++)
        {
            int entering = z - first + Side - 1;
            float* mapSlab = mapSlabs + (long)entering * floats, referenceSlab = referenceSlabs + (long)entering * floats;
            if (z > first)
            {
                Subtract(mapSlab, mapSlab - (long)Side * floats, mapSlabs + spare, floats);
                mapSlab = mapSlabs + spare;
                if (reference != null)
                {
                    Subtract(referenceSlab, referenceSlab - (long)Side * floats, referenceSlabs + spare, floats);
                    referenceSlab = referenceSlabs + spare;
                }
            }

            if (column[y, z] == 0)
            {
                Step(p, entering, mapState, mapSlab, referenceState, referenceSlab);
                continue;
            }

            // Slabs are counted from the first of the run; only differences of z matter for amplitudes, and the centre is radius slabs on.
            float* turn = roots.Pointer + (long)(entering % Side) * Side * 4, centre = roots.Pointer + (long)((z - first + radius) % Side) * Side * 4;
            WindowStates.AddAndSum(p, new(mapState, mapSlab), new(referenceState, referenceSlab), turn, centre, sums.Pointer + (long)(z - first) * SumFloats, shells.Shape.Shells);
        }
    }

    private void Step(WindowPoints p, int slab, float* mapState, float* mapSlab, float* referenceState, float* referenceSlab)
    {
        float* turn = roots.Pointer + (long)(slab % Side) * Side * 4;
        WindowStates.Add(p, p.Count, mapState, mapSlab, turn);
        if (referenceState != null)
            WindowStates.Add(p, p.WithShell, referenceState, referenceSlab, turn);
    }

    private static void Subtract(float* a, float* b, float* difference, int count)
    {
        for (int i = 0; i < count; i += Lanes)
            (Vector256.Load(a + i) - Vector256.Load(b + i)).Store(difference + i);
    }

    /// <summary>Slabs of one kx with phases along y from the centre.</summary>
    private void Turn(WindowSlabs slabs, WindowPoints p, int kx, int y, int start, int count, float* target)
    {
        float* turn = roots.Pointer + (long)(y % Side) * Side * 4;
        for (int slab = 0; slab < count; slab++)
        {
            float* from = slabs.Of(start + slab, kx);
            foreach (int ky in p.Columns)
            {
                // Times the conjugate of exp(-2πi ky y/side).
                Vector256<float> re = Vector256.Load(from), im = Vector256.Load(from + Lanes);
                Vector256<float> c = Vector256.Create(turn[4 * ky]), s = Vector256.Create(turn[4 * ky + 1]);
                Vector256.MultiplyAddEstimate(re, c, im * s).Store(target);
                Vector256.MultiplyAddEstimate(im, c, -(re * s)).Store(target + Lanes);
                from += 2 * Lanes;
                target += 2 * Lanes;
            }
        }
    }

    private void Deliver(float* mapValues, int nx, int ny, WindowColumn column, int y, int first, int last, WindowConsumer consume)
    {
        int length = shells.Shape.ProfileLength, count = shells.Shape.Shells;
        voxels.Clear();
        if (profiles.Length < (last - first + 1) * Lanes * length)
            profiles = new float[(last - first + 1) * Lanes * length];
        for (int z = first; z <= last; z++)
        {
            byte wanted = column[y, z];
            for (int lane = 0; lane < Lanes; lane++)
            {
                if ((wanted & (1 << lane)) == 0)
                    continue;
                float* sum = sums.Pointer + (long)(z - first) * SumFloats + lane;
                for (int i = 0; i < terms.Length; i++)
                    terms[i] = sum[i * Lanes];
                int voxel = (z * ny + y) * nx + column.X + lane * column.Spacing + shells.Shape.Radius;
                // What lies beyond the last radius is the rest of the voxel.
                Span<double> central = terms.AsSpan(2 * count, count), slopes = terms.AsSpan(3 * count, count);
                central[^1] = (double)mapValues[voxel] * shells.Shape.Voxels;
                for (int r = 0; r < count - 1; r++)
                    central[^1] -= central[r];
                slopes[^1] = 0;
                shells.Finish(terms.AsSpan(0, count), terms.AsSpan(count, count), central, slopes, profiles.AsSpan(voxels.Count * length, length));
                voxels.Add(voxel);
            }
        }

        consume(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(voxels), profiles.AsSpan(0, voxels.Count * length));
    }
}
