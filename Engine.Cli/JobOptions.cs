using System.CommandLine;
using Engine.Core.Geometry;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>Options of the verbs that take a model and a map.</summary>
internal sealed class JobOptions
{
    public Argument<string[]> Files { get; } = new("FILES")
    {
        Description = "model (PDB, mmCIF) and map (MRC/CCP4), also packed (.gz, .bz2), in any order",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<double> Resolution { get; } = new("--resolution", "-d") { Description = "resolution of the map, Å", HelpName = "D", Required = true };

    public Option<string> Select { get; } = new("--select")
    {
        Description = "atoms to work on, such as \"chain A and not water\" (see docs/selection.md)",
        DefaultValueFactory = _ => "all",
        HelpName = "SELECTION",
    };

    public Option<string> Output { get; } = new("--output", "-o") { Description = "prefix of the files to write", HelpName = "PREFIX", Required = true };

    public Option<string[]> HalfMaps { get; } = new("--half-maps")
    {
        Description = "two half maps, which are averaged; give them instead of a map",
        HelpName = "A B",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<string[]> Dictionaries { get; } = new("--dictionary")
    {
        Description = "restraint dictionaries (CIF) for ligands; may be given more than once",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<bool> Strict { get; } = new("--strict") { Description = "a ligand that no dictionary knows is an error" };

    public Option<double?> VoxelSize { get; } = new("--voxel-size") { Description = "voxel size that replaces the header's, Å", HelpName = "A" };

    public Option<bool> NanToZero { get; } = new("--nan-to-zero") { Description = "replace NaN voxels by 0 instead of refusing the map" };

    public Option<bool> UnsignedBytes { get; } = new("--unsigned-bytes") { Description = "read maps of mode 0 as bytes 0 to 255 (old IMOD files)" };

    public Option<OriginSource> Origin { get; } = new("--origin")
    {
        Description = "header words that place the map: auto (NSTART where not 0, else ORIGIN), nstart or origin",
        DefaultValueFactory = _ => OriginSource.Auto,
    };

    public void AddTo(Command command)
    {
        command.Add(Files);
        foreach (Option option in new Option[] { Resolution, Select, Output, HalfMaps, Dictionaries, Strict, VoxelSize, NanToZero, UnsignedBytes, Origin })
            command.Add(option);
    }

    /// <summary>What the command line asks for; files are recognised by content.</summary>
    public JobRequest Request(ParseResult parsed)
    {
        string[] halves = parsed.GetValue(HalfMaps) ?? [];
        var files = new InputFiles(parsed.GetRequiredValue(Files));
        string[] dictionaries = parsed.GetValue(Dictionaries) ?? [];
        foreach (string path in dictionaries)
            InputFiles.RequireFile(path);
        return new JobRequest
        {
            ModelPath = files.Model,
            MapPath = files.MapOrHalves(halves),
            HalfMapPaths = halves,
            Resolution = parsed.GetRequiredValue(Resolution),
            Selection = parsed.GetRequiredValue(Select),
            Dictionaries = dictionaries,
            Strict = parsed.GetValue(Strict),
            MapOptions = new MapReadOptions
            {
                VoxelSize = parsed.GetValue(VoxelSize) is double v && v > 0 ? new Vec3(v, v, v) : Refuse(parsed.GetValue(VoxelSize)),
                NanToZero = parsed.GetValue(NanToZero),
                UnsignedBytes = parsed.GetValue(UnsignedBytes),
                OriginSource = parsed.GetValue(Origin),
            },
        };
    }

    private static Vec3? Refuse(double? voxel) => voxel == null ? null : throw new UsageException($"--voxel-size {voxel}: give a positive number of Å");
}
