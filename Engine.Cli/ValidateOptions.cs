using System.CommandLine;
using Engine.Core.Jobs.Validate;
using Engine.Core.Validation;

namespace Engine.Cli;

/// <summary>Options of validate.</summary>
internal sealed class ValidateOptions
{
    private readonly Argument<string[]> files = new("FILES")
    {
        Description = "model (PDB, mmCIF), map (MRC/CCP4), or both, also packed (.gz, .bz2), in any order",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<double?> resolution = new("--resolution", "-d") { Description = "resolution of the map, Å; without it the one that the model file records, else that of the half maps", HelpName = "D" };

    private readonly Option<string[]> halfMaps = new("--half-maps")
    {
        Description = "two half maps, for their FSC; without a map their average is the map",
        HelpName = "A B",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> mask = new("--mask") { Description = "mask (0 to 1) for the Fourier shell correlations; without it one is made round the model or the density", HelpName = "MAP" };

    private readonly Option<double?> level = new("--level") { Description = "contour level for atom inclusion, map units; without it that of the molecule's volume", HelpName = "L" };

    private readonly Option<double> sigma = new("--sigma")
    {
        Description = "width of the Gaussian of the Q-score, Å (0.4 as in the EMDB; values for 0.6 are always there too)",
        HelpName = "S",
        DefaultValueFactory = _ => QScoreAnalysis.DefaultSigma,
    };

    private readonly Option<string> select = new("--select")
    {
        Description = "atoms to judge, such as \"chain A and not water\"; the others are treated as absent (see docs/selection.md)",
        HelpName = "SELECTION",
        DefaultValueFactory = _ => "all",
    };

    private readonly Option<string?> compare = new("--compare") { Description = "model before, such as the one that was refined: shown beside the model", HelpName = "MODEL2" };

    private readonly Option<string?> refinement = new("--refinement") { Description = "_stats.json of the refinement that made the model, for its half-map test; the one beside the model is found", HelpName = "FILE" };

    private readonly Option<string[]> dictionaries = new("--dictionary")
    {
        Description = "restraint dictionaries (CIF) for ligands; may be given more than once",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> strict = new("--strict") { Description = "a ligand that no dictionary knows is an error" };

    private readonly Option<bool> nuclear = new("--nuclear") { Description = "place hydrogens at their protons instead of their electron clouds" };

    private readonly ResolutionOptions local = new();

    private readonly MapFileOptions maps = new();

    public Option<bool> NoReport { get; } = new("--no-report") { Description = "do not write PREFIX.html" };

    public Option<string> Output { get; } = new("--output", "-o") { Description = "prefix of the files to write", HelpName = "PREFIX", Required = true };

    public void AddTo(Command command)
    {
        command.Add(files);
        foreach (Option option in new Option[] { resolution, halfMaps, mask, level, sigma, select, compare, refinement, dictionaries, strict, nuclear, NoReport, Output })
            command.Add(option);
        local.AddTo(command);
        maps.AddTo(command);
    }

    /// <summary>What the command line asks for; files are recognised by content.</summary>
    public ValidateRequest Request(ParseResult parsed, RunContext context)
    {
        var inputs = new InputFiles(parsed.GetValue(files) ?? []);
        string[] halves = parsed.GetValue(halfMaps) ?? [], cifs = parsed.GetValue(dictionaries) ?? [];
        string? before = parsed.GetValue(compare), maskFile = parsed.GetValue(mask), stats = parsed.GetValue(refinement);
        foreach (string path in halves.Concat(cifs).Concat(new[] { before, maskFile, stats }.OfType<string>()))
            InputFiles.RequireFile(path);
        double? d = parsed.GetValue(resolution);
        var atoms = local.Request(parsed, d ?? 0);
        return new ValidateRequest
        {
            ModelPath = inputs.ModelOrNone,
            MapPath = inputs.MapOrNone,
            HalfMapPaths = halves,
            MaskPath = maskFile,
            ComparePath = before,
            RefinementPath = stats,
            Resolution = d,
            Level = parsed.GetValue(level),
            Sigma = parsed.GetValue(sigma),
            Selection = parsed.GetRequiredValue(select),
            Dictionaries = cifs,
            Strict = parsed.GetValue(strict),
            Nuclear = parsed.GetValue(nuclear),
            LocalResolution = atoms.IsLocal ? atoms : null,
            MapOptions = maps.Read(parsed),
            Threads = context.Threads,
            Seed = context.Seed,
        };
    }
}
