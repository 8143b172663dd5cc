using System.IO.Compression;
using System.Text;

namespace Engine.Core.Rotamers;

/// <summary>
/// The packed χ distributions that travel with the engine: the published shares are whole numbers over the number of residues, and these numbers are stored, each as difference from the cell before
/// it, seven bits to a byte, the whole compressed. Shares below 0.0001 are 0.
/// </summary>
public sealed class RotamerTable
{
    private const double Least = 1e-4;
    private const string Resource = "Engine.Core.Data.rotamers.bin";
    private static readonly Lazy<RotamerTable> Lazy = new(Load);

    /// <summary>Holds distributions.</summary>
    /// <param name="grids">Grids by residue type.</param>
    /// <param name="mixtures">Sums of Gaussians by residue type.</param>
    public RotamerTable(IReadOnlyDictionary<string, RotamerGrid> grids, IReadOnlyDictionary<string, RotamerMixture> mixtures) => (Grids, Mixtures) = (grids, mixtures);

    /// <summary>The distributions of the Top8000 data.</summary>
    public static RotamerTable BuiltIn => Lazy.Value;

    /// <summary>Grids by residue type.</summary>
    public IReadOnlyDictionary<string, RotamerGrid> Grids { get; }

    /// <summary>Sums of Gaussians by residue type.</summary>
    public IReadOnlyDictionary<string, RotamerMixture> Mixtures { get; }

    /// <summary>Packs the distributions.</summary>
    public byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.SmallestSize, true))
        using (var writer = new BinaryWriter(stream, Encoding.ASCII))
        {
            writer.Write(Grids.Count);
            foreach ((string type, RotamerGrid grid) in Grids.OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                writer.Write(type);
                writer.Write(grid.Bins.Length);
                for (int d = 0; d < grid.Bins.Length; d++)
                {
                    writer.Write(grid.Bins[d]);
                    writer.Write(grid.Periods[d]);
                }

                int residues = (int)Math.Round(1 / (double)grid.Values.Where(v => v > 0).Min()), before = 0;
                writer.Write(residues);
                foreach (float value in grid.Values)
                {
                    int rank = value < Least ? 0 : (int)Math.Round((double)value * residues);
                    writer.Write7BitEncodedInt(((rank - before) << 1) ^ ((rank - before) >> 31));
                    before = rank;
                }
            }

            writer.Write(Mixtures.Count);
            foreach ((string type, RotamerMixture mixture) in Mixtures.OrderBy(m => m.Key, StringComparer.Ordinal))
            {
                writer.Write(type);
                writer.Write(mixture.Ranks.Length);
                foreach (float rank in mixture.Ranks)
                    writer.Write(rank);
            }
        }

        return packed.ToArray();
    }

    /// <summary>The distributions of a packed table.</summary>
    /// <param name="packed">What <see cref="Pack"/> made.</param>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public static RotamerTable Unpack(Stream packed)
    {
        using var reader = new BinaryReader(new BrotliStream(packed, CompressionMode.Decompress), Encoding.ASCII);
        var grids = new Dictionary<string, RotamerGrid>();
        var mixtures = new Dictionary<string, RotamerMixture>();
        for (int n = Size(reader, 30); n > 0; n--)
        {
            string type = reader.ReadString();
            var bins = new int[Size(reader, 3)];
            var periods = new double[bins.Length];
            for (int d = 0; d < bins.Length; d++)
            {
                bins[d] = Size(reader, 720);
                periods[d] = reader.ReadDouble();
            }

            var values = new float[bins.Aggregate(1, (a, b) => a * b)];
            int residues = Size(reader, 10_000_000), rank = 0;
            for (int k = 0; k < values.Length; k++)
            {
                int code = reader.Read7BitEncodedInt();
                rank += (code >>> 1) ^ -(code & 1);
                values[k] = (float)((double)rank / residues);
            }

            grids[type] = new(bins, periods, values);
        }

        for (int n = Size(reader, 30); n > 0; n--)
        {
            string type = reader.ReadString();
            var ranks = new float[Size(reader, 10000)];
            for (int k = 0; k < ranks.Length; k++)
                ranks[k] = reader.ReadSingle();
            mixtures[type] = new(type, ranks);
        }

        return new(grids, mixtures);
    }

    private static int Size(BinaryReader reader, int most)
    {
        int value = reader.ReadInt32();
        return value > 0 && value <= most ? value : throw new InvalidDataException($"{value} where the table has 1 to {most}");
    }

    private static RotamerTable Load()
    {
        using Stream stream = typeof(RotamerTable).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"resource {Resource} is missing from the assembly");
        return Unpack(stream);
    }
}
