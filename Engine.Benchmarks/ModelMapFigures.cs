using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Plots;

namespace Engine.Benchmarks;

/// <summary>Draws the figures of docs/model-maps.md: images of a carbon atom, and what it costs to end them.</summary>
internal static class ModelMapFigures
{
    private const int Points = 400;

    /// <summary>Runs it: argument folder.</summary>
    public static int Run(string[] args)
    {
        float[] carbon = ScatteringTable.Electron.Row(Element.C);
        Write(args[0], "carbon_images", Images(carbon));
        Write(args[0], "carbon_gaussian", AgainstGaussian(carbon));
        Write(args[0], "carbon_edges", Edges(carbon));
        Write(args[0], "image_radius", Radii(carbon));
        File.WriteAllBytes(Path.Combine(args[0], "two_chains.png"), ChainMapFigure.Png());
        return 0;
    }

    private static void Write(string folder, string name, LineChart chart) => File.WriteAllText(Path.Combine(folder, name + ".svg"), chart.ToSvg());

    private static double[] Distances(double to) => [.. Enumerable.Range(0, Points + 1).Select(i => to * i / Points)];

    private static LineChart Images(float[] carbon)
    {
        double[] r = Distances(10);
        var chart = new LineChart("Carbon, B = 20 Å², cut sharply at d", new PlotAxis("distance from the atom, Å", 0, 10), new PlotAxis("image / peak", -0.15, 1));
        foreach (double d in new[] { 1.0, 2, 3, 4 })
        {
            var image = new AtomImage(carbon, 20, d, 0, 10);
            chart.Add(new PlotLine($"d = {d} Å", r, [.. r.Select(x => image.At(x) / image.At(0))]));
        }

        return chart;
    }

    private static LineChart AgainstGaussian(float[] carbon)
    {
        const double D = 3, B = 20;
        double[] r = Distances(10);
        var sharp = new AtomImage(carbon, B, D, 0, 10);
        double extra = 4 * Math.PI / Math.Pow(4 * Math.PI / 3, 2.0 / 3) * D * D;
        double Gaussian(double x) => Enumerable.Range(0, 5).Sum(k => carbon[k] * Math.Pow(4 * Math.PI / (carbon[k + 5] + B + extra), 1.5) * Math.Exp(-4 * Math.PI * Math.PI * x * x / (carbon[k + 5] + B + extra)));
        double sigma = D / (Math.PI * Math.Sqrt(2));
        return new LineChart("Carbon at 3 Å, B = 20 Å²: exact image and Gaussians", new PlotAxis("distance from the atom, Å", 0, 10), new PlotAxis("image / peak of the exact one", -0.15, 2.6))
            .Add(new PlotLine("exact", r, [.. r.Select(x => sharp.At(x) / sharp.At(0))]))
            .Add(new PlotLine("gaussian (form factor, B, d)", r, [.. r.Select(x => Gaussian(x) / sharp.At(0))], true))
            .Add(new PlotLine("molmap, same integral", r, [.. r.Select(x => carbon.Take(5).Sum() * Math.Pow(2 * Math.PI * sigma * sigma, -1.5) * Math.Exp(-x * x / (2 * sigma * sigma)) / sharp.At(0))], true));
    }

    private static LineChart Edges(float[] carbon)
    {
        double[] r = Distances(12);
        var chart = new LineChart("Ripples of carbon at 2 Å, B = 20 Å²", new PlotAxis("distance from the atom, Å", 0, 12), new PlotAxis("|image| / peak", 1e-6, 1, true));
        foreach (double w in new[] { 0, 0.1, 0.2, 0.3 })
        {
            var image = new AtomImage(carbon, 20, 2, w, 12);
            chart.Add(new PlotLine(w == 0 ? "sharp edge" : $"edge ± {w}", r, [.. r.Select(x => Math.Abs(image.At(x) / image.At(0)))]));
        }

        return chart;
    }

    private static LineChart Radii(float[] carbon)
    {
        var sample = new TruncationSample(5, carbon, [0], [15], [1.75], [1]);
        var chart = new LineChart("Part of an image that its end loses (carbon, 1.75 Å, B = 15 Å²)", new PlotAxis("radius, units of d", 1.5, 12), new PlotAxis("rms lost / rms", 1e-4, 0.3, true));
        foreach (double w in new[] { 0, 0.1, 0.2, 0.3 })
        {
            var truncation = new ImageTruncation(w);
            chart.Add(new PlotLine(w == 0 ? "sharp edge" : $"edge ± {w}", truncation.Radii, truncation.Errors(sample)));
        }

        return chart;
    }
}
