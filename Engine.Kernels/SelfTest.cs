using Engine.Kernels.SelfTests;

namespace Engine.Kernels;

/// <summary>Outcome of the self-test of one group of kernels, or of one kernel.</summary>
/// <param name="Name">Group, or group and kernel.</param>
/// <param name="Ok">True when every result was right.</param>
/// <param name="Message">"ok" or how near the results were, or what went wrong.</param>
public sealed record SelfTestResult(string Name, bool Ok, string Message);

/// <summary>
/// A small calculation with a result known in closed form for each group of kernels, to tell a healthy device and driver from a broken one.
/// </summary>
public static class SelfTest
{
    /// <summary>The groups that launch the engine's own kernels.</summary>
    internal static readonly IReadOnlyList<(string Name, Action<Accelerator> Run)> KernelGroups =
    [
        ("vectors", Vectors),
        ("interpolation", Interpolation),
        ("shells round atoms", Shells),
        ("restraints", RestraintSelfTest.Run),
        ("riding hydrogens", Riding),
        ("model map", Splat),
        ("atom images", ImageSelfTest.Run),
        ("Fourier filter", Truncation),
    ];

    /// <summary>Runs every group; a failure of one does not stop the others.</summary>
    /// <param name="accelerator">Device to test.</param>
    public static IReadOnlyList<SelfTestResult> Run(Accelerator accelerator) =>
        Run(accelerator, [.. KernelGroups, ("Fourier transform", Transform)]);

    /// <summary>
    /// Runs every kernel on random inputs, one after the other: against plain loops in double precision, and against the CPU's SIMD kernels; the CPU itself also with another number of
    /// threads. A failure of one does not stop the others.
    /// </summary>
    /// <param name="accelerator">Device to test.</param>
    public static IEnumerable<SelfTestResult> RunKernels(Accelerator accelerator) =>
        KernelEquivalence.Cases.Where(c => !c.IsHost || accelerator.Kind == AcceleratorKind.Cpu).Select(c => KernelEquivalence.Run(c, accelerator));

    /// <summary>Runs some groups.</summary>
    /// <param name="accelerator">Device to test.</param>
    /// <param name="groups">Names and tests.</param>
    internal static List<SelfTestResult> Run(Accelerator accelerator, IReadOnlyList<(string Name, Action<Accelerator> Run)> groups)
    {
        List<SelfTestResult> results = [];
        foreach ((string name, Action<Accelerator> run) in groups)
        {
            try
            {
                run(accelerator);
                results.Add(new SelfTestResult(name, true, "ok"));
            }
            catch (EngineException e)
            {
                results.Add(new SelfTestResult(name, false, e.Message));
            }
        }

        return results;
    }

    /// <summary>Compares a result with its known value.</summary>
    /// <param name="what">What was computed.</param>
    /// <param name="actual">Result.</param>
    /// <param name="expected">Known value.</param>
    /// <param name="tolerance">Largest difference allowed, relative to the known value or absolute below 1.</param>
    /// <exception cref="NumericalException">They differ.</exception>
    internal static void Expect(string what, double actual, double expected, double tolerance)
    {
        if (!(Math.Abs(actual - expected) <= tolerance * Math.Max(1, Math.Abs(expected))))
            throw new NumericalException($"{what} is {actual:R} instead of {expected:R}; the device or its driver computes wrongly");
    }

    private static void Vectors(Accelerator accelerator)
    {
        const int Count = 9000;
        double[] numbers = [.. Enumerable.Range(1, Count).Select(i => (double)i)];
        using DeviceBuffer<double> x = accelerator.Upload<double>(numbers, "self-test");
        using DeviceBuffer<double> y = accelerator.Allocate<double>(Count, "self-test");
        VectorKernels vectors = accelerator.Vectors;
        vectors.Fill(y, 2);
        Expect("a dot product", vectors.Dot(x, y), (double)Count * (Count + 1), 1e-12);
        vectors.Axpy(-2, y, x);
        vectors.AddScaled(x, 0.5, y, y);
        vectors.Multiply(x, y, y);
        vectors.Scale(3, y);
        vectors.Copy(y, x);
        double[] result = new double[Count];
        accelerator.Download(x, result);
        Expect("an element of a vector", result[^1], 3.0 * (Count - 4) * (Count - 3), 1e-12);
        vectors.Fill(x, 2);
        Expect("the longest triple", vectors.MaxTripleLength(x), Math.Sqrt(12), 1e-12);
    }

