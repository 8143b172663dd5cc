using System.Globalization;
using Engine.Kernels.Cpu;

namespace Engine.Kernels.SelfTests;

/// <summary>
/// Runs kernels on a device and compares what they give with plain loops in double precision, and with the CPU's SIMD kernels on one thread. The CPU itself must give the
/// same bits on any number of threads.
/// </summary>
internal static class KernelEquivalence
{
    private const int Seed = 101;

    /// <summary>Threads of the team that is set against a single thread where the accelerator has one thread only.</summary>
    private const int Team = 3;

    /// <summary>Every kernel.</summary>
    public static IReadOnlyList<KernelCase> Cases { get; } =
    [
        .. VectorCases.All, .. InterpolationCases.All, .. AtomProfileCases.All, .. RestraintCases.All, .. RidingCases.All, .. NeighborCases.All, .. SplatCases.All, .. ImageCases.All,
        .. VoxelCases.All, .. FourierCases.All, .. WindowCases.All, .. LikelihoodCases.All, .. ContactCases.All, .. RegionCases.All,
    ];

    /// <summary>Runs one case; anything that goes wrong is in the result.</summary>
    /// <param name="kernel">The case.</param>
    /// <param name="accelerator">Device to test.</param>
    public static SelfTestResult Run(KernelCase kernel, Accelerator accelerator)
    {
        try
        {
            return new SelfTestResult(kernel.Name, true, Compare(kernel, accelerator));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new SelfTestResult(kernel.Name, false, e is EngineException ? e.Message : $"{e.GetType().Name}: {e.Message}");
        }
    }

    private static string Compare(KernelCase kernel, Accelerator accelerator)
    {
        double[] actual = kernel.Device(accelerator, new KernelSamples(Seed));
        string scalar = "";
        if (kernel.Scalar != null)
            scalar = Measure(kernel, actual, kernel.Scalar(new KernelSamples(Seed)), c => kernel.Tolerances?[c] ?? kernel.Tolerance, "plain loops") + "; ";
        if (accelerator is not CpuAccelerator cpu)
        {
            using var other = new CpuAccelerator(1);
            return scalar + Measure(kernel, actual, kernel.Device(other, new KernelSamples(Seed)), _ => kernel.BetweenDevices, "the CPU's SIMD kernel");
        }

        using var fewer = new CpuAccelerator(cpu.Workers.Count == 1 ? Team : 1);
        double[] again = kernel.Device(fewer, new KernelSamples(Seed));
        _ = Measure(kernel, actual, again, _ => 1, "another number of threads");
        for (int i = 0; i < actual.Length; i++)
        {
            if (BitConverter.DoubleToInt64Bits(actual[i]) != BitConverter.DoubleToInt64Bits(again[i]))
                throw new NumericalException(Text($"number {i} is {actual[i]:R} with {cpu.Workers.Count} threads and {again[i]:R} with {fewer.Workers.Count}: the bits must not depend on it"));
        }

        return scalar + $"same bits with {cpu.Workers.Count} and {fewer.Workers.Count} threads";
    }

    /// <summary>The worst difference as a share of the tolerance.</summary>
    private static string Measure(KernelCase kernel, double[] actual, double[] expected, Func<int, double> tolerance, string reference)
    {
        if (actual.Length != expected.Length || actual.Length == 0)
            throw new NumericalException($"{actual.Length} numbers, {expected.Length} from {reference}");
        double[] size = Sizes(expected, kernel.Columns);
        if (Array.TrueForAll(size, s => s == 0))
            throw new NumericalException($"all {expected.Length} numbers from {reference} are 0: the test says nothing");
        double worst = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double allowed = tolerance(i % kernel.Columns) * (Math.Abs(expected[i]) + size[i % kernel.Columns]), difference = Math.Abs(actual[i] - expected[i]);
            if (!(difference <= allowed))
                throw new NumericalException(Text($"number {i} of {actual.Length} is {actual[i]:G9}, {expected[i]:G9} from {reference} (allowed {allowed:G2})"));
            if (allowed > 0)
                worst = Math.Max(worst, difference / allowed);
        }

        return Text($"{100 * worst:0.0} % of the tolerance from {reference}");
    }

    /// <summary>Root mean square of each column.</summary>
    private static double[] Sizes(double[] values, int columns)
    {
        var sums = new double[columns];
        for (int i = 0; i < values.Length; i++)
            sums[i % columns] += values[i] * values[i];
        return [.. sums.Select(s => Math.Sqrt(s * columns / values.Length))];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
