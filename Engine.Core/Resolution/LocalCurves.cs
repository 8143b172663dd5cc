namespace Engine.Core.Resolution;

/// <summary>Correlations of two half maps by frequency: over the whole mask, and round each sample.</summary>
/// <param name="Whole">By frequency.</param>
/// <param name="Local">By frequency, one value per sample.</param>
internal sealed record LocalCurves(double[] Whole, float[][] Local);

/// <summary>What a method measures at.</summary>
/// <param name="Frequencies">s, Å⁻¹, rising.</param>
/// <param name="WholeCoefficients">Independent coefficients of the whole mask by frequency.</param>
/// <param name="LocalCoefficients">Those of the surroundings of one sample.</param>
/// <param name="Radii">Radius of the surroundings by frequency, Å.</param>
internal sealed record CurveAxes(double[] Frequencies, double[] WholeCoefficients, double[] LocalCoefficients, double[] Radii);

/// <summary>One frequency of a local-resolution run.</summary>
/// <param name="Frequency">s, Å⁻¹.</param>
/// <param name="Resolution">1/s, Å.</param>
/// <param name="Radius">Radius of the surroundings, Å.</param>
/// <param name="Coefficients">Independent coefficients inside them.</param>
/// <param name="Whole">Correlation of the half maps over the whole mask, after calibration.</param>
/// <param name="LocalMean">Mean of the local correlations, after calibration.</param>
/// <param name="LocalDeviation">Standard deviation of the local correlations.</param>
/// <param name="RandomMean">Mean local correlation of half maps with random phases, which was taken off; null where phases were kept.</param>
/// <param name="RandomDeviation">Standard deviation of those.</param>
public sealed record LocalResolutionShell(
    double Frequency, double Resolution, double Radius, double Coefficients, double Whole, double LocalMean, double LocalDeviation, double? RandomMean, double? RandomDeviation);
