using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>
/// Reads the voxels of a map. Floats in x, y, z order go straight to their place; everything else passes through slabs of whole tiles of sections,
/// so that the work memory stays small against the map.
/// </summary>
internal sealed unsafe class MapDataReader
{
    private const long SlabVoxels = 4 << 20;

    private readonly MapSource source;
    private readonly MapHeader header;
    private readonly AxisPermutation permutation;
    private readonly bool unsignedBytes;
    private readonly int slabSections;

    /// <summary>Plans the work.</summary>
    /// <param name="source">The file.</param>
    /// <param name="unsignedBytes">Take the bytes of mode 0 as 0 to 255.</param>
    public MapDataReader(MapSource source, bool unsignedBytes)
    {
        (this.source, this.unsignedBytes, header) = (source, unsignedBytes, source.Header);
        permutation = new(header.FileSize, header.AxisOrder);
        long tiles = Math.Max(1, SlabVoxels / (permutation.SectionLength * AxisPermutation.Tile));
        slabSections = (int)Math.Min(header.FileSize.Sections, tiles * AxisPermutation.Tile);
    }

    /// <summary>Memory that the work takes beside the map itself, bytes.</summary>
    public long WorkBytes => RawSlabBytes + (permutation.IsIdentity ? 0 : slabSections * permutation.SectionLength * sizeof(float));

    private bool IsFloat => header.Mode == MapMode.Float32;

    private long RawSlabBytes => IsFloat ? 0 : slabSections * permutation.SectionLength * MapModes.BytesPerVoxel(header.Mode);

    /// <summary>Reads all voxels.</summary>
    /// <param name="values">The map, x fastest.</param>
    /// <exception cref="InputException">The file is cut short or damaged.</exception>
    public void ReadInto(NativeBuffer<float> values)
    {
        if (IsFloat && permutation.IsIdentity)
        {
            source.Read((byte*)values.Pointer, header.DataBytes);
            if (header.IsBigEndian)
                Convert((byte*)values.Pointer, values.Pointer, values.Length);
            GC.KeepAlive(values);
            return;
        }

        using NativeBuffer<byte> raw = new(RawSlabBytes, "reading a map");
        using NativeBuffer<float> ordered = new(permutation.IsIdentity ? 0 : slabSections * permutation.SectionLength, "reading a map");
        for (int first = 0; first < header.FileSize.Sections; first += slabSections)
        {
            int sections = Math.Min(slabSections, header.FileSize.Sections - first);
            long count = sections * permutation.SectionLength;
            float* floats = permutation.IsIdentity ? values.Pointer + first * permutation.SectionLength : ordered.Pointer;
            byte* stored = IsFloat ? (byte*)floats : raw.Pointer;
            source.Read(stored, count * MapModes.BytesPerVoxel(header.Mode));
            if (!IsFloat || header.IsBigEndian)
                Convert(stored, floats, count);
            if (!permutation.IsIdentity)
                permutation.Move(floats, values.Pointer, first, sections);
        }

        GC.KeepAlive(values);
    }

    private void Convert(byte* stored, float* floats, long count) =>
        VoxelConversion.Convert(stored, floats, count, header.Mode, header.IsBigEndian, unsignedBytes);
}
