using Engine.Core.DifferenceMaps;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Makes difference maps from files.</summary>
public static class DifferenceMapJob
{
    /// <summary>Runs the job: from half maps where the inputs have them, looking at the map where there is one too, else from the map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="inputs">Files as read.</param>
    /// <param name="options">Choices.</param>
    /// <param name="maskPath">Mask file; null = none.</param>
    /// <exception cref="InputException">The files do not go together.</exception>
    public static DifferenceMap Run(Accelerator accelerator, JobInputs inputs, DifferenceMapOptions options, string? maskPath = null)
    {
        SoftMask? mask = maskPath == null ? null : MaskFile.Read(maskPath, inputs.Map);
        DensityMap? observed = inputs.HasOwnMap ? inputs.Map : null;
        DifferenceMap result = inputs.Halves.Count == 2
            ? DifferenceMap.OfHalfMaps(accelerator, inputs.Halves[0], inputs.Halves[1], inputs.Structure.First, inputs.Selected, options, mask, observed)
            : DifferenceMap.OfMap(accelerator, inputs.Map, inputs.Structure.First, inputs.Selected, options, mask);
        return result with { Warnings = [.. inputs.Warnings.Concat(result.Warnings).Distinct()] };
    }
}
