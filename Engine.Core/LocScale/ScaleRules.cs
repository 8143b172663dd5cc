namespace Engine.Core.LocScale;

/// <summary>Makes the rule that options ask for.</summary>
internal static class ScaleRules
{
    /// <summary>Makes the rule.</summary>
    /// <param name="survey">Typical windows.</param>
    /// <param name="options">Options.</param>
    /// <param name="side">Side of a window, voxels.</param>
    /// <param name="voxel">Voxel size, Å.</param>
    public static ScaleRule Create(WindowSurvey survey, LocScaleOptions options, int side, double voxel)
    {
        double[] frequency = [.. Enumerable.Range(0, side / 2 + 1).Select(r => r / (side * voxel))];
        double resolution = Math.Max(options.Resolution ?? 2 * voxel, 2 * voxel);
        return options.Target switch
        {
            LocScaleTarget.Guinier => new GuinierRule(frequency, resolution, options.TargetB) { Floor = survey.Floor },
            _ => new ReferenceRule(frequency, resolution, options.LocalB) { Floor = survey.Floor },
        };
    }
}
