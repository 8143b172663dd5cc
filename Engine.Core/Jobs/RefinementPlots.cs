using Engine.Core.IO;
using Engine.Core.Plots;
using Engine.Core.Refinement;

namespace Engine.Core.Jobs;

/// <summary>What happened in the macro-cycles, and what became of the B factors, as charts (SVG).</summary>
public static class RefinementPlots
{
    private const int Bins = 40;

    /// <summary>Endings of the files.</summary>
    public static IReadOnlyList<string> Endings { get; } = ["_cc.svg", "_geometry.svg", "_weight.svg", "_b.svg"];

    /// <summary>Writes the files.</summary>
    /// <param name="prefix">Path without the endings.</param>
    /// <param name="outcome">What was refined.</param>
    /// <param name="selected">Atoms whose B factors count.</param>
    public static void Write(string prefix, RefineOutcome outcome, bool[] selected)
    {
        IReadOnlyList<RefinementCycle> cycles = outcome.Refinement.Cycles;
        double[] before = [.. outcome.Input.First.Atoms.Where((_, i) => selected[i]).Select(a => a.BIso)];
        double[] after = [.. outcome.Refinement.B.Where((_, i) => selected[i])];
        LineChart[] charts = [Correlation(cycles), Geometry(cycles), Weight(cycles), BFactors(before, after)];
        for (int i = 0; i < charts.Length; i++)
        {
            string svg = charts[i].ToSvg();
            AtomicFile.WriteText(prefix + Endings[i], writer => writer.Write(svg));
        }
    }

    /// <summary>Correlation in the mask by macro-cycle.</summary>
    /// <param name="cycles">Macro-cycles, the start first.</param>
    public static LineChart Correlation(IReadOnlyList<RefinementCycle> cycles)
    {
        double[] cc = [.. cycles.Select(c => c.CcMask ?? double.NaN)];
        return new LineChart("Fit to the map by macro-cycle", CycleAxis(cycles), Range("CC_mask, heavy atoms", cc)).Add(Line("CC_mask", cycles, cc));
    }

    /// <summary>Deviations of bonds and angles by macro-cycle.</summary>
    /// <param name="cycles">Macro-cycles, the start first.</param>
    public static LineChart Geometry(IReadOnlyList<RefinementCycle> cycles)
    {
        double[] bonds = [.. cycles.Select(c => 100 * c.BondRmsd)], angles = [.. cycles.Select(c => c.AngleRmsd)];
        return new LineChart("Deviation from ideal geometry by macro-cycle", CycleAxis(cycles), Range("root mean square deviation", [0, .. bonds, .. angles]))
            .Add(Line("bonds, 0.01 Å", cycles, bonds))
            .Add(Line("angles, degrees", cycles, angles));
    }

    /// <summary>Weight of the map by macro-cycle; the start has none.</summary>
    /// <param name="cycles">Macro-cycles, the start first.</param>
    public static LineChart Weight(IReadOnlyList<RefinementCycle> cycles)
    {
        double[] density = [.. cycles.Select(c => c.Target == "density" ? c.Weight : double.NaN)], model = [.. cycles.Select(c => c.Target == "model map" ? c.Weight : double.NaN)];
        double[] positive = [.. density.Concat(model).Where(w => double.IsFinite(w) && w > 0)];
        var axis = positive.Length == 0
            ? new PlotAxis("weight of the map", 0, 1)
            : new PlotAxis("weight of the map", Math.Pow(10, Math.Floor(Math.Log10(positive.Min()))), Math.Pow(10, Math.Floor(Math.Log10(positive.Max())) + 1), true);
        return new LineChart("Weight of the map by macro-cycle", CycleAxis(cycles), axis).Add(Line("density at atoms", cycles, density)).Add(Line("model map", cycles, model));
    }

    /// <summary>Distribution of B factors before and after.</summary>
    /// <param name="before">B of the input, Å².</param>
    /// <param name="after">B of the refined model, Å².</param>
    public static LineChart BFactors(double[] before, double[] after)
    {
        double[] sorted = [.. before.Concat(after).Where(double.IsFinite).Order()];

        // A few placeholder values (999) must not squeeze all others into one bin.
        double end = sorted.Length == 0 ? 1 : Math.Max(1, 1.05 * sorted[(int)(0.99 * (sorted.Length - 1))]);
        double[] centres = [.. Enumerable.Range(0, Bins).Select(k => (k + 0.5) * end / Bins)];
        double[] first = Shares(before, end), second = Shares(after, end);
        return new LineChart("Distribution of B factors", new PlotAxis("B, Å²", 0, end), Range("share of the atoms", [0, .. first, .. second]))
            .Add(new PlotLine("before", centres, first, true))
            .Add(new PlotLine("after", centres, second));
    }

    private static double[] Shares(double[] values, double end)
    {
        var shares = new double[Bins];
        foreach (double value in values.Where(double.IsFinite))
            shares[(int)Math.Clamp(value / end * Bins, 0, Bins - 1)] += 1.0 / values.Length;
        return shares;
    }

    private static PlotLine Line(string name, IReadOnlyList<RefinementCycle> cycles, double[] y) => new(name, [.. cycles.Select(c => (double)c.Number)], y);

    private static PlotAxis CycleAxis(IReadOnlyList<RefinementCycle> cycles) => new("macro-cycle", 0, Math.Max(1, cycles[^1].Number));

    private static PlotAxis Range(string label, double[] values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0)
            return new PlotAxis(label, 0, 1);
        double low = finite.Min(), high = finite.Max(), margin = Math.Max(0.05 * (high - low), 1e-3);
        return new PlotAxis(label, low == 0 ? 0 : low - margin, high + margin);
    }
}
