namespace Engine.Kernels.Fft;

/// <summary>
/// Forward transforms in place along an axis that is not contiguous, in one or more planes that follow each other. Adjacent columns fill the
/// lanes; the columns that are left over at the end of each plane are collected over all planes, so that they fill lanes too.
/// </summary>
/// <param name="line">Complex transform of the axis' length.</param>
/// <param name="columns">Adjacent columns of a plane; also complex numbers from one point of a column to the next.</param>
internal sealed unsafe class ColumnTransform(LineTransform line, long columns)
{
    private readonly long blocks = columns / Lanes.Count;
    private readonly int rest = (int)(columns % Lanes.Count);

    /// <summary>Elements (of <see cref="Lanes.ElementFloats"/> floats) of work space.</summary>
    public long WorkElements => line.WorkElements + line.Length;

    private nint RowStride => (nint)(2 * columns);

    private long PlaneFloats => 2 * columns * line.Length;

    /// <summary>Number of lane blocks.</summary>
    /// <param name="planes">Number of planes.</param>
    public long Items(int planes) => line.Length == 1 ? 0 : planes * blocks + (planes * (long)rest + Lanes.Count - 1) / Lanes.Count;

    /// <summary>Transforms some of the lane blocks.</summary>
    /// <param name="data">First plane.</param>
    /// <param name="planes">Number of planes.</param>
    /// <param name="first">First block.</param>
    /// <param name="end">Last block + 1; what is beyond <see cref="Items"/> is left out.</param>
    /// <param name="work">Work space, 64-byte aligned.</param>
    public void Run(float* data, int planes, long first, long end, float* work)
    {
        end = Math.Min(end, Items(planes));
        for (long item = first; item < end; item++)
        {
            if (item < planes * blocks)
                line.Columns(data + item / blocks * PlaneFloats + item % blocks * Lanes.ElementFloats, RowStride, work);
            else
                RunRest(data, planes * (long)rest, (item - planes * blocks) * Lanes.Count, work);
        }
    }

    /// <summary>Transforms left-over columns through a copy; lanes without a column repeat the last one.</summary>
    private void RunRest(float* data, long count, long first, float* work)
    {
        float* copy = work + line.WorkElements * Lanes.ElementFloats;
        float** lanes = stackalloc float*[Lanes.Count];
        int used = (int)Math.Min(Lanes.Count, count - first);
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            long column = first + Math.Min(lane, used - 1);
            lanes[lane] = data + column / rest * PlaneFloats + 2 * (blocks * Lanes.Count + column % rest);
            for (int j = 0; j < line.Length; j++)
                *(ulong*)(copy + (nint)j * Lanes.ElementFloats + 2 * lane) = *(ulong*)(lanes[lane] + j * RowStride);
        }

        line.Columns(copy, Lanes.ElementFloats, work);
        for (int lane = 0; lane < used; lane++)
        {
            for (int j = 0; j < line.Length; j++)
                *(ulong*)(lanes[lane] + j * RowStride) = *(ulong*)(copy + (nint)j * Lanes.ElementFloats + 2 * lane);
        }
    }
}
