using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>Turns the first 1024 bytes of a map into a <see cref="MapHeader"/>, with warnings for what is odd and errors for what cannot be meant.</summary>
internal static class MapHeaderParser
{
    private const int LabelCount = 10;
    private const int LabelLength = 80;
    private const int ImodStamp = 1146047817;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">The first bytes of the (unpacked) file, 1024 where the file has them.</param>
    /// <param name="name">Path of the file, for messages.</param>
    /// <param name="fileBytes">Length of the file on disk.</param>
    /// <param name="compression">How the file is packed.</param>
    /// <exception cref="InputException">Not a map, cut short, or with a size or axis order that makes no sense.</exception>
    public static MapHeader Parse(ReadOnlySpan<byte> bytes, string name, long fileBytes, FileCompression compression)
    {
        if (bytes.Length < MapHeader.Length)
            throw new InputException($"{name}: holds {bytes.Length} bytes, a map header alone has {MapHeader.Length}; the file is cut short or not a map");
        if (!MapByteOrder.LooksLikeMap(bytes))
            throw new InputException($"{name}: not an MRC/CCP4 map: MODE, size and MAPC, MAPR, MAPS make no sense in either byte order; give a map file");
        bool isBigEndian = MapByteOrder.IsBigEndian(bytes);
        HeaderWords words = new(bytes, isBigEndian);
        List<string> warnings = [];
        MapHeader header = new()
        {
            Name = name,
            FileBytes = fileBytes,
            Compression = compression,
            IsBigEndian = isBigEndian,
            FileSize = words.Integers(1),
            Mode = (MapMode)words.Integer(4),
            FileStart = words.Integers(5),
            Sampling = words.Integers(8),
            CellEdges = words.Floats(11),
            CellAngles = words.Floats(14),
            AxisOrder = ParseAxisOrder(words, name, warnings),
            StatedStatistics = new(words.Float(20), words.Float(21), words.Float(22), words.Float(55)),
            SpaceGroup = words.Integer(23),
            ExtendedHeaderBytes = words.Integer(24),
            ExtendedHeaderType = words.Integer(24) > 0 ? words.Text(104, 4) : "",
            Version = words.Integer(28),
            OriginWords = words.Floats(50),
            HasMapStamp = MapByteOrder.HasMapStamp(bytes),
            MachineStamp = Convert.ToHexString(bytes.Slice(212, 4)),
            Labels = ParseLabels(words, warnings),
            Warnings = warnings,
        };
        CheckSize(header);
        Warn(header, words, MapByteOrder.StatedBigEndian(bytes), warnings);
        return header;
    }

    private static (int Columns, int Rows, int Sections) ParseAxisOrder(HeaderWords words, string name, List<string> warnings)
    {
        (int First, int Second, int Third) order = words.Integers(17);
        if (MapByteOrder.IsPermutation(order))
            return order;
        if (order != (0, 0, 0))
        {
            throw new InputException(
                $"{name}: MAPC, MAPR, MAPS (words 17 to 19) are {order.First} {order.Second} {order.Third}; not 1, 2, 3 in some order; repair the header");
        }

        warnings.Add("MAPC, MAPR, MAPS are zero; 1 2 3 is assumed");
        return (1, 2, 3);
    }

    private static List<string> ParseLabels(HeaderWords words, List<string> warnings)
    {
        int stated = words.Integer(56);
        if (stated is < 0 or > LabelCount)
            warnings.Add($"NLABL is {stated}; all labels that are not blank are taken");
        List<string> labels = [];
        for (int i = 0; i < LabelCount; i++)
        {
            string label = words.Text(224 + LabelLength * i, LabelLength);
            if (label.Length > 0)
                labels.Add(label);
        }

        return labels;
    }

    private static void CheckSize(MapHeader header)
    {
        (int columns, int rows, int sections) = header.FileSize;
        foreach ((string word, int size) in new[] { ("NX (word 1)", columns), ("NY (word 2)", rows), ("NZ (word 3)", sections) })
        {
            if (size is < 1 or > MapHeader.MaximumSize)
                throw new InputException($"{header.Name}: {word} is {size}, it must be 1 to {MapHeader.MaximumSize}; fetch the file again");
        }

        if (header.ExtendedHeaderBytes < 0)
            throw new InputException($"{header.Name}: NSYMBT (word 24) is {header.ExtendedHeaderBytes}, below zero; fetch the file again");
    }

    private static void Warn(MapHeader header, HeaderWords words, bool? statedBigEndian, List<string> warnings)
    {
        if (!header.HasMapStamp)
            warnings.Add("word 53 is not \"MAP \"; the file may be older than MRC2000");
        if (statedBigEndian.HasValue && statedBigEndian != header.IsBigEndian)
            warnings.Add($"the machine stamp {header.MachineStamp} disagrees with the byte order found, {(header.IsBigEndian ? "big" : "little")}-endian");
        if (words.Integer(25) == 1)
            warnings.Add("LSKFLG is 1; the skew transformation is not applied");
        if (header.Mode == MapMode.Int8 && words.Integer(39) == ImodStamp && (words.Integer(40) & 1) == 0)
            warnings.Add("mode 0 written by an old IMOD: bytes may be 0 to 255; use --unsigned-bytes if so");
        if (header.SpaceGroup is < 0 or > 630 or (> 230 and < 401))
            warnings.Add($"ISPG is {header.SpaceGroup}, no space group; the box is taken as it is (P1)");
        else if (header.SpaceGroup is > 1 and <= 230)
            warnings.Add($"ISPG is {header.SpaceGroup}; symmetry is not applied, the box is taken as it is (P1)");
        else if (header.SpaceGroup == 0 && header.Sampling.Z == 1 && header.FileSize.Sections > 1)
            warnings.Add("ISPG 0 with MZ 1 says a stack of images; it is read as one volume");
    }
}
