using System.Globalization;

namespace Engine.Core.Plots;

/// <summary>One axis of a chart: its range, its ticks, and where a value lies on it.</summary>
/// <param name="Label">Text beside the axis, with the unit.</param>
/// <param name="Low">Value at the start.</param>
/// <param name="High">Value at the end, above <paramref name="Low"/>.</param>
/// <param name="IsLogarithmic">Powers of ten at equal distances; the range must be above 0.</param>
public sealed record PlotAxis(string Label, double Low, double High, bool IsLogarithmic = false)
{
    private const int WantedTicks = 6;

    /// <summary>The part of the axis, from 0 to 1, at which a value lies; outside of the range beyond it.</summary>
    /// <param name="value">Value; on a logarithmic axis what is not above 0 lies at the start.</param>
    public double Fraction(double value)
    {
        if (!IsLogarithmic)
            return (value - Low) / (High - Low);
        return value <= 0 ? 0 : Math.Log(value / Low) / Math.Log(High / Low);
    }

    /// <summary>Values at round numbers.</summary>
    public IReadOnlyList<double> Ticks()
    {
        var ticks = new List<double>();
        if (IsLogarithmic)
        {
            int first = (int)Math.Ceiling(Math.Log10(Low) - 1e-9), last = (int)Math.Floor(Math.Log10(High) + 1e-9);
            int every = Math.Max(1, (last - first + WantedTicks) / WantedTicks);
            for (int power = first; power <= last; power += every)
                ticks.Add(Math.Pow(10, power));
            return ticks;
        }

        double step = Step((High - Low) / WantedTicks);
        for (double k = Math.Ceiling(Low / step - 1e-9); k * step <= High + 1e-9 * step; k++)
            ticks.Add(k * step);
        return ticks;
    }

    /// <summary>A tick as text.</summary>
    /// <param name="value">Value.</param>
    public string Text(double value) => IsLogarithmic
        ? value.ToString("0E0", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal)
        : (Math.Round(value, 10) + 0.0).ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>The round number 1, 2 or 5 × 10ⁿ next above.</summary>
    private static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least))), rest = least / power;
        return power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
    }
}
