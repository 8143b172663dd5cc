using System.Globalization;
using Engine.Core.Models.Cif;

namespace Engine.Core.Archive;

/// <summary>What the mmCIF file of a model says about its map.</summary>
/// <param name="Map">EMDB entry of the map that the model was built into, or null.</param>
/// <param name="Resolution">Resolution of the reconstruction, Å, or null.</param>
/// <param name="ContourLevel">Recommended contour level, map units, or null.</param>
public sealed record ModelMetadata(ArchiveId? Map, double? Resolution, double? ContourLevel)
{
    /// <summary>Reads the metadata.</summary>
    /// <param name="path">mmCIF file, packed or not.</param>
    /// <exception cref="Engine.Kernels.InputException">Not a CIF file.</exception>
    public static ModelMetadata Read(string path)
    {
        CifBlock? block = CifDocument.Read(path).Blocks.FirstOrDefault();
        if (block == null)
            return new(null, null, null);
        return new(MapOf(block), Number(block, "_em_3d_reconstruction.resolution"), Number(block, "_em_map.contour_level"));
    }

    /// <summary>The related volume that is marked as the associated one; else the EMDB code of the entry itself; else any related volume.</summary>
    private static ArchiveId? MapOf(CifBlock block)
    {
        CifCategory? related = block.Category("_pdbx_database_related"), databases = block.Category("_database_2");
        return Codes(related, "db_id", row => related!.Text(row, related.Column("content_type")) == "associated EM volume")
            .Concat(Codes(databases, "database_code", _ => true))
            .Concat(Codes(related, "db_id", _ => true))
            .FirstOrDefault();
    }

    private static IEnumerable<ArchiveId?> Codes(CifCategory? category, string item, Predicate<int> wanted)
    {
        for (int row = 0; row < (category?.RowCount ?? 0); row++)
        {
            if (wanted(row) && ArchiveId.TryParse(category!.Text(row, category.Column(item), ""), out ArchiveId id) && id.Kind == ArchiveKind.Emdb)
                yield return id;
        }
    }

    private static double? Number(CifBlock block, string tag) =>
        double.TryParse(block.Value(tag), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && value != 0 ? value : null;
}
