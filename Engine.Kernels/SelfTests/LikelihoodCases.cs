using Engine.Kernels.Likelihood;

namespace Engine.Kernels.SelfTests;

/// <summary>Likelihoods of densities and Newton steps (density modification) against plain formulas.</summary>
internal static class LikelihoodCases
{
    private const int Count = 20_011;
    private const double Noise = 0.45;

    private static readonly (double W, double C, double S)[] Molecule = [(0.5, -0.3, 0.8), (0.3, 0.9, 0.5), (0.2, 2.2, 1.1)];
    private static readonly (double W, double C, double S)[] Solvent = [(0.85, -0.1, 0.4), (0.15, 0.2, 0.9)];

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All => [Derivatives(false), Derivatives(true), Newton(new(26, 15, 24)), Newton(new(7, 11, 13))];

    private static KernelCase Derivatives(bool isExpected) => new("likelihood", isExpected ? "derivatives with an expected density" : "derivatives", (accelerator, samples) =>
    {
        float[][] input = Inputs(samples);
        using DeviceBuffer<float> map = accelerator.Put(input[0]), probability = accelerator.Put(input[1]), second = accelerator.Room<float>(Count);
        using DeviceBuffer<float> mean = accelerator.Put(input[2]), deviation = accelerator.Put(input[3]), share = accelerator.Put(input[4]);
        var classes = new DensityClasses(Molecule.Select(g => new DensityComponent(g.W, g.C, g.S)), Solvent.Select(g => new DensityComponent(g.W, g.C, g.S)));
        LikelihoodSums s = accelerator.Likelihood.Derive(map, probability, classes, isExpected ? new(mean, deviation, share, Noise) : null, map, second, Count);
        double[] first = accelerator.Get(map), bend = accelerator.Get(second), sums = [s.LogLikelihood / Count, s.First / Count, s.Second / Count, s.Molecule / Count];
        return [.. Enumerable.Range(0, Count).SelectMany(i => (double[])[first[i], bend[i], sums[i % 4]])];
    })
    {
        Scalar = samples =>
        {
            float[][] input = Inputs(samples);
            var reference = new ReferenceLikelihood(Molecule, Solvent);
            (double L, double First, double Second, double Molecule)[] all =
            [
                .. Enumerable.Range(0, Count).Select(i => reference.At(
                    input[0][i], Math.Clamp(input[1][i], 0.02, 0.98), isExpected ? Math.Min(0.98, input[4][i]) : 0, input[2][i], Math.Sqrt((double)input[3][i] * input[3][i] + Noise * Noise))),
            ];
            double[] sums = [all.Average(a => a.L), all.Average(a => a.First), all.Average(a => a.Second), all.Average(a => a.Molecule)];
            return [.. all.SelectMany((a, i) => (double[])[a.First, a.Second, sums[i % 4]])];
        },
        Columns = 3,
        Tolerance = 2e-5,
        BetweenDevices = 2e-5,
    };

    private static float[][] Inputs(KernelSamples samples) =>
    [
        samples.Singles(Count, -3, 5), samples.Singles(Count, 0, 1), samples.Singles(Count, -1, 3), samples.Singles(Count, 0, 0.7),
        [.. samples.Singles(Count, -0.5, 1).Select(v => Math.Max(0, v))],
    ];

    private static KernelCase Newton(HalfSpaceShape shape)
    {
        var step = new NewtonStep { CellX = 10, CellY = 12, CellZ = 11, Limit = 0.31, MeanCurvature = -1.1 };
        (float[] F, float[] A, float[] B) Arrays(KernelSamples samples)
        {
            int n = 2 * (int)shape.Count;
            return (samples.Singles(n, -1, 2), samples.Singles(n, -1, 2), [.. samples.Singles(n, -1.2, 1.2).Select(v => v * shape.Nx * shape.Ny * shape.Nz)]);
        }

        return new("likelihood", $"Newton step {shape.Nx}×{shape.Ny}×{shape.Nz}", (accelerator, samples) =>
        {
            (float[] f, float[] a, float[] b) = Arrays(samples);
            using DeviceBuffer<float> coefficients = accelerator.Put(f), gradient = accelerator.Put(a), curvature = accelerator.Put(b);
            NewtonSums s = accelerator.Likelihood.Update(coefficients, gradient, curvature, shape, step, coefficients);
            return [.. accelerator.Get(coefficients), s.Changed / shape.Count, s.Fallbacks / shape.Count, s.Power / shape.Count, s.Shift / shape.Count];
        })
        {
            Scalar = samples =>
            {
                (float[] f, float[] a, float[] b) = Arrays(samples);
                (float[] result, double[] sums) = ReferenceNewton.Step(f, a, b, shape, step);
                return [.. DeviceArrays.Widen(result), .. sums.Select(s => s / shape.Count)];
            },
        };
    }
}
