using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;
using Engine.Kernels.Likelihood;

namespace Engine.Core.DensityModification;

/// <summary>How well an expectation agreed with a half map.</summary>
/// <param name="Half">1 or 2.</param>
/// <param name="Cycle">Cycle, from 1.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Covered">Part of the voxels with an expectation.</param>
/// <param name="Correlation">With the half map, in these voxels.</param>
/// <param name="Attainable">
/// The correlation that an expectation without errors of its own would have: √(S/(S + N)), S the variance of the signal and N of the noise; for symmetry, whose expectation is the mean over n
/// positions with noise of their own, S/√((S + N)(S + N/n)).
/// </param>
public sealed record ExpectationReport(int Half, int Cycle, string Source, double Covered, double Correlation, double Attainable);

/// <summary>What is expected of the density of half maps besides what holds for any molecule: by symmetry, by models refined against each half, or both.</summary>
/// <param name="accelerator">Device.</param>
public sealed class ExpectedDensitySource(Accelerator accelerator) : IDisposable
{
    private const double SolventProbability = 0.05;
    private DeviceExpectation? current;

    /// <summary>Symmetry that the reconstruction did not use; empty = none.</summary>
    public IReadOnlyList<SymmetryRegion> Symmetry { get; init; } = [];

    /// <summary>Models refined against each half map, first and second; empty = none.</summary>
    public IReadOnlyList<IReadOnlyList<Model>> Models { get; init; } = [];

    /// <summary>One flag per atom of a model: true where it scatters.</summary>
    public bool[] Selection { get; init; } = [];

    /// <summary>Resolution of the half maps, Å; used with models.</summary>
    public double Resolution { get; init; }

    /// <summary>What was expected so far.</summary>
    public List<ExpectationReport> Reports { get; } = [];

    /// <summary>The expectation for a half map.</summary>
    /// <param name="input">The half map.</param>
    /// <returns>Arrays of this object, valid until the next call; null when nothing is expected.</returns>
    public ExpectedDensities? Get(ExpectationInput input)
    {
        if (Symmetry.Count == 0 && Models.Count == 0)
            return null;
        long n = input.Phasing.Grid.VoxelCount;
        float[] density = new float[n], probability = new float[n];
        accelerator.Download(input.Phasing.Density(input.Spectrum), density.AsSpan());
        accelerator.Download(input.Probability.Values, probability.AsSpan());
        (double noise, double signal) = Variances(density, probability);
        DensityExpectation? symmetry = Symmetry.Count == 0 ? null
            : SymmetryExpectation.Of(accelerator, input.Phasing.Grid, input.Spectrum, density, probability, Symmetry, noise);
        DensityExpectation? models = Models.Count == 0 ? null
            : ModelExpectation.Of(accelerator, input.Phasing.Grid, input.Spectrum, density, Models[input.Half], Selection, Resolution, input.Limit, noise, input.Anisotropy);
        double exact = Math.Sqrt(signal / (signal + noise)), averaged = noise / Math.Max(1, Symmetry.Select(r => r.Operators.Count).DefaultIfEmpty(1).Max());
        foreach ((DensityExpectation? e, double attainable) in new[] { (symmetry, exact * Math.Sqrt(signal / (signal + averaged))), (models, exact) })
        {
            if (e != null)
                Reports.Add(new(input.Half + 1, input.Cycle, e.Source, e.Covered, e.Correlation, attainable));
        }

        DensityExpectation all = symmetry == null ? models! : models == null ? symmetry : DensityExpectation.Join(symmetry, models, noise);
        current?.Dispose();
        current = all.ToDevice(accelerator, noise);
        return current.Values;
    }

    /// <inheritdoc/>
    public void Dispose() => current?.Dispose();

    /// <summary>Variance of the density far from the molecule, and what the molecule's exceeds it by.</summary>
    private static (double Noise, double Signal) Variances(float[] density, float[] probability)
    {
        var sums = new double[FixedChunks.Count(density.LongLength)][];
        FixedChunks.ForEach(density.LongLength, (chunk, start, length) =>
        {
            var s = new double[6];
            for (long i = start; i < start + length; i++)
            {
                int at = probability[i] < SolventProbability ? 0 : probability[i] > 0.5f ? 3 : -1;
                if (at < 0)
                    continue;
                s[at]++;
                s[at + 1] += density[i];
                s[at + 2] += (double)density[i] * density[i];
            }

            sums[chunk] = s;
        });
        double[] t = [.. Enumerable.Range(0, 6).Select(k => sums.Sum(s => s[k]))];
        double Variance(int at) => t[at + 2] / t[at] - t[at + 1] / t[at] * (t[at + 1] / t[at]);
        double noise = Variance(0), molecule = Variance(3);
        if (!(noise > 0) || !(molecule > 0))
            throw new NumericalException("density modification: solvent or molecule have no voxels, or do not vary: nothing can be said of the noise");
        return (noise, Math.Max(0, molecule - noise));
    }
}
