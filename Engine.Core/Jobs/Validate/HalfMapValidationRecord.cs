namespace Engine.Core.Jobs.Validate;

/// <summary>The half-map test of a refinement, as its <c>_stats.json</c> records it.</summary>
/// <param name="File">The file.</param>
/// <param name="Resolution">Resolution of the refinement, Å.</param>
/// <param name="AverageFull">Mean FSC up to the resolution, final model with the average of the halves.</param>
/// <param name="AverageWork">Mean FSC of the model refined against half 1 with half 1.</param>
/// <param name="AverageTest">Mean FSC of that model with half 2.</param>
/// <param name="IsOverfitted">True when the test found over-fitting; null when it was stopped.</param>
/// <param name="Shells">The curves.</param>
public sealed record HalfMapValidationRecord(
    string File, double Resolution, double AverageFull, double AverageWork, double AverageTest, bool? IsOverfitted, IReadOnlyList<HalfMapShell> Shells);
