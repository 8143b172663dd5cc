using System.IO.Compression;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>
/// The packed potentials that travel with the engine. After two numbers (nodes, classes) follow the node values of all classes in hundredths, each as difference from what its
/// neighbours before it foretell, seven bits to a byte, the whole compressed.
/// </summary>
public static class RamachandranTable
{
    private const double Quantum = 0.01;
    private const string Resource = "Engine.Core.Data.ramachandran.bin";
    private static readonly Lazy<TorsionSurfaces> BuiltIn = new(Load);

    /// <summary>The potentials of all classes of <see cref="RamachandranClass"/>, fitted to the Top8000 distributions.</summary>
    public static TorsionSurfaces Surfaces => BuiltIn.Value;

    /// <summary>Packs node values.</summary>
    /// <param name="values">Node values of each class, 0 to 300.</param>
    /// <param name="nodes">Nodes along each torsion.</param>
    public static byte[] Pack(IReadOnlyList<double[]> values, int nodes)
    {
        using var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.SmallestSize, true))
        {
            Write(stream, nodes);
            Write(stream, values.Count);
            foreach (double[] surface in values)
            {
                int[] numbers = [.. surface.Select(v => (int)Math.Round(v / Quantum))];
                for (int k = 0; k < numbers.Length; k++)
                {
                    int difference = numbers[k] - Foretold(numbers, k, nodes);
                    Write(stream, (difference << 1) ^ (difference >> 31));
                }
            }
        }

        return packed.ToArray();
    }

    /// <summary>The surfaces of a packed table.</summary>
    /// <param name="packed">What <see cref="Pack"/> made.</param>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public static TorsionSurfaces Unpack(Stream packed)
    {
        using var stream = new BrotliStream(packed, CompressionMode.Decompress);
        int nodes = Read(stream), classes = Read(stream);
        if (nodes is < 4 or > 720 || classes is < 1 or > 100)
            throw new InvalidDataException($"a table of {classes} surfaces with {nodes} nodes");
        var values = new double[classes][];
        for (int c = 0; c < classes; c++)
        {
            var numbers = new int[nodes * nodes];
            for (int k = 0; k < numbers.Length; k++)
            {
                int code = Read(stream);
                numbers[k] = Foretold(numbers, k, nodes) + ((code >>> 1) ^ -(code & 1));
            }

            values[c] = [.. numbers.Select(v => Quantum * v)];
        }

        return RamachandranFit.Surfaces(values, nodes);
    }

    private static TorsionSurfaces Load()
    {
        using Stream stream = typeof(RamachandranTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"resource {Resource} is missing from the assembly");
        return Unpack(stream);
    }

    /// <summary>A plane through the three neighbours that come before.</summary>
    private static int Foretold(int[] numbers, int k, int nodes)
    {
        int left = k % nodes > 0 ? numbers[k - 1] : 0, above = k >= nodes ? numbers[k - nodes] : 0;
        if (k % nodes == 0)
            return above;
        return k < nodes ? left : left + above - numbers[k - nodes - 1];
    }

    private static void Write(Stream stream, int value)
    {
        uint rest = (uint)value;
        while (rest > 127)
        {
            stream.WriteByte((byte)(rest | 128));
            rest >>= 7;
        }

        stream.WriteByte((byte)rest);
    }

    private static int Read(Stream stream)
    {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            int next = stream.ReadByte();
            if (next < 0)
                throw new InvalidDataException("the table ends too early");
            value |= (next & 127) << shift;
            if (next < 128)
                return value;
        }

        throw new InvalidDataException("a number of the table does not end");
    }
}
