using System.CommandLine;
using Engine.Core.Jobs;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>Options of refine that alternate it with local scaling of the map.</summary>
internal sealed class LocScaleCycleCommandOptions
{
    private readonly Option<bool> wanted = new("--locscale")
    {
        Description = "after the refinement alternate: scale the map locally to the model (LocScale), refine against the scaled map; every model is scored against the map as it is",
    };

    private readonly Option<int?> rounds = new("--locscale-rounds") { Description = "rounds of --locscale at most (default 3)", HelpName = "N" };

    private readonly Option<double?> window = new("--locscale-window") { Description = "side of the windows of --locscale, Å (default 25)", HelpName = "A" };

    public void AddTo(Command command)
    {
        command.Add(wanted);
        command.Add(rounds);
        command.Add(window);
    }

    /// <summary>What was asked for; null when no rounds were.</summary>
    /// <param name="parsed">Command line.</param>
    /// <exception cref="UsageException">A value is out of range, or given without --locscale.</exception>
    public LocScaleCycleOptions? Read(ParseResult parsed)
    {
        int? n = parsed.GetValue(rounds);
        double? side = parsed.GetValue(window);
        if (!parsed.GetValue(wanted))
            return n == null && side == null ? null : throw new UsageException($"{(n != null ? "--locscale-rounds" : "--locscale-window")}: give --locscale as well, or leave it out");
        if (n is < 1 or > 20)
            throw new UsageException($"--locscale-rounds {n}: give 1 to 20");
        if (side is { } s && !(s > 0 && double.IsFinite(s)))
            throw new UsageException(FormattableString.Invariant($"--locscale-window {s}: give a length above 0 Å"));
        var defaults = new LocScaleCycleOptions();
        return new LocScaleCycleOptions { Rounds = n ?? defaults.Rounds, Window = side ?? defaults.Window };
    }
}
