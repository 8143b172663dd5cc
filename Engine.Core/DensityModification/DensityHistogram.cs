namespace Engine.Core.DensityModification;

/// <summary>Densities of a working half map in molecule and solvent, in bars, with what was fitted to them.</summary>
/// <param name="Edges">Edges of the bars, standard deviations of the working map; one more than there are bars.</param>
/// <param name="Molecule">Probability density of each bar in the molecule: voxels weighted by their probability to be in it.</param>
/// <param name="Solvent">The same of the solvent.</param>
/// <param name="MoleculeFit">Fitted mixture at the middle of each bar.</param>
/// <param name="SolventFit">The same of the solvent.</param>
public sealed record DensityHistogram(
    IReadOnlyList<double> Edges, IReadOnlyList<double> Molecule, IReadOnlyList<double> Solvent, IReadOnlyList<double> MoleculeFit, IReadOnlyList<double> SolventFit)
{
    private const int Bars = 80;
    private const double LowEnd = 4;
    private const double HighEnd = 8;

    /// <summary>Takes the bars from a tally: from 4 standard deviations below the mean to 8 above.</summary>
    internal static DensityHistogram Of(DensityTally tally, DensityHistograms fit)
    {
        double low = tally.Mean - LowEnd * tally.Deviation, width = (LowEnd + HighEnd) * tally.Deviation / Bars;
        double[] edges = [.. Enumerable.Range(0, Bars + 1).Select(i => low + i * width)];
        double[] Density(double[] counts)
        {
            var bars = new double[Bars];
            for (int b = 0; b < counts.Length; b++)
            {
                int bar = (int)Math.Floor((tally.Mean + tally.Places[b] * tally.Deviation - low) / width);
                if (bar is >= 0 and < Bars)
                    bars[bar] += counts[b];
            }

            double all = counts.Sum();
            return [.. bars.Select(c => all > 0 ? c / (all * width) : 0)];
        }

        double[] Fitted(GaussianMixture mixture) => [.. Enumerable.Range(0, Bars).Select(i => mixture.At(low + (i + 0.5) * width))];
        return new(edges, Density(tally.Molecule), Density(tally.Solvent), Fitted(fit.Molecule), Fitted(fit.Solvent));
    }
}
