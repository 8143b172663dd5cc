namespace Engine.Core.Maps;

/// <summary>
/// Moves voxels from file order (columns fastest, then rows, sections) to x, y, z order (x fastest). All positions are 64-bit.
/// </summary>
internal readonly struct AxisPermutation
{
    /// <summary>Voxels along x that are gathered at a time: one cache line of the target.</summary>
    public const int Tile = 16;

    /// <summary>Describes a permutation.</summary>
    /// <param name="size">Columns, rows, sections.</param>
    /// <param name="order">Axis (1 = x, 2 = y, 3 = z) of columns, rows, sections.</param>
    public AxisPermutation((int Columns, int Rows, int Sections) size, (int Columns, int Rows, int Sections) order)
    {
        Size = size;
        Span<long> byAxis = stackalloc long[3];
        byAxis[order.Columns - 1] = size.Columns;
        byAxis[order.Rows - 1] = size.Rows;
        byAxis[order.Sections - 1] = size.Sections;
        Span<long> strides = [1, byAxis[0], byAxis[0] * byAxis[1]];
        (ColumnStride, RowStride, SectionStride) = (strides[order.Columns - 1], strides[order.Rows - 1], strides[order.Sections - 1]);
        IsIdentity = order == (1, 2, 3);
    }

    /// <summary>Columns, rows, sections.</summary>
    public (int Columns, int Rows, int Sections) Size { get; }

    /// <summary>Distance in the target between neighbours along a row of the file.</summary>
    public long ColumnStride { get; }

    /// <summary>Distance in the target between neighbouring rows of the file.</summary>
    public long RowStride { get; }

    /// <summary>Distance in the target between neighbouring sections of the file.</summary>
    public long SectionStride { get; }

    /// <summary>True when the file has the order of the target.</summary>
    public bool IsIdentity { get; }

    /// <summary>Voxels in a section of the file.</summary>
    public long SectionLength => (long)Size.Columns * Size.Rows;

    /// <summary>Position in the target of a voxel of the file.</summary>
    /// <param name="column">Column.</param>
    /// <param name="row">Row.</param>
    /// <param name="section">Section.</param>
    public long Target(int column, int row, int section) => column * ColumnStride + row * RowStride + section * SectionStride;

    /// <summary>Moves some sections.</summary>
    /// <param name="source">The sections, in file order.</param>
    /// <param name="target">The whole map, x fastest.</param>
    /// <param name="firstSection">First section that the source holds; a multiple of <see cref="Tile"/>.</param>
    /// <param name="sections">Number of sections that it holds.</param>
    public unsafe void Move(float* source, float* target, int firstSection, int sections)
    {
        AxisPermutation me = this;
        if (ColumnStride == 1)
        {
            Parallel.For(0, sections, s => me.CopyRows(source, target, firstSection, s));
        }
        else if (RowStride == 1)
        {
            int tiles = (Size.Rows + Tile - 1) / Tile;
            Parallel.For(0L, (long)sections * tiles, job => me.GatherRows(source, target, firstSection, (int)(job / tiles), (int)(job % tiles) * Tile));
        }
        else
        {
            Parallel.For(0, Size.Rows, row =>
            {
                for (int s = 0; s < sections; s += Tile)
                    me.GatherSections(source, target, firstSection, s, row, Math.Min(Tile, sections - s));
            });
        }
    }

    private unsafe void CopyRows(float* source, float* target, int firstSection, int section)
    {
        long bytes = (long)Size.Columns * sizeof(float);
        for (int row = 0; row < Size.Rows; row++)
            Buffer.MemoryCopy(source + section * SectionLength + (long)row * Size.Columns, target + Target(0, row, firstSection + section), bytes, bytes);
    }

    private unsafe void GatherRows(float* source, float* target, int firstSection, int section, int row)
    {
        float* from = source + section * SectionLength + (long)row * Size.Columns;
        Gather(from, Size.Columns, target + Target(0, row, firstSection + section), Math.Min(Tile, Size.Rows - row));
    }

    private unsafe void GatherSections(float* source, float* target, int firstSection, int section, int row, int width)
    {
        float* from = source + section * SectionLength + (long)row * Size.Columns;
        Gather(from, SectionLength, target + Target(0, row, firstSection + section), width);
    }

    /// <summary>For every column, collects the values of neighbours along x, which are far apart in the file, into one run of the target.</summary>
    private unsafe void Gather(float* source, long sourceStride, float* target, int width)
    {
        for (int column = 0; column < Size.Columns; column++, source++, target += ColumnStride)
        {
            float* from = source;
            for (int x = 0; x < width; x++, from += sourceStride)
                target[x] = *from;
        }
    }
}
