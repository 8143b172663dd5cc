using Engine.Core.DifferenceMaps;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Makes difference maps from files.</summary>
public static class DifferenceMapJob
{
    /// <summary>Runs the job: from half maps where the inputs have them, else from the map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="inputs">Files as read.</param>
    /// <param name="options">Choices.</param>
    /// <exception cref="InputException">The files do not go together.</exception>
    public static DifferenceMap Run(Accelerator accelerator, JobInputs inputs, DifferenceMapOptions options)
    {
        DifferenceMap result = inputs.Halves.Count == 2
            ? DifferenceMap.OfHalfMaps(accelerator, inputs.Halves[0], inputs.Halves[1], inputs.Structure.First, inputs.Selected, options)
            : DifferenceMap.OfMap(accelerator, inputs.Map, inputs.Structure.First, inputs.Selected, options);
        return result with { Warnings = [.. inputs.Warnings.Concat(result.Warnings).Distinct()] };
    }
}
