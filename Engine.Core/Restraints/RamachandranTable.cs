using System.IO.Compression;
using Engine.Core.Geometry;
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
            PackedGrid.Write(stream, nodes);
            PackedGrid.Write(stream, values.Count);
            foreach (double[] surface in values)
                PackedGrid.Write(stream, [.. surface.Select(v => (int)Math.Round(v / Quantum))], nodes);
        }

        return packed.ToArray();
    }

    /// <summary>The surfaces of a packed table.</summary>
    /// <param name="packed">What <see cref="Pack"/> made.</param>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public static TorsionSurfaces Unpack(Stream packed)
    {
        using var stream = new BrotliStream(packed, CompressionMode.Decompress);
        int nodes = PackedGrid.Read(stream), classes = PackedGrid.Read(stream);
        if (nodes is < 4 or > 720 || classes is < 1 or > 100)
            throw new InvalidDataException($"a table of {classes} surfaces with {nodes} nodes");
        var values = new double[classes][];
        for (int c = 0; c < classes; c++)
            values[c] = [.. PackedGrid.Read(stream, nodes).Select(v => Quantum * v)];
        return RamachandranFit.Surfaces(values, nodes);
    }

    private static TorsionSurfaces Load()
    {
        using Stream stream = typeof(RamachandranTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"resource {Resource} is missing from the assembly");
        return Unpack(stream);
    }
}
