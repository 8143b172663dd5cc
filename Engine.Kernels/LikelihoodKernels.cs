using Engine.Kernels.Likelihood;

namespace Engine.Kernels;

/// <summary>
/// The likelihood of a map given what is known about the densities of molecule and solvent, voxel by voxel, and the Newton step of its Fourier coefficients
/// (Terwilliger 2000, Acta Cryst. D56, 965; 2001, Acta Cryst. D57, 1763).
/// </summary>
public abstract class LikelihoodKernels
{
    /// <summary>
    /// First and second derivatives of L(ρ) = ln P(ρ) by the density ρ of every voxel. P = p [(1 - q) M(ρ) + q N(ρ; μ, σ² + σ_map²)] + (1 - p) S(ρ) with the mixtures M of
    /// the molecule and S of the solvent, p the probability of the molecule, and, where an expected density is given, q, μ, σ of the voxel.
    /// </summary>
    /// <param name="map">ρ per voxel.</param>
    /// <param name="probability">p per voxel; cut to <see cref="DensityClasses.LeastProbability"/> .. 1 - that.</param>
    /// <param name="classes">The mixtures.</param>
    /// <param name="expected">Expected density; null = none.</param>
    /// <param name="first">Receives L'; may be the map itself.</param>
    /// <param name="second">Receives L''; another array.</param>
    /// <param name="count">Number of voxels, 1 or more.</param>
    /// <returns>Sums over the voxels, in double precision by a fixed tree; not a number where a voxel is not.</returns>
    /// <exception cref="ArgumentException">Arrays that are too short, or first and second derivatives in one array.</exception>
    public abstract LikelihoodSums Derive(
        DeviceBuffer<float> map, DeviceBuffer<float> probability, DensityClasses classes, ExpectedDensities? expected,
        DeviceBuffer<float> first, DeviceBuffer<float> second, long count);

    /// <summary>
    /// One Newton step of every coefficient F below a spatial frequency. With A and B the plain transforms of L' and L'', divided by N where written as means, D solves
    /// [[m + Re b, Im b], [Im b, m - Re b]] (Re D, Im D) = -(Re A, Im A), m the mean of L'' and b = B(2h)/N, 2h modulo the grid. Where |b| is above
    /// <see cref="NewtonStep.LargestRatio"/> |m| and for coefficients that are real by symmetry, D = -A/m. F(000) and coefficients beyond the limit stay as they are.
    /// </summary>
    /// <param name="coefficients">F, half space.</param>
    /// <param name="gradient">A, half space.</param>
    /// <param name="curvature">B, half space.</param>
    /// <param name="shape">Size of all of them.</param>
    /// <param name="step">Cell, limit and mean of L''.</param>
    /// <param name="result">Receives F + D; may be the coefficients or the gradient.</param>
    /// <returns>Sums over the coefficients of the whole space, half-space weights applied, by a fixed tree.</returns>
    /// <exception cref="ArgumentException">Arrays that are too short, the result in the array of the curvature, or a mean of L'' that is not below 0.</exception>
    public abstract NewtonSums Update(
        DeviceBuffer<float> coefficients, DeviceBuffer<float> gradient, DeviceBuffer<float> curvature, HalfSpaceShape shape, NewtonStep step, DeviceBuffer<float> result);

    /// <summary>Checks the arrays of <see cref="Derive"/>.</summary>
    private protected static void Check(
        DeviceBuffer<float> map, DeviceBuffer<float> probability, ExpectedDensities? expected, DeviceBuffer<float> first, DeviceBuffer<float> second, long count)
    {
        foreach (DeviceBuffer<float>? array in new[] { map, probability, expected?.Mean, expected?.Deviation, expected?.Share, first, second })
        {
            if (count < 1 || (array != null && array.Length < count))
                throw new ArgumentException($"an array of {array?.Length ?? 0} floats for {count} voxels");
        }

        if (ReferenceEquals(first, second) || ReferenceEquals(map, second))
            throw new ArgumentException("the second derivatives need an array of their own", nameof(second));
    }

    /// <summary>Checks the arrays of <see cref="Update"/>.</summary>
    private protected static void Check(
        DeviceBuffer<float> coefficients, DeviceBuffer<float> gradient, DeviceBuffer<float> curvature, HalfSpaceShape shape, NewtonStep step, DeviceBuffer<float> result)
    {
        HalfSpaceShape.Check(coefficients, shape, result, shape, (step.CellX, step.CellY, step.CellZ));
        HalfSpaceShape.Check(gradient, shape, curvature, shape, (step.CellX, step.CellY, step.CellZ));
        if (ReferenceEquals(curvature, result) || ReferenceEquals(curvature, gradient))
            throw new ArgumentException("the transform of the second derivatives is read at other places than those written: it needs an array of its own", nameof(curvature));
        if (!(step.MeanCurvature < 0) || !(step.Limit > 0) || !(step.LargestRatio is > 0 and < 1))
            throw new ArgumentException($"a step with mean curvature {step.MeanCurvature}, limit {step.Limit} Å⁻¹ and largest ratio {step.LargestRatio}", nameof(step));
    }
}
