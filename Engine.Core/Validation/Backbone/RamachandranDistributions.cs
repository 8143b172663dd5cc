using System.IO.Compression;
using Engine.Core.Geometry;
using Engine.Core.Restraints;

namespace Engine.Core.Validation.Backbone;

/// <summary>
/// The published φ, ψ distributions by which residues are judged, exactly: each value is a whole number over the number of residues, and these numbers are stored. Restraints use smooth potentials
/// made of the same data (<see cref="RamachandranTable"/>).
/// </summary>
public sealed class RamachandranDistributions
{
    /// <summary>Values differ from a whole number over the number of residues by less than this.</summary>
    private const double Whole = 1e-3;

    private const string Resource = "Engine.Core.Data.ramachandran_top8000.bin";
    private static readonly Lazy<RamachandranDistributions> Lazy = new(Load);
    private readonly IReadOnlyList<RamachandranGrid> grids;

    /// <summary>Holds distributions.</summary>
    /// <param name="grids">One for each <see cref="RamachandranClass"/>, in its order.</param>
    public RamachandranDistributions(IReadOnlyList<RamachandranGrid> grids) =>
        this.grids = grids.Count == Enum.GetValues<RamachandranClass>().Length ? grids : throw new ArgumentException($"{grids.Count} distributions instead of one for each class", nameof(grids));

    /// <summary>The Top8000 distributions.</summary>
    public static RamachandranDistributions BuiltIn => Lazy.Value;

    /// <summary>The share of residues with rarer torsions.</summary>
    /// <param name="kind">Class.</param>
    /// <param name="phi">φ, degrees.</param>
    /// <param name="psi">ψ, degrees.</param>
    public double At(RamachandranClass kind, double phi, double psi) => grids[(int)kind].At(phi, psi);

    /// <summary>Packs the distributions.</summary>
    /// <exception cref="InvalidDataException">Values are no whole numbers over a common one.</exception>
    public byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.SmallestSize, true))
        {
            foreach (RamachandranGrid grid in grids)
            {
                int residues = (int)Math.Round(1 / grid.Values.Where(v => v > 0).Min());
                int[] ranks = [.. grid.Values.Select(v => (int)Math.Round(v * residues))];
                if (ranks.Where((rank, k) => Math.Abs(grid.Values[k] * residues - rank) > Whole).Any())
                    throw new InvalidDataException("the distribution does not hold shares of a number of residues");
                PackedGrid.Write(stream, residues);
                PackedGrid.Write(stream, ranks, RamachandranGrid.Size);
            }
        }

        return packed.ToArray();
    }

    /// <summary>The distributions of a packed table.</summary>
    /// <param name="packed">What <see cref="Pack"/> made.</param>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public static RamachandranDistributions Unpack(Stream packed)
    {
        using var stream = new BrotliStream(packed, CompressionMode.Decompress);
        var grids = new List<RamachandranGrid>();
        foreach (RamachandranClass _ in Enum.GetValues<RamachandranClass>())
        {
            int residues = PackedGrid.Read(stream);
            if (residues < 1)
                throw new InvalidDataException($"a distribution of {residues} residues");
            grids.Add(new([.. PackedGrid.Read(stream, RamachandranGrid.Size).Select(rank => (double)rank / residues)]));
        }

        return new(grids);
    }

    private static RamachandranDistributions Load()
    {
        using Stream stream = typeof(RamachandranDistributions).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"resource {Resource} is missing from the assembly");
        return Unpack(stream);
    }
}
