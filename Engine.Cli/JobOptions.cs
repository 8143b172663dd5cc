using System.CommandLine;
using Engine.Core.Jobs;

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

    public MapFileOptions Maps { get; } = new();

    public void AddTo(Command command)
    {
        command.Add(Files);
        foreach (Option option in new Option[] { Resolution, Select, Output, HalfMaps, Dictionaries, Strict })
            command.Add(option);
        Maps.AddTo(command);
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
            MapOptions = Maps.Read(parsed),
        };
    }
}
