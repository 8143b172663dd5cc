using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Models;

/// <summary>Format of a model file.</summary>
public enum ModelFileKind
{
    /// <summary>Not a model file.</summary>
    None,

    /// <summary>PDB.</summary>
    Pdb,

    /// <summary>mmCIF, or any other CIF.</summary>
    Mmcif,
}

/// <summary>Tells model files from others by their first bytes.</summary>
public static class ModelFileDetector
{
    private const int HeadLength = 1 << 16;

    private static readonly string[] PdbRecords =
    [
        "HEADER", "OBSLTE", "TITLE ", "SPLIT ", "CAVEAT", "COMPND", "SOURCE", "KEYWDS", "EXPDTA", "NUMMDL", "MDLTYP", "AUTHOR", "REVDAT", "SPRSDE", "JRNL  ",
        "REMARK", "DBREF ", "DBREF1", "SEQADV", "SEQRES", "MODRES", "HET   ", "HETNAM", "HETSYN", "FORMUL", "HELIX ", "SHEET ", "TURN  ", "SSBOND", "LINK  ",
        "LINKR ", "CISPEP", "SITE  ", "CRYST1", "ORIGX1", "SCALE1", "MTRIX1", "MODEL ", "ATOM  ", "ANISOU", "TER   ", "HETATM", "USER  ", "CONECT", "ENDMDL",
    ];

    /// <summary>True when the file looks like PDB or CIF. False also for files that cannot be read.</summary>
    /// <param name="path">Path of the file, plain or gzipped.</param>
    public static bool LooksLikeModel(string path) => Detect(path) != ModelFileKind.None;

    /// <summary>Format of a file by its content; <see cref="ModelFileKind.None"/> also for files that cannot be read.</summary>
    /// <param name="path">Path of the file, plain or gzipped.</param>
    public static ModelFileKind Detect(string path)
    {
        try
        {
            using Stream stream = CompressedFile.OpenRead(path);
            byte[] head = new byte[HeadLength];
            return Detect(head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            return ModelFileKind.None;
        }
    }

    /// <summary>Format of a file by its first bytes.</summary>
    /// <param name="text">The file or its head, unpacked.</param>
    public static ModelFileKind Detect(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, HeadLength)];
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        if (text.IndexOf((byte)0) >= 0)
            return ModelFileKind.None;
        while (text.Length > 0)
        {
            int length = text.IndexOfAny((byte)'\n', (byte)'\r');
            ReadOnlySpan<byte> line = length < 0 ? text : text[..length];
            text = length < 0 ? default : text[(length + 1)..];
            ReadOnlySpan<byte> word = NumberText.Trim(line);
            if (StartsWith(word, "data_") || StartsWith(word, "global_"))
                return ModelFileKind.Mmcif;
            if (IsPdbRecord(line))
                return ModelFileKind.Pdb;
            // Comments and blank lines may precede data_; any other text may precede PDB records.
        }

        return ModelFileKind.None;
    }

    private static bool IsPdbRecord(ReadOnlySpan<byte> line)
    {
        foreach (string record in PdbRecords)
        {
            // The last columns of a record name are blank; a line may end before them.
            string name = line.Length < 6 ? record.TrimEnd() : record;
            bool starts = record is "ATOM  " or "HETATM" ? StartsWith(line, name) : System.Text.Ascii.Equals(line[..Math.Min(name.Length, line.Length)], name);
            if (starts && (line.Length >= 6 || NumberText.Trim(line).Length == name.Length))
                return true;
        }

        return false;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string start)
    {
        if (text.Length < start.Length)
            return false;
        for (int i = 0; i < start.Length; i++)
        {
            if ((char)(text[i] is >= (byte)'a' and <= (byte)'z' ? text[i] - 32 : text[i]) != char.ToUpperInvariant(start[i]))
                return false;
        }

        return true;
    }
}
