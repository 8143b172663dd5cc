using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>Positional files, told apart by content, in any order.</summary>
internal sealed class InputFiles
{
    private const string MapFile = "density map (MRC/CCP4)";

    private readonly List<string> maps = [];
    private readonly List<string> models = [];

    public InputFiles(IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            RequireFile(path);
            if (MapFileDetector.LooksLikeMap(path))
                maps.Add(path);
            else if (ModelFileDetector.LooksLikeModel(path))
                models.Add(path);
            else
                throw new InputException($"{path}: neither a density map (MRC/CCP4) nor a model (PDB, mmCIF) by its content");
        }
    }

    /// <summary>The one model file.</summary>
    public string Model => One(models, "model (PDB or mmCIF)");

    /// <summary>The one model file, or null when there is none.</summary>
    public string? ModelOrNone => models.Count == 0 ? null : Model;

    /// <summary>The one map file, or null when there is none.</summary>
    public string? MapOrNone => maps.Count == 0 ? null : One(maps, MapFile);

    /// <summary>The one map file, or null when half maps replace it.</summary>
    /// <param name="halfMaps">Half maps given with --half-maps.</param>
    public string? MapOrHalves(IReadOnlyList<string> halfMaps)
    {
        if (halfMaps.Count == 0)
            return One(maps, MapFile);
        if (halfMaps.Count != 2)
            throw new UsageException($"--half-maps needs two files, {halfMaps.Count} given");
        if (maps.Count > 0)
            throw new UsageException($"give either a map ({maps[0]}) or --half-maps, not both");
        foreach (string path in halfMaps)
            RequireFile(path);
        return null;
    }

    /// <summary>The one map file; null when there are half maps and no map beside them.</summary>
    /// <param name="halfMaps">Half maps given with --half-maps.</param>
    public string? MapAndHalves(IReadOnlyList<string> halfMaps)
    {
        if (halfMaps.Count == 0 || maps.Count == 0)
            return MapOrHalves(halfMaps);
        foreach (string path in halfMaps)
            RequireFile(path);
        return One(maps, "density map (MRC/CCP4)");
    }

    /// <summary>A path whose file is there and can be read.</summary>
    /// <exception cref="InputException">The file is missing or a folder.</exception>
    public static string Required(string path)
    {
        RequireFile(path);
        return path;
    }

    /// <summary>Requires that a file is there and can be read.</summary>
    /// <exception cref="InputException">The file is missing or a folder.</exception>
    /// <exception cref="UsageException">The name is that of a mistyped option.</exception>
    public static void RequireFile(string path)
    {
        // To the parser a mistyped option is a file.
        if (path.StartsWith('-') && !File.Exists(path))
            throw new UsageException($"{path}: there is no such option, nor a file of that name; --help shows the options");
        if (Directory.Exists(path))
            throw new InputException($"{path}: is a folder, a file is needed");
        if (!File.Exists(path))
            throw new InputException($"{path}: no such file");
    }

    private static string One(List<string> files, string what) => files.Count switch
    {
        0 => throw new UsageException($"no {what} given"),
        1 => files[0],
        _ => throw new UsageException($"{files.Count} files look like a {what}, one is needed: {string.Join(", ", files)}"),
    };
}
