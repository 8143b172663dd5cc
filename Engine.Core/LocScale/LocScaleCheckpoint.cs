using System.Security.Cryptography;
using System.Text.Json;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.LocScale;

/// <summary>
/// What is done of a long run. Layout, little-endian: 8 bytes "CRYOLOCS", int32 version, int32 length and UTF-8 JSON of the setup, int32 number of pieces done, then for each
/// of their voxels float32 value, float32 B, byte faded; then the SHA-256 of all that. Numbers come back with the same bits; the file appears whole or not at all.
/// </summary>
/// <param name="path">Path of the file.</param>
/// <param name="setup">Everything that decides the result.</param>
/// <param name="pieces">Number of pieces of the run.</param>
internal sealed class LocScaleCheckpoint(string path, IReadOnlyDictionary<string, string> setup, int pieces)
{
    private const int Version = 1;
    private const int HashLength = 32;
    private const int RecordLength = 9;
    private static readonly byte[] Magic = "CRYOLOCS"u8.ToArray();

    /// <summary>Writes the file, in place of an earlier one.</summary>
    /// <param name="output">Values.</param>
    /// <param name="done">Number of pieces that are done.</param>
    /// <param name="voxels">Voxels of a piece, always in the same order.</param>
    public void Write(ScaledVoxels output, int done, Func<int, IEnumerable<int>> voxels) => AtomicFile.Write(path, stream =>
    {
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(stream, hash, CryptoStreamMode.Write, leaveOpen: true))
        using (var writer = new BinaryWriter(hashed))
        {
            writer.Write(Magic);
            writer.Write(Version);
            byte[] text = JsonSerializer.SerializeToUtf8Bytes(setup);
            writer.Write(text.Length);
            writer.Write(text);
            writer.Write(done);
            for (int piece = 0; piece < done; piece++)
            {
                foreach (int voxel in voxels(piece))
                {
                    (float value, float b, byte faded) = output[voxel];
                    writer.Write(value);
                    writer.Write(b);
                    writer.Write(faded);
                }
            }
        }

        stream.Write(hash.Hash!);
    });

    /// <summary>Reads the file; nothing happens when there is none.</summary>
    /// <param name="output">Receives the values.</param>
    /// <param name="voxels">Voxels of a piece, always in the same order.</param>
    /// <returns>Number of pieces that are done.</returns>
    /// <exception cref="InputException">The file is damaged, or of a run with other inputs or options.</exception>
    public int Read(ScaledVoxels output, Func<int, IEnumerable<int>> voxels)
    {
        if (!File.Exists(path))
            return 0;
        using FileStream stream = File.OpenRead(path);
        CheckHash(stream);
        using var reader = new BinaryReader(stream);
        stream.Position = Magic.Length;
        if (reader.ReadInt32() is int version && version != Version)
            throw new InputException($"{path}: is a checkpoint of layout {version}, this program reads {Version}; start anew without --resume");
        Compare(JsonSerializer.Deserialize<Dictionary<string, string>>(reader.ReadBytes(reader.ReadInt32())) ?? []);
        int done = reader.ReadInt32();
        if (done < 0 || done > pieces)
            throw new InputException($"{path}: the checkpoint has {done} of {pieces} pieces; start anew without --resume");
        long last = stream.Length - HashLength - RecordLength;
        for (int piece = 0; piece < done; piece++)
        {
            foreach (int voxel in voxels(piece))
            {
                if (stream.Position > last)
                    throw new InputException($"{path}: the checkpoint is too short; start anew without --resume");
                output[voxel] = (reader.ReadSingle(), reader.ReadSingle(), reader.ReadByte());
            }
        }

        return done;
    }

    /// <summary>Deletes the file if there is one.</summary>
    public void Delete() => File.Delete(path);

    private void CheckHash(FileStream stream)
    {
        var start = new byte[Magic.Length];
        if (stream.Length < Magic.Length + HashLength + 12 || stream.Read(start) != start.Length || !start.AsSpan().SequenceEqual(Magic))
            throw new InputException($"{path}: is not a checkpoint of LocScale; start anew without --resume");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(start);
        var piece = new byte[1 << 20];
        for (long left = stream.Length - HashLength - start.Length; left > 0;)
        {
            int count = stream.Read(piece, 0, (int)Math.Min(piece.Length, left));
            hash.AppendData(piece, 0, count);
            left -= count;
        }

        var expected = new byte[HashLength];
        stream.ReadExactly(expected);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(expected))
            throw new InputException($"{path}: the checkpoint is damaged (its checksum is wrong); start anew without --resume");
    }

    private void Compare(Dictionary<string, string> other)
    {
        foreach (string name in setup.Keys.Union(other.Keys).Order(StringComparer.Ordinal))
        {
            string now = setup.GetValueOrDefault(name, "none"), was = other.GetValueOrDefault(name, "none");
            if (now != was)
                throw new InputException($"{path}: was made with {name} = {was}, not {now}; give the same inputs and options, or start anew without --resume");
        }
    }
}
