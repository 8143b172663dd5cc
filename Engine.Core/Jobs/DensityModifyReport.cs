using Engine.Core.DensityModification;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Resolution;

namespace Engine.Core.Jobs;

/// <summary>Modified maps in the frame of the half maps, and how they came about.</summary>
/// <param name="Result">Error model, verdict, and the maps of the box that was worked on.</param>
/// <param name="Box">That box.</param>
/// <param name="Modified">The modified full map.</param>
/// <param name="Half1">The first modified half map.</param>
/// <param name="Half2">The second.</param>
/// <param name="Initial">The map before, scaled by the same rule.</param>
/// <param name="Local">Local resolution of the modified half maps; null when it was not wanted or could not be computed.</param>
/// <param name="LocalThreshold">FSC of the modified half maps at the corrected resolution, at which local resolutions were read off; null without.</param>
/// <param name="Molecule">Volume of the molecule.</param>
/// <param name="MaskName">Mask in which maps were compared.</param>
/// <param name="Fingerprints">Input files.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
/// <param name="Seconds">Seconds by stage.</param>
public sealed record DensityModifyOutcome(
    DensityModificationResult Result, WorkingBox Box, DensityMap Modified, DensityMap Half1, DensityMap Half2, DensityMap Initial, DensityMap? Local, double? LocalThreshold,
    ParticleVolume Molecule, string MaskName, IReadOnlyList<InputFingerprint> Fingerprints, IReadOnlyList<string> Warnings, IReadOnlyDictionary<string, double> Seconds) : IDisposable
{
    /// <summary>The last cycle's error model.</summary>
    public ErrorModel Errors => Result.Cycles[^1].Errors;

    /// <summary>Distribution of the local resolution; null without one.</summary>
    public LocalResolutionSummary? LocalSummary => Local == null ? null : LocalResolutionSummary.Of(Local);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DensityMap? map in new[] { Modified, Half1, Half2, Initial, Local })
            map?.Dispose();
    }
}
