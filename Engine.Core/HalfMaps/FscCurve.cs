namespace Engine.Core.HalfMaps;

/// <summary>One shell of a Fourier shell correlation, as written in tables.</summary>
/// <param name="Frequency">s at the middle of the shell, Å⁻¹.</param>
/// <param name="Resolution">1/s, Å.</param>
/// <param name="Correlation">FSC.</param>
/// <param name="Coefficients">Fourier coefficients in the shell, both halves of the space.</param>
public sealed record FscShell(double Frequency, double Resolution, double Correlation, long Coefficients);

/// <summary>Where a curve falls below a threshold.</summary>
/// <param name="Threshold">FSC value.</param>
/// <param name="Resolution">First crossing, Å: linear in s between the last shell at or above the threshold and the first below it. Null when the curve stays above up to the Nyquist frequency.</param>
/// <param name="Finest">Last crossing, Å: differs from the first where the curve rises above the threshold again (plateaus, masks that are too tight). Null as above.</param>
/// <param name="Recrossings">How often the curve comes back to the threshold after the first crossing.</param>
public sealed record FscCrossing(double Threshold, double? Resolution, double? Finest, int Recrossings);

/// <summary>
/// A Fourier shell correlation of two maps: FSC(k) = Σ Re(F₁ F₂*) / √(Σ|F₁|² Σ|F₂|²) over shell k, the coefficients with round(s L) = k, where L is the longest edge
/// of the box. F(000) is in no shell. The last shell is the one of the Nyquist frequency of the coarsest axis, so that no shell is cut by the corners.
/// </summary>
public sealed class FscCurve
{
    private readonly double[] cross;

    internal FscCurve(double width, double[] cross, double[] first, double[] second, long[] coefficients)
    {
        (Width, this.cross, FirstPower, SecondPower, Coefficients) = (width, cross, first, second, coefficients);
        Correlation = [.. cross.Select((c, k) => k == 0 ? 1 : first[k] > 0 && second[k] > 0 ? c / Math.Sqrt(first[k] * second[k]) : 0)];
    }

    /// <summary>Width of a shell, Å⁻¹.</summary>
    public double Width { get; }

    /// <summary>Number of shells, shell 0 (empty, correlation 1) included.</summary>
    public int Count => Correlation.Length;

    /// <summary>FSC by shell; 0 where a map has no power.</summary>
    public double[] Correlation { get; }

    /// <summary>Σ|F|² of the first map by shell, plain transforms.</summary>
    public double[] FirstPower { get; }

    /// <summary>Σ|F|² of the second map by shell.</summary>
    public double[] SecondPower { get; }

    /// <summary>Coefficients by shell, both halves of the space.</summary>
    public long[] Coefficients { get; }

    /// <summary>The same shells with other correlations.</summary>
    /// <param name="correlation">One value per shell.</param>
    internal FscCurve With(double[] correlation) =>
        new(Width, [.. correlation.Select((c, k) => c * Math.Sqrt(FirstPower[k] * SecondPower[k]))], FirstPower, SecondPower, Coefficients);

    /// <summary>The spatial frequency of a shell, Å⁻¹.</summary>
    public double Frequency(int shell) => shell * Width;

    /// <summary>The curve at any frequency, linear between shells; that of the last shell beyond it.</summary>
    /// <param name="s">Å⁻¹, from 0.</param>
    public double At(double s)
    {
        double u = Math.Clamp(s / Width, 0, Count - 1);
        int k = Math.Min((int)u, Math.Max(0, Count - 2));
        return Count == 1 ? Correlation[0] : Correlation[k] + (u - k) * (Correlation[k + 1] - Correlation[k]);
    }

    /// <summary>Σ n FSC / Σ n over the shells up to a resolution.</summary>
    /// <param name="d">Å.</param>
    public double Average(double d)
    {
        double sum = 0, n = 0;
        for (int k = 1; k < Count && Frequency(k) <= 1 / d; k++)
        {
            sum += Coefficients[k] * Correlation[k];
            n += Coefficients[k];
        }

        return n > 0 ? sum / n : 0;
    }

    /// <summary>Where the curve falls below a threshold. Shell 1, the period of the box, is not looked at: it holds too few coefficients.</summary>
    /// <param name="threshold">FSC value, such as 0.143 for two half maps and 0.5 for model and map.</param>
    public FscCrossing Crossing(double threshold)
    {
        double? first = null, last = null;
        int below = 0;
        for (int k = 2; k < Count; k++)
        {
            double high = k == 2 ? 1 : Correlation[k - 1], low = Correlation[k];
            if (!(high >= threshold && low < threshold))
                continue;
            last = 1 / ((k - 1 + (high - threshold) / (high - low)) * Width);
            first ??= last;
            below++;
        }

        // A curve that ends above the threshold after it fell below has no finest crossing.
        bool endsAbove = Count > 2 && Correlation[^1] >= threshold;
        return new(threshold, first, endsAbove ? null : last, Math.Max(0, below - (endsAbove ? 0 : 1)));
    }

    /// <summary>The shells as records, without shell 0.</summary>
    public FscShell[] Shells() =>
        [.. Enumerable.Range(1, Count - 1).Select(k => new FscShell(Frequency(k), 1 / Frequency(k), Correlation[k], Coefficients[k]))];
}
