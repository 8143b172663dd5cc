namespace Engine.Core.Reports;

/// <summary>What a value means on its scale.</summary>
internal enum Verdict
{
    /// <summary>There is no limit with a source.</summary>
    None,

    /// <summary>As good models have it.</summary>
    Good,

    /// <summary>To be looked at.</summary>
    Caution,

    /// <summary>As good models do not have it.</summary>
    Poor,
}

/// <summary>The scale of a gauge: values from the left end to the right end, and what each stretch between two of them means. Values rise or fall; each stretch takes the same width.</summary>
/// <param name="Stops">Values, rising or falling; one more than there are zones.</param>
/// <param name="Zones">Meaning of each stretch, from left to right. A value at a stop belongs to the better zone.</param>
/// <param name="Meaning">What the scale is, with its numbers.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Expected">Value to be expected at this resolution; null where none is known.</param>
internal sealed record GaugeScale(IReadOnlyList<double> Stops, IReadOnlyList<Verdict> Zones, string Meaning, string Source, double? Expected = null)
{
    /// <summary>Place of a value between the left end (0) and the right end (1), linear inside each zone.</summary>
    public double Place(double value)
    {
        double sign = Math.Sign(Stops[^1] - Stops[0]);
        for (int k = 0; k < Zones.Count; k++)
        {
            if (sign * value < sign * Stops[k + 1])
                return Math.Clamp((k + (value - Stops[k]) / (Stops[k + 1] - Stops[k])) / Zones.Count, 0, 1);
        }

        return 1;
    }

    /// <summary>The verdict on a value; of two zones that meet there the better one counts.</summary>
    public Verdict Judge(double value)
    {
        double sign = Math.Sign(Stops[^1] - Stops[0]);
        int zone = 0;
        while (zone + 1 < Zones.Count && sign * value > sign * Stops[zone + 1])
            zone++;
        bool isAtStop = zone + 1 < Zones.Count && value == Stops[zone + 1];
        return isAtStop && Zones[zone + 1] < Zones[zone] ? Zones[zone + 1] : Zones[zone];
    }
}
