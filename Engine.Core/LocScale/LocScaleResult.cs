using Engine.Core.Maps;

namespace Engine.Core.LocScale;

/// <summary>Amplitude profiles of one window, or of several on average (means of logarithms), for a look at what was done.</summary>
/// <param name="Frequency">s by shell, Å⁻¹.</param>
/// <param name="Map">Mean amplitude of the map.</param>
/// <param name="Target">Mean amplitude that the window was scaled to.</param>
/// <param name="Scale">Scale factor.</param>
public sealed record WindowAudit(double[] Frequency, double[] Map, double[] Target, double[] Scale);

/// <summary>The fast mode against exact windows at a sample of voxels.</summary>
/// <param name="Step">Voxels from centre to centre of the windows.</param>
/// <param name="Voxels">Voxels of the sample.</param>
/// <param name="Correlation">Correlation coefficient of fast and exact values; null when one of them is constant.</param>
/// <param name="Rms">Rms of the differences over the rms of the exact values.</param>
/// <param name="Largest">Largest difference over the rms of the exact values.</param>
/// <param name="RmsRatio">Rms of the fast values over that of the exact ones.</param>
public sealed record FastScalingError(int Step, long Voxels, double? Correlation, double Rms, double Largest, double RmsRatio);

/// <summary>A locally scaled map.</summary>
/// <param name="Map">The map, on the grid of the input; 0 outside the mask.</param>
/// <param name="LocalB">
/// B of each window's target profile, which the scaled map has there (of the map's own profile for <see cref="LocScaleTarget.Guinier"/>), Å²; 0 outside the mask and where no line fits. Null when not asked for.
/// </param>
/// <param name="Side">Side of the windows, voxels.</param>
/// <param name="Windows">Number of windows.</param>
/// <param name="WindowsComputed">Windows of this run; fewer when it went on from a checkpoint.</param>
/// <param name="Faded">Voxels of the mask without density in the reference: they fade out.</param>
/// <param name="Padded">The grid was padded, because windows reach beyond its faces.</param>
/// <param name="CorrelationBefore">Correlation of map and reference inside the mask; null without a reference.</param>
/// <param name="CorrelationAfter">The same of the scaled map.</param>
/// <param name="Audit">Profiles: the mean over a sample of windows first, then single windows.</param>
/// <param name="Seconds">Seconds by stage.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
public sealed record LocScaleResult(
    DensityMap Map, DensityMap? LocalB, int Side, long Windows, long WindowsComputed, long Faded, bool Padded, double? CorrelationBefore, double? CorrelationAfter,
    IReadOnlyList<WindowAudit> Audit, IReadOnlyDictionary<string, double> Seconds, IReadOnlyList<string> Warnings) : IDisposable
{
    /// <summary>How good the approximation of <see cref="LocScaleMode.Fast"/> is; null for other modes.</summary>
    public FastScalingError? FastError { get; init; }

    /// <summary>What averaging over symmetry found; null without it.</summary>
    public SymmetryAgreement? Symmetry { get; init; }

    /// <summary>Seconds per window of the scaling itself.</summary>
    public double SecondsPerWindow => WindowsComputed > 0 ? Seconds["scale"] / WindowsComputed : 0;

    /// <summary>Frees the maps.</summary>
    public void Dispose()
    {
        Map.Dispose();
        LocalB?.Dispose();
    }
}
