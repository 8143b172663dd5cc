using Engine.Kernels.Likelihood;

namespace Engine.Kernels.Compute;

/// <summary>Launches likelihood.cl.</summary>
internal sealed class ComputeLikelihoodKernels : LikelihoodKernels, IDisposable
{
    private const int LikelihoodCount = KernelConstants.LikelihoodSumCount;
    private const int NewtonCount = KernelConstants.NewtonSumCount;

    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel derive;
    private readonly ComputeKernel newton;
    private readonly ComputePartials partials;

    /// <summary>Takes the kernels out of the program 'likelihood'.</summary>
    public ComputeLikelihoodKernels(ComputeAccelerator accelerator)
    {
        this.accelerator = accelerator;
        derive = accelerator.Kernel("likelihood", "likelihood_derive", KernelConstants.ReduceGroup);
        newton = accelerator.Kernel("likelihood", "likelihood_newton", KernelConstants.ReduceGroup);
        partials = new ComputePartials(accelerator, "partial sums of likelihoods");
    }

    /// <inheritdoc/>
    public override LikelihoodSums Derive(
        DeviceBuffer<float> map, DeviceBuffer<float> probability, DensityClasses classes, ExpectedDensities? expected,
        DeviceBuffer<float> first, DeviceBuffer<float> second, long count)
    {
        Check(map, probability, expected, first, second, count);
        using DeviceBuffer<float> table = accelerator.Upload<float>(classes.Table, "mixtures of densities");
        long blocks = Blocks(count);
        double noise = expected?.MapDeviation ?? 0;
        derive.Set(map).Set(probability).Set(table).Set(classes.MoleculeCount).Set(classes.Count).Set((float)classes.LeastProbability)
            .Set(expected?.Mean ?? map).Set(expected?.Deviation ?? map).Set(expected?.Share ?? map).Set(expected == null ? 0 : 1).Set((float)(noise * noise))
            .Set(first).Set(second).Set(partials.Reserve(blocks * LikelihoodCount)).Set(count).RunGroups(blocks);
        double[] total = Totals(blocks, LikelihoodCount);
        return new LikelihoodSums(total[0], total[1], total[2], total[3], total[4]);
    }

    /// <inheritdoc/>
    public override NewtonSums Update(
        DeviceBuffer<float> coefficients, DeviceBuffer<float> gradient, DeviceBuffer<float> curvature, HalfSpaceShape shape, NewtonStep step, DeviceBuffer<float> result)
    {
        Check(coefficients, gradient, curvature, shape, step, result);
        long blocks = Blocks(shape.Count);
        double m = step.MeanCurvature;
        newton.Set(coefficients).Set(gradient).Set(curvature).Set(shape.Nx).Set(shape.Ny).Set(shape.Nz).Set(step.CellX).Set(step.CellY).Set(step.CellZ)
            .Set(step.Limit * step.Limit).Set(m).Set(step.LargestRatio * step.LargestRatio * m * m).Set(result).Set(partials.Reserve(blocks * NewtonCount)).RunGroups(blocks);
        double[] total = Totals(blocks, NewtonCount);
        return new NewtonSums(total[0], total[1], total[2], total[3]);
    }

    /// <summary>Frees work space.</summary>
    public void Dispose() => partials.Dispose();

    private static long Blocks(long count) => (count + KernelConstants.ReduceBlock - 1) / KernelConstants.ReduceBlock;

    private double[] Totals(long blocks, int numbers)
    {
        ReadOnlySpan<double> parts = partials.Fetch(blocks * numbers);
        double[] totals = new double[numbers];
        for (int i = 0; i < parts.Length; i++)
            totals[i % numbers] += parts[i];
        return totals;
    }
}
