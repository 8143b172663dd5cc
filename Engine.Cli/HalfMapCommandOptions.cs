using System.CommandLine;
using Engine.Core.Jobs;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>What the weight of the map is chosen by.</summary>
internal enum WeightCriterion
{
    /// <summary>Deviations from ideal geometry.</summary>
    Geometry,

    /// <summary>FSC with the half map that was not refined against.</summary>
    HalfMaps,
}

/// <summary>Options of refine that concern half maps.</summary>
internal sealed class HalfMapCommandOptions
{
    public Option<bool> NoTest { get; } = new("--no-half-map-test") { Description = "skip the cross-validation that half maps allow (refinement against half map 1, FSC with both)" };

    public Option<WeightCriterion?> WeightBy { get; } = new("--weight-by")
    {
        Description = "what the weight of the map is chosen by: geometry (deviations from ideal values) or halfmaps (FSC with the half map that was not refined against; the default with half maps, unless --bond-rmsd or --angle-rmsd is given)",
    };

    public void AddTo(Command command)
    {
        command.Add(NoTest);
        command.Add(WeightBy);
    }

    /// <summary>What to do with half maps; null when none are given.</summary>
    /// <param name="parsed">Command line.</param>
    /// <param name="request">Files.</param>
    /// <param name="hasGoal">The user gave deviations to aim for: the weight is chosen by geometry unless half maps are asked for.</param>
    /// <param name="hasWeight">The user gave a weight.</param>
    /// <exception cref="UsageException">Options contradict each other, or one needs half maps and none are given.</exception>
    public HalfMapOptions? Read(ParseResult parsed, JobRequest request, bool hasGoal, bool hasWeight)
    {
        bool noTest = parsed.GetValue(NoTest);
        WeightCriterion? by = parsed.GetValue(WeightBy);
        if (by != null && hasWeight)
            throw new UsageException("--weight-by: with --weight there is nothing to choose; give one of them");
        if (request.HalfMapPaths.Count == 0)
        {
            if (noTest)
                throw new UsageException("--no-half-map-test: no half maps are given; leave it out or give --half-maps A B");
            if (by == WeightCriterion.HalfMaps)
                throw new UsageException("--weight-by halfmaps: no half maps are given; give --half-maps A B");
            return null;
        }

        bool choose = by == WeightCriterion.HalfMaps || (by == null && !hasGoal && !hasWeight);
        return noTest && !choose ? null : new HalfMapOptions { Test = !noTest, ChooseWeight = choose, Seed = (ulong)parsed.GetValue(GlobalOptions.Seed) };
    }
}