    private static void Interpolation(Accelerator accelerator)
    {
        const int N = 8;
        float[] voxels = new float[N * N * N];
        for (int i = 0; i < voxels.Length; i++)
            voxels[i] = 1 + 2 * (i % N) + 3 * (i / N % N) + 4 * (i / (N * N));
        GridFrame frame = GridFrame.Orthogonal(N, N, N, 1, 2, 3, 0.5, 0.5, 0.5, false);
        using DeviceBuffer<float> map = accelerator.Upload<float>(voxels, "self-test");
        using DeviceBuffer<double> positions = accelerator.Upload<double>([2.6, 3.7, 4.8], "self-test");
        using DeviceBuffer<float> weights = accelerator.Upload<float>([2], "self-test");
        using DeviceBuffer<float> values = accelerator.Allocate<float>(1, "self-test");
        double expected = 1 + 2 * 3.2 + 3 * 3.4 + 4 * 3.6;
        foreach (InterpolationKind kind in Enum.GetValues<InterpolationKind>())
        {
            using DeviceBuffer<double> gradient = accelerator.Allocate<double>(3, "self-test");
            Expect($"{kind} density", accelerator.Interpolation.Evaluate(map, frame, positions, weights, kind, -1, gradient), -2 * expected, 1e-5);
            double[] slope = new double[3];
            accelerator.Download(gradient, slope);
            for (int axis = 0; axis < 3; axis++)
                Expect($"{kind} gradient", slope[axis], -2 * (axis + 2) / 0.5, 1e-5);
            accelerator.Interpolation.Values(map, frame, positions, kind, values);
            float[] value = new float[1];
            accelerator.Download(values, value);
            Expect($"{kind} value", value[0], expected, 1e-5);
        }
    }

    private static void Shells(Accelerator accelerator)
    {
        // Density that rises along x: a lone atom's shells average to its own density, 8 points each; one beside another loses the points on that side.
        const int N = 12;
        float[] voxels = new float[N * N * N];
        for (int i = 0; i < voxels.Length; i++)
            voxels[i] = i % N;
        GridFrame frame = GridFrame.Orthogonal(N, N, N, 0, 0, 0, 1, 1, 1, false);
        using DeviceBuffer<float> map = accelerator.Upload<float>(voxels, "self-test");
        var points = new ShellPoints(new ShellRule());
        AtomProfiles profiles = accelerator.AtomProfiles.Sample(map, frame, new ProfileAtoms([5.5, 5, 5, 4.5, 5, 5], [0, 0, 1], [0]), points);
        Expect("the density at an atom", profiles.Sums[0], 5.5, 1e-6);
        Expect("the points of a shell", profiles.Counts[20], 8, 0);
        Expect("the density at another atom", profiles.Sums[22], 4.5, 1e-6);
        if (profiles.Counts[42] < 8 || !(profiles.Sums[42] < 0))
            throw new NumericalException($"{profiles.Counts[42]} points of mean density {profiles.Sums[42]:R} beside an atom; the device or its driver computes wrongly");
    }

    private static void Riding(Accelerator accelerator)
    {
        // A hydrogen (3) on a frame of three atoms; the frame turns by 90° about z and moves, and the hydrogen must follow.
        double[] before = [0, 0, 0, 1, 0, 0, 0, 1, 0, -0.5, 0.25, 0.75];
        double[] after = [1, 2, 3, 1, 3, 3, 0, 2, 3, 0, 0, 0];
        using DeviceBuffer<double> positions = accelerator.Upload<double>(before, "self-test");
        using RidingAtoms riding = accelerator.Riding.Create(new RidingTable { Hydrogen = [3], Frame = [0, 1, 2] }, 4);
        accelerator.Riding.Capture(riding, positions);
        accelerator.Upload<double>(after, positions);
        accelerator.Riding.Place(riding, positions);
        double[] placed = new double[12];
        accelerator.Download(positions, placed);
        Expect("x of a riding hydrogen", placed[9], 0.75, 1e-12);
        Expect("y of a riding hydrogen", placed[10], 1.5, 1e-12);
        Expect("z of a riding hydrogen", placed[11], 3.75, 1e-12);
        using DeviceBuffer<double> gradient = accelerator.Upload<double>([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3], "self-test");
        accelerator.Riding.PullBack(riding, positions, gradient);
        double[] pulled = new double[12];
        accelerator.Download(gradient, pulled);
        for (int axis = 0; axis < 3; axis++)
        {
            Expect("the force on a frame", pulled[axis] + pulled[3 + axis] + pulled[6 + axis], axis + 1, 1e-12);
            Expect("the force left on a hydrogen", pulled[9 + axis], 0, 1e-12);
        }
    }

