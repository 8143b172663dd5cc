using System.CommandLine;
using System.Globalization;
using Engine.Core.Jobs;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>Options that give atoms resolutions of their own.</summary>
internal sealed class ResolutionOptions
{
    public Option<string> Map { get; } = new("--local-resolution") { Description = "local-resolution map (Å per voxel, any grid): each atom gets its value there", HelpName = "MAP" };

    public Option<string> Column { get; } = new("--resolution-from")
    {
        Description = "take each atom's resolution from the model file: b (the B column) or property (_atom_site.local_resolution)",
        HelpName = "COLUMN",
    };

    public Option<string> Chains { get; } = new("--chain-resolution") { Description = "resolution by chain, Å, such as A=1.5,B=4; other chains have that of -d", HelpName = "LIST" };

    public void AddTo(Command command)
    {
        command.Add(Map);
        command.Add(Column);
        command.Add(Chains);
    }

    /// <summary>What the command line asks for.</summary>
    /// <param name="parsed">Command line.</param>
    /// <param name="resolution">Resolution of -d, Å.</param>
    public ResolutionRequest Request(ParseResult parsed, double resolution)
    {
        string? map = parsed.GetValue(Map);
        if (map != null)
            InputFiles.RequireFile(map);
        return new ResolutionRequest
        {
            Resolution = resolution,
            MapPath = map,
            Column = parsed.GetValue(Column) switch
            {
                null => null,
                "b" => ResolutionColumn.B,
                "property" => ResolutionColumn.Property,
                string other => throw new UsageException($"--resolution-from {other}: give b or property"),
            },
            Chains = ParseChains(parsed.GetValue(Chains)),
        };
    }

    private static Dictionary<string, double> ParseChains(string? text)
    {
        var chains = new Dictionary<string, double>();
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int at = part.LastIndexOf('=');
            if (at < 1 || !double.TryParse(part.AsSpan(at + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double d))
                throw new UsageException($"--chain-resolution {part}: write chain=resolution, such as A=1.5");
            if (!chains.TryAdd(part[..at], d))
                throw new UsageException($"--chain-resolution: chain {part[..at]} is given twice");
        }

        return chains;
    }
}
