using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// The checkpoint of a refinement. Layout, little-endian: 8 bytes "CRYOCKPT", int32 version, int32 length and UTF-8 JSON of everything but the arrays, then the arrays (int32
/// length, float64 values) in a fixed order, then the SHA-256 of all that. Numbers come back with the same bits; the file appears whole or not at all.
/// </summary>
/// <param name="path">Path of the file.</param>
/// <param name="setup">Names and values of everything that decides the result: fingerprints of inputs, options, program version.</param>
/// <param name="device">Name of the device; another one may change the last digits.</param>
public sealed class CheckpointFile(string path, IReadOnlyDictionary<string, string> setup, string device)
{
    /// <summary>Version of the layout.</summary>
    public const int Version = 2;

    private const int HashLength = 32;
    private static readonly byte[] Magic = "CRYOCKPT"u8.ToArray();
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Path of the file.</summary>
    public string Path => path;

    /// <summary>Device of the run that wrote the file that was read; null before.</summary>
    public string? DeviceOfFile { get; private set; }

    /// <summary>The device that was given.</summary>
    public string Device => device;

    /// <summary>Writes the file, in place of an earlier one.</summary>
    /// <param name="progress">Progress after a macro-cycle.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Write(RefinementProgress progress)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Version);
            byte[] text = JsonSerializer.SerializeToUtf8Bytes(Head.Of(progress, setup, device), Json);
            writer.Write(text.Length);
            writer.Write(text);
            foreach (double[] array in Arrays(progress))
            {
                writer.Write(array.Length);
                foreach (double value in array)
                    writer.Write(value);
            }
        }

        byte[] bytes = memory.ToArray();
        byte[] hash = SHA256.HashData(bytes);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(bytes);
            stream.Write(hash);
        });
    }

    /// <summary>Reads the file; null when there is none.</summary>
    /// <param name="atoms">Number of atoms of the model.</param>
    /// <exception cref="InputException">The file is damaged, or of a run with other inputs or options.</exception>
    public RefinementProgress? Read(int atoms)
    {
        if (!File.Exists(path))
            return null;
        byte[] bytes = File.ReadAllBytes(path);
        int end = bytes.Length - HashLength;
        if (end < Magic.Length + 8 || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new InputException($"{path}: is not a checkpoint; start anew without --resume");
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, end));
        reader.BaseStream.Position = Magic.Length;
        int version = reader.ReadInt32();
        if (version != Version)
            throw new InputException($"{path}: is a checkpoint of layout {version}, this program reads {Version}; start anew without --resume");
        if (!SHA256.HashData(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end)))
            throw Damaged("its checksum is wrong");
        try
        {
            Head head = JsonSerializer.Deserialize<Head>(reader.ReadBytes(reader.ReadInt32()), Json) ?? throw Damaged("it is empty");
            Compare(head.Setup);
            DeviceOfFile = head.Device;
            double[] Next(int length) => ReadArray(reader) is { } a && (a.Length == length || a.Length == 0) ? a : throw Damaged($"an array has not {length} values");
            RefinementState NextState() => new(Next(3 * atoms), Next(atoms), Next(atoms));
            RefinementState state = NextState(), best = NextState();
            double[] terms = Next(3 * atoms), modelMap = Next(3 * atoms);
            return new RefinementProgress(state, best, head.Chosen, head.Weight, head.Hydrogens, head.Cycles, head.Steps, head.WeightTrials)
            {
                TermsFrom = terms,
                ModelMapFrom = modelMap.Length == 0 ? null : modelMap,
                Saved = head.Saved,
            };
        }
        catch (Exception e) when (e is JsonException or EndOfStreamException or ArgumentException)
        {
            throw Damaged(e.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>Deletes the file if there is one.</summary>
    public void Delete() => File.Delete(path);

    private static double[][] Arrays(RefinementProgress p) =>
        [p.State.Positions, p.State.B, p.State.Occupancy, p.Best.Positions, p.Best.B, p.Best.Occupancy, p.TermsFrom, p.ModelMapFrom ?? []];

    private static double[] ReadArray(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        if (length < 0 || length > (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(double))
            throw new EndOfStreamException("an array is longer than the file");
        var values = new double[length];
        for (int i = 0; i < length; i++)
            values[i] = reader.ReadDouble();
        return values;
    }

    private InputException Damaged(string why) => new($"{path}: the checkpoint is damaged ({why}); start anew without --resume");

    private void Compare(IReadOnlyDictionary<string, string> other)
    {
        foreach (string name in setup.Keys.Union(other.Keys).Order(StringComparer.Ordinal))
        {
            string now = setup.GetValueOrDefault(name, "none"), was = other.GetValueOrDefault(name, "none");
            if (now != was)
                throw new InputException($"{path}: was made with {name} = {was}, not {now}; give the same inputs and options, or start anew without --resume");
        }
    }

    /// <summary>Everything but the arrays.</summary>
    private sealed record Head(
        IReadOnlyDictionary<string, string> Setup, string Device, int Chosen, double Weight, int Hydrogens, IReadOnlyList<RefinementCycle> Cycles,
        IReadOnlyList<StepRecord> Steps, IReadOnlyList<WeightTrial> WeightTrials, IReadOnlyDictionary<string, string> Saved)
    {
        public static Head Of(RefinementProgress p, IReadOnlyDictionary<string, string> setup, string device) =>
            new(setup, device, p.Chosen, p.Weight, p.Hydrogens, p.Cycles, p.Steps, p.WeightTrials, p.Saved);
    }
}