    private static void Splat(Accelerator accelerator)
    {
        GaussianAtoms atoms = new()
        {
            Positions = [2, 2, 2],
            FormFactor = [0],
            FormFactors = [1, 0, 0, 0, 0, 10, 1, 1, 1, 1],
            BIso = [20],
            Occupancy = [0.5f],
            Radius = [1.6f],
        };
        GridFrame frame = GridFrame.Orthogonal(8, 8, 8, 0, 0, 0, 0.5, 0.5, 0.5, true);
        using DeviceBuffer<float> grid = accelerator.Allocate<float>(frame.VoxelCount, "self-test");
        accelerator.Splat.Add(atoms, 10, frame, grid);
        float[] voxels = new float[frame.VoxelCount];
        accelerator.Download(grid, voxels);
        double peak = 0.5 * Math.Pow(4 * Math.PI / 40, 1.5);
        int centre = (4 * 8 + 4) * 8 + 4;
        Expect("the density at an atom", voxels[centre] / peak, 1, 1e-4);
        Expect("the density beside an atom", voxels[centre + 2] / peak, Math.Exp(-4 * Math.PI * Math.PI / 40), 1e-4);
    }

    private static void Truncation(Accelerator accelerator)
    {
        HalfSpaceShape source = new(8, 8, 8);
        HalfSpaceShape target = new(6, 6, 6);
        float[] coefficients = new float[2 * source.Count];
        Array.Fill(coefficients, 1);
        using DeviceBuffer<float> from = accelerator.Upload<float>(coefficients, "self-test");
        using DeviceBuffer<float> to = accelerator.Allocate<float>(2 * target.Count, "self-test");
        accelerator.Fourier.Apply(
            from, source, to, target, new FourierFilter { CellX = 10, CellY = 10, CellZ = 10, Blur = 40, SInner = 0.15, SOuter = 0.15, Scale = 2 });
        float[] kept = new float[2 * target.Count];
        accelerator.Download(to, kept);
        Expect("F(000)", kept[0], 0, 0);
        Expect("F(100)", kept[2], 2 * Math.Exp(0.1), 1e-6);
        Expect("F(0-10)", kept[2 * 4 * 5], 2 * Math.Exp(0.1), 1e-6);
        Expect("F(200)", kept[4], 0, 0);
    }

    private static void Transform(Accelerator accelerator)
    {
        const int Nx = 10, Ny = 12, Nz = 9;
        float[] wave = new float[Nx * Ny * Nz];
        for (int i = 0; i < wave.Length; i++)
            wave[i] = (float)Math.Cos(2 * Math.PI * (2.0 * (i % Nx) / Nx + 3.0 * (i / Nx % Ny) / Ny));
        using FourierPlan plan = accelerator.Fourier.CreatePlan(Nx, Ny, Nz);
        using DeviceBuffer<float> real = accelerator.Upload<float>(wave, "self-test");
        using DeviceBuffer<float> half = accelerator.Allocate<float>(plan.HalfLength, "self-test");
        plan.Forward(real, half);
        float[] coefficients = new float[plan.HalfLength];
        accelerator.Download(half, coefficients);
        int peak = 2 * (3 * (Nx / 2 + 1) + 2);
        Expect("the peak of a wave's transform", coefficients[peak], wave.Length / 2.0, 1e-5);
        Expect("the transform beside its peak", coefficients[peak + 2], 0, 1e-3);
        accelerator.Clear(real);
        plan.Inverse(half, real);
        float[] back = new float[wave.Length];
        accelerator.Download(real, back);
        for (int i = 0; i < wave.Length; i += 7)
            Expect("a wave transformed there and back", back[i], wave[i], 1e-5);
    }
}
