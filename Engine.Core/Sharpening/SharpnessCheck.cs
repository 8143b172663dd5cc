namespace Engine.Core.Sharpening;

/// <summary>How sharp a map is.</summary>
public enum Sharpness
{
    /// <summary>As sharp as its resolution allows.</summary>
    Sound,

    /// <summary>Sharper: noise and ripples stand above the density.</summary>
    OverSharpened,

    /// <summary>Blurred.</summary>
    OverBlurred,

    /// <summary>Nothing could be measured.</summary>
    Unknown,
}

/// <summary>A verdict on a map's sharpness.</summary>
/// <param name="Result">The verdict.</param>
/// <param name="Criterion">What it rests on.</param>
/// <param name="Message">One line for a person.</param>
public sealed record SharpnessVerdict(Sharpness Result, string Criterion, string Message);

/// <summary>
/// Says whether a map is over-sharpened or over-blurred. Two criteria, whichever is known: the distance of its B_iso from the best one that a search found; and its B_iso
/// (Guinier, 10 Å to the resolution) alone. A map counts as off when its amplitudes at the resolution are wrong by more than a factor of two: a difference in B of 4 ln 2/(1/d² - 1/10²).
/// For the second criterion ± 20 Å² are added, the spread of the Guinier B of protein models with all atoms at rest, and the range is from atoms at rest, B = 0, to the B_iso = 5.9 d²
/// that is typical of a resolution. With half maps a third: more than half of the map's power within its resolution and beyond is noise.
/// </summary>
public static class SharpnessCheck
{
    private const double LeastSearchTolerance = 30;
    private const double SpreadOfModels = 20;
    private const double TypicalPerSquare = 5.9;
    private const double MostNoise = 0.5;

    /// <summary>B that changes amplitudes at the resolution by two against those at 10 Å, Å².</summary>
    /// <param name="resolution">d, Å, below 10.</param>
    public static double TwofoldB(double resolution) => 4 * Math.Log(2) / Math.Max(1e-3, 1 / (resolution * resolution) - 0.01);

    /// <summary>The B_iso typical of a resolution: 5.9 d² (Terwilliger and co-workers 2018), Å².</summary>
    /// <param name="resolution">d, Å.</param>
    public static double TypicalB(double resolution) => TypicalPerSquare * resolution * resolution;

    /// <summary>Judges a map.</summary>
    /// <param name="what">The map, for the message.</param>
    /// <param name="b">Its B_iso, Å²; null when there is none.</param>
    /// <param name="best">B_iso of the best map by a search; null when none was done.</param>
    /// <param name="resolution">d, Å.</param>
    /// <param name="noise">Part of the map's power that is noise; null when unknown.</param>
    public static SharpnessVerdict Judge(string what, double? b, double? best, double resolution, double? noise = null)
    {
        if (noise > MostNoise)
            return new(Sharpness.OverSharpened, "noise", FormattableString.Invariant($"{what} is over-sharpened: {noise:P0} of its power is noise by the half maps"));
        if (b is not { } own)
            return new(Sharpness.Unknown, "none", $"{what}: too few Fourier shells between 10 Å and the resolution to say how sharp it is");
        if (best is { } wanted)
        {
            double tolerance = Math.Max(LeastSearchTolerance, TwofoldB(resolution)), off = own - wanted;
            string figures = FormattableString.Invariant($"B_iso {own:F0} Å² against {wanted:F0} Å² of the best map by the search (tolerance {tolerance:F0} Å²)");
            return off < -tolerance ? new(Sharpness.OverSharpened, "search", $"{what} is over-sharpened: {figures}")
                : off > tolerance ? new(Sharpness.OverBlurred, "search", $"{what} is over-blurred: {figures}")
                : new(Sharpness.Sound, "search", $"{what}: {figures}");
        }

        double margin = SpreadOfModels + TwofoldB(resolution), low = -margin, high = TypicalB(resolution) + margin;
        string range = FormattableString.Invariant($"B_iso {own:F0} Å², expected {low:F0} to {high:F0} Å² at {resolution:0.##} Å");
        return own < low ? new(Sharpness.OverSharpened, "fall-off", $"{what} is over-sharpened: {range}")
            : own > high ? new(Sharpness.OverBlurred, "fall-off", $"{what} is over-blurred: {range}")
            : new(Sharpness.Sound, "fall-off", $"{what}: {range}");
    }
}
