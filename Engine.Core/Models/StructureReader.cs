using Engine.Core.Models.Pdb;
using Engine.Kernels;

namespace Engine.Core.Models;

/// <summary>Reads a model file of any supported format, recognised by content.</summary>
public static class StructureReader
{
    /// <summary>Reads a PDB or mmCIF file, plain or gzipped.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file cannot be read, is neither format, or holds no atoms; names file and fault.</exception>
    public static Structure Read(string path) => Parse(ModelBytes.Read(path), path);

    /// <summary>Parses a PDB or mmCIF file that is already in memory.</summary>
    /// <param name="text">The file's bytes, unpacked; kept for mmCIF.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="InputException">As for <see cref="Read"/>.</exception>
    public static Structure Parse(byte[] text, string name) => ModelFileDetector.Detect(text) switch
    {
        ModelFileKind.Pdb => PdbReader.Parse(text, name),
        ModelFileKind.Mmcif => MmcifReader.Parse(text, name),
        _ when text.AsSpan().Trim(" \t\r\n\0"u8).Length == 0 => throw new InputException($"{name}: the file is empty; give a file with coordinates"),
        _ when text.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x83, 0xa7]) || text.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x83, 0xa8]) =>
            throw new InputException($"{name}: BinaryCIF is not supported; give the mmCIF text file of the entry"),
        _ => throw new InputException($"{name}: neither PDB nor mmCIF: it does not start with a PDB record or data_; give a model file"),
    };
}
