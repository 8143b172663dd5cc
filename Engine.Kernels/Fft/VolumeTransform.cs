namespace Engine.Kernels.Fft;

/// <summary>
/// The pieces of one 3-D transform. Rows along x and columns along y are done by groups of whole planes that stay in the cache, then columns along z
/// over the whole volume. Which rows share a block is fixed by the size alone, so results do not depend on who does which piece.
/// The columns are always transformed forward: the inverse differs by the direction of the axis, which is undone by
/// writing real row (y, z) at (-y, -z).
/// </summary>
internal sealed unsafe class VolumeTransform
{
    private const long GroupBytes = 256 << 10;

    private readonly int nx;
    private readonly int ny;
    private readonly int nz;
    private readonly int planesPerGroup;
    private readonly RowTransform rows;
    private readonly ColumnTransform columnsY;
    private readonly ColumnTransform columnsZ;

    /// <summary>Makes the tables.</summary>
    public VolumeTransform(int nx, int ny, int nz)
    {
        this.nx = nx;
        this.ny = ny;
        this.nz = nz;
        LineTransform x = LineTransform.Create(nx);
        LineTransform y = ny == nx ? x : LineTransform.Create(ny);
        LineTransform z = nz == ny ? y : nz == nx ? x : LineTransform.Create(nz);
        rows = new RowTransform(x);
        columnsY = new ColumnTransform(y, HalfX);
        columnsZ = new ColumnTransform(z, HalfX * ny);
        planesPerGroup = (int)Math.Clamp(GroupBytes / (HalfPlane * sizeof(float)), 1, nz);
        WorkFloats = Lanes.ElementFloats * Math.Max(x.WorkElements, Math.Max(columnsY.WorkElements, columnsZ.WorkElements));
    }

    /// <summary>Floats of work space that every piece needs, 64-byte aligned.</summary>
    public long WorkFloats { get; }

    /// <summary>Number of plane groups.</summary>
    public int Groups => (nz + planesPerGroup - 1) / planesPerGroup;

    /// <summary>Row blocks of a group; the last group may have fewer.</summary>
    public int RowBlocks => (int)(((long)planesPerGroup * ny + RowTransform.RowsPerBlock - 1) / RowTransform.RowsPerBlock);

    /// <summary>Blocks of y columns of a group; the last group may have fewer.</summary>
    public long ColumnBlocksY => columnsY.Items(planesPerGroup);

    /// <summary>Blocks of z columns.</summary>
    public long ColumnBlocksZ => columnsZ.Items(1);

    private long HalfX => nx / 2 + 1;

    private long HalfPlane => 2 * HalfX * ny;

    /// <summary>Forward transform of rows of a group.</summary>
    /// <param name="real">The volume.</param>
    /// <param name="half">The half space.</param>
    /// <param name="group">Index of the group.</param>
    /// <param name="first">First row block.</param>
    /// <param name="end">Last row block + 1.</param>
    /// <param name="work">Work space.</param>
    public void ForwardRows(float* real, float* half, int group, long first, long end, float* work)
    {
        float** realRows = stackalloc float*[RowTransform.RowsPerBlock];
        float** halfRows = stackalloc float*[RowTransform.RowsPerBlock];
        for (long block = first; block < end && FindRows(group, block, out long firstRow, out int count); block++)
        {
            for (int i = 0; i < RowTransform.RowsPerBlock; i++)
            {
                long row = firstRow + Math.Min(i, count - 1);
                realRows[i] = real + row * nx;
                halfRows[i] = half + row * 2 * HalfX;
            }

            rows.Forward(realRows, halfRows, work);
        }
    }

    /// <summary>Inverse transform of rows of a group, times a factor; columns must have been transformed before.</summary>
    /// <param name="half">The half space.</param>
    /// <param name="real">The volume.</param>
    /// <param name="scale">Factor.</param>
    /// <param name="group">Index of the group.</param>
    /// <param name="first">First row block.</param>
    /// <param name="end">Last row block + 1.</param>
    /// <param name="work">Work space.</param>
    public void InverseRows(float* half, float* real, float scale, int group, long first, long end, float* work)
    {
        float** realRows = stackalloc float*[RowTransform.RowsPerBlock];
        float** halfRows = stackalloc float*[RowTransform.RowsPerBlock];
        for (long block = first; block < end && FindRows(group, block, out long firstRow, out int count); block++)
        {
            for (int i = 0; i < RowTransform.RowsPerBlock; i++)
            {
                long row = firstRow + Math.Min(i, count - 1);
                (long z, long y) = Math.DivRem(row, ny);
                realRows[i] = real + ((nz - z) % nz * ny + (ny - y) % ny) * nx;
                halfRows[i] = half + row * 2 * HalfX;
            }

            rows.Inverse(halfRows, realRows, scale, work);
        }
    }

    /// <summary>Transforms along y in a group.</summary>
    /// <param name="half">The half space.</param>
    /// <param name="group">Index of the group.</param>
    /// <param name="first">First block of columns.</param>
    /// <param name="end">Last block + 1.</param>
    /// <param name="work">Work space.</param>
    public void ColumnsY(float* half, int group, long first, long end, float* work)
    {
        int firstPlane = group * planesPerGroup;
        columnsY.Run(half + firstPlane * HalfPlane, Math.Min(planesPerGroup, nz - firstPlane), first, end, work);
    }

    /// <summary>Transforms along z.</summary>
    /// <param name="half">The half space.</param>
    /// <param name="first">First block of columns.</param>
    /// <param name="end">Last block + 1.</param>
    /// <param name="work">Work space.</param>
    public void ColumnsZ(float* half, long first, long end, float* work) => columnsZ.Run(half, 1, first, end, work);

    private bool FindRows(int group, long block, out long firstRow, out int count)
    {
        long start = (long)group * planesPerGroup * ny, end = Math.Min(start + (long)planesPerGroup * ny, (long)nz * ny);
        firstRow = start + block * RowTransform.RowsPerBlock;
        count = (int)Math.Min(RowTransform.RowsPerBlock, end - firstRow);
        return count > 0;
    }
}
