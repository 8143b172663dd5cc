using Engine.Core.IO;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Batch;

/// <summary>How large an entry is: what its memory is planned from.</summary>
/// <param name="Voxels">Voxels of the map, or of one half map.</param>
/// <param name="Atoms">Atoms of the model.</param>
/// <param name="HasHalves">Refined against half maps.</param>
public sealed record EntrySize(long Voxels, int Atoms, bool HasHalves)
{
    /// <summary>Reads the size from the header of the map and the atom records of the model, which takes milliseconds.</summary>
    /// <param name="model">Model file.</param>
    /// <param name="map">Map file, or null.</param>
    /// <param name="half">A half map, or null.</param>
    /// <returns>Null when a file is not there or cannot be read.</returns>
    public static EntrySize? Of(string? model, string? map, string? half)
    {
        if (model == null || (map ?? half) is not { } density || !File.Exists(model) || !File.Exists(density))
            return null;
        try
        {
            return new(MapReader.ReadHeader(density).VoxelCount, CountAtoms(model), half != null && map == null);
        }
        catch (Exception e) when (e is EngineException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // The stage that reads the file says what is wrong with it.
            return null;
        }
    }

    /// <summary>Atom records of a PDB or mmCIF file, up to the end of the first model of a PDB file.</summary>
    private static int CountAtoms(string path)
    {
        using StreamReader reader = CompressedFile.OpenText(path);
        int count = 0;
        while (reader.ReadLine() is { } line && !(count > 0 && line.StartsWith("ENDMDL", StringComparison.Ordinal)))
        {
            if (line.StartsWith("ATOM ", StringComparison.Ordinal) || line.StartsWith("HETATM", StringComparison.Ordinal))
                count++;
        }

        return count;
    }
}
