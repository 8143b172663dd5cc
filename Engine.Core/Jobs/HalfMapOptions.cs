namespace Engine.Core.Jobs;

/// <summary>What a refinement does with half maps besides averaging them.</summary>
public sealed record HalfMapOptions
{
    /// <summary>Cross-validate the refinement: shake, refine against half map 1, compare with both halves.</summary>
    public bool Test { get; init; } = true;

    /// <summary>Choose the weight of the map by FSC_test where it is not given.</summary>
    public bool ChooseWeight { get; init; }

    /// <summary>Macro-cycles of a refinement against one half.</summary>
    public int Cycles { get; init; } = 3;

    /// <summary>Root mean square shake before a refinement against one half, Å.</summary>
    public double Shake { get; init; } = 0.5;

    /// <summary>Seed of the shake.</summary>
    public ulong Seed { get; init; } = 1;
}
