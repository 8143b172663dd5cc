using Engine.Kernels.Cpu;

namespace Engine.Kernels.Likelihood;

/// <summary>Likelihoods and Newton steps on the CPU: voxels in blocks, coefficients in planes, which also are the leaves of the sums.</summary>
internal sealed unsafe class CpuLikelihoodKernels(CpuWorkers workers) : LikelihoodKernels
{
    private const int Block = 16384;
    private const int WorthwhileBlocks = 2;
    private const int Numbers = LikelihoodBlock.Numbers;

    /// <inheritdoc/>
    public override LikelihoodSums Derive(
        DeviceBuffer<float> map, DeviceBuffer<float> probability, DensityClasses classes, ExpectedDensities? expected,
        DeviceBuffer<float> first, DeviceBuffer<float> second, long count)
    {
        Check(map, probability, expected, first, second, count);
        LikelihoodArrays arrays = new()
        {
            Map = map.Host(),
            Probability = probability.Host(),
            Mean = expected == null ? null : expected.Mean.Host(),
            Deviation = expected == null ? null : expected.Deviation.Host(),
            Share = expected == null ? null : expected.Share.Host(),
            First = first.Host(),
            Second = second.Host(),
        };
        int blocks = (int)((count + Block - 1) / Block);
        double[] sums = new double[Numbers * blocks];
        var body = new LikelihoodBlock(classes, expected?.MapDeviation ?? 0);
        workers.Run(
            blocks,
            block =>
            {
                long at = (long)block * Block;
                double* terms = stackalloc double[Numbers];
                body.Run(arrays.From(at), (int)Math.Min(Block, count - at), terms);
                for (int q = 0; q < Numbers; q++)
                    sums[q * blocks + block] = terms[q];
            },
            blocks >= WorthwhileBlocks);
        double Total(int q) => FixedTree.Sum(sums.AsSpan(q * blocks, blocks));
        return new LikelihoodSums(Total(0), Total(1), Total(2), Total(3), Total(4));
    }

    /// <inheritdoc/>
    public override NewtonSums Update(
        DeviceBuffer<float> coefficients, DeviceBuffer<float> gradient, DeviceBuffer<float> curvature, HalfSpaceShape shape, NewtonStep step, DeviceBuffer<float> result)
    {
        Check(coefficients, gradient, curvature, shape, step, result);
        float* f = coefficients.Host(), a = gradient.Host(), b = curvature.Host(), to = result.Host();
        var planes = new NewtonSums[shape.Nz];
        var body = new NewtonPlane(shape, step);
        workers.Run(shape.Nz, z => planes[z] = body.Run(f, a, b, to, z), shape.Count >= Block);
        double Total(Func<NewtonSums, double> term) => FixedTree.Sum([.. planes.Select(term)]);
        return new NewtonSums(Total(s => s.Changed), Total(s => s.Fallbacks), Total(s => s.Power), Total(s => s.Shift));
    }
}
