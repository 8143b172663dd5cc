using System.IO.Compression;
using System.Text;
using Engine.Core.Geometry;

namespace Engine.Core.Validation.Backbone;

/// <summary>Parts of a backbone that have φ, ψ distributions of their own.</summary>
public enum BackbonePart
{
    /// <summary>Helices.</summary>
    Helix,

    /// <summary>Strands of sheets.</summary>
    Sheet,

    /// <summary>Everything else.</summary>
    Loop,
}

/// <summary>How often well refined structures have a φ, ψ pair, for one residue type in one part: counts in 90 × 90 cells of 4°.</summary>
public sealed class RamachandranZGrid
{
    /// <summary>Cells along each torsion.</summary>
    public const int Cells = 90;

    private const double Step = 4, First = -178;

    /// <summary>Holds counts.</summary>
    /// <param name="counts">90 × 90 counts, ψ fastest; the first cell is centred at -178°, -178°.</param>
    public RamachandranZGrid(int[] counts)
    {
        Counts = counts.Length == Cells * Cells ? counts : throw new ArgumentException($"{counts.Length} counts instead of {Cells * Cells}", nameof(counts));
        double sum = 0, squares = 0, spread = 0;
        foreach (double n in counts)
            (sum, squares) = (sum + n, squares + n * n);
        Mean = sum > 0 ? squares / sum : 0;
        foreach (double n in counts)
            spread += n * (n - Mean) * (n - Mean);
        Deviation = sum > 1 ? Math.Sqrt(spread / (sum - 1)) : 0;
    }

    /// <summary>Counts, ψ fastest.</summary>
    public int[] Counts { get; }

    /// <summary>Mean count of a residue's cell, each cell weighted with the residues in it.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation about the mean, weighted alike.</summary>
    public double Deviation { get; }

    /// <summary>How much more common than the mean a φ, ψ pair is, in standard deviations; bilinear between cells.</summary>
    /// <param name="phi">φ, degrees.</param>
    /// <param name="psi">ψ, degrees.</param>
    public double Z(double phi, double psi) =>
        Deviation > 0 ? (PeriodicGrid.Interpolate<int>(Counts, [Cells, Cells], [(phi - First) / Step, (psi - First) / Step]) - Mean) / Deviation : 0;
}

/// <summary>
/// The packed distributions of the Ramachandran Z-score that travel with the engine: for each part and residue type the 8100 counts, seven bits to a byte, the whole compressed.
/// </summary>
public sealed class RamachandranZTable
{
    private const string Resource = "Engine.Core.Data.ramachandran_z.bin";
    private static readonly Lazy<RamachandranZTable> Lazy = new(Load);
    private readonly IReadOnlyDictionary<(BackbonePart Part, string Type), RamachandranZGrid> grids;

    /// <summary>Holds distributions.</summary>
    /// <param name="grids">By part and residue type; proline is "cisPRO" or "transPRO", any residue before proline "prePRO".</param>
    public RamachandranZTable(IReadOnlyDictionary<(BackbonePart Part, string Type), RamachandranZGrid> grids) => this.grids = grids;

    /// <summary>The distributions of the Top8000 data.</summary>
    public static RamachandranZTable BuiltIn => Lazy.Value;

    /// <summary>Number of distributions.</summary>
    public int Count => grids.Count;

    /// <summary>The distribution of a residue type; null when there is none.</summary>
    /// <param name="part">Part.</param>
    /// <param name="type">Type.</param>
    public RamachandranZGrid? Find(BackbonePart part, string type) => grids.GetValueOrDefault((part, type));

    /// <summary>Packs the distributions.</summary>
    public byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.SmallestSize, true))
        using (var writer = new BinaryWriter(stream, Encoding.ASCII))
        {
            writer.Write(grids.Count);
            foreach (((BackbonePart part, string type), RamachandranZGrid grid) in grids.OrderBy(g => g.Key.Part).ThenBy(g => g.Key.Type, StringComparer.Ordinal))
            {
                writer.Write((byte)part);
                writer.Write(type);
                foreach (int n in grid.Counts)
                    writer.Write7BitEncodedInt(n);
            }
        }

        return packed.ToArray();
    }

    /// <summary>The distributions of a packed table.</summary>
    /// <param name="packed">What <see cref="Pack"/> made.</param>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public static RamachandranZTable Unpack(Stream packed)
    {
        using var stream = new BrotliStream(packed, CompressionMode.Decompress);
        using var reader = new BinaryReader(stream, Encoding.ASCII);
        var grids = new Dictionary<(BackbonePart, string), RamachandranZGrid>();
        try
        {
            int count = reader.ReadInt32();
            if (count is < 1 or > 1000)
                throw new InvalidDataException($"{count} distributions where the table has 1 to 1000");
            for (; count > 0; count--)
            {
                var part = (BackbonePart)reader.ReadByte();
                string type = reader.ReadString();
                int[] counts = new int[RamachandranZGrid.Cells * RamachandranZGrid.Cells];
                for (int k = 0; k < counts.Length; k++)
                    counts[k] = reader.Read7BitEncodedInt();
                grids[(part, type)] = new(counts);
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException("the table ends too early or is damaged", e);
        }

        return new(grids);
    }

    private static RamachandranZTable Load()
    {
        using Stream stream = typeof(RamachandranZTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"resource {Resource} is missing from the assembly");
        return Unpack(stream);
    }
}
