namespace Engine.Kernels.SelfTests;

/// <summary>Density between voxels against the definition; gradients against its differences.</summary>
internal static class InterpolationCases
{
    private const int Atoms = 700;

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All =>
        from kind in Enum.GetValues<InterpolationKind>()
        from periodic in (bool[])[true, false]
        from kernel in (KernelCase[])[Values(kind, periodic), Gradient(kind, periodic)]
        select kernel;

    private static GridFrame Frame(bool periodic) => new(14, 11, 9, -3, 2, 1, [0.9, 0.1, 0.05, 0, 1.1, 0.2, 0, 0, 1.2], periodic);

    /// <summary>Places inside and outside, the first on the first voxel.</summary>
    private static double[] Places(KernelSamples samples)
    {
        double[] places = samples.Numbers(3 * Atoms, -6, 16);
        (places[0], places[1], places[2]) = (-3, 2, 1);
        return places;
    }

    private static float[] Voxels(KernelSamples samples) => samples.Singles(14 * 11 * 9, -1, 1);

    private static string Name(InterpolationKind kind, bool periodic) => $"{kind.ToString().ToLowerInvariant()}{(periodic ? ", periodic" : "")}";

    private static KernelCase Values(InterpolationKind kind, bool periodic) => new("interpolation", $"values, {Name(kind, periodic)}", (accelerator, samples) =>
    {
        using DeviceBuffer<float> map = accelerator.Put(Voxels(samples)), values = accelerator.Room<float>(Atoms);
        using DeviceBuffer<double> positions = accelerator.Put(Places(samples));
        accelerator.Interpolation.Values(map, Frame(periodic), positions, kind, values);
        return accelerator.Get(values);
    })
    {
        Scalar = samples =>
        {
            float[] voxels = Voxels(samples);
            return [.. Places(samples).Chunk(3).Select(p => ReferenceInterpolation.Value(voxels, Frame(periodic), p, kind))];
        },
    };

    private static KernelCase Gradient(InterpolationKind kind, bool periodic) => new("interpolation", $"sum and gradient, {Name(kind, periodic)}", (accelerator, samples) =>
    {
        using DeviceBuffer<float> map = accelerator.Put(Voxels(samples)), weights = accelerator.Put(samples.Singles(Atoms, 0, 2));
        using DeviceBuffer<double> positions = accelerator.Put(samples.Numbers(3 * Atoms, -6, 16)), gradient = accelerator.Put(samples.Numbers(3 * Atoms, -1, 1));
        double sum = accelerator.Interpolation.Evaluate(map, Frame(periodic), positions, weights, kind, -1.5, gradient);
        return [sum, .. accelerator.Get(gradient)];
    })
    {
        Scalar = samples =>
        {
            const double Step = 1e-6;
            float[] voxels = Voxels(samples), weights = samples.Singles(Atoms, 0, 2);
            double[] places = samples.Numbers(3 * Atoms, -6, 16), gradient = samples.Numbers(3 * Atoms, -1, 1);
            double sum = 0;
            for (int i = 0; i < Atoms; i++)
            {
                double At(double[] p) => ReferenceInterpolation.Value(voxels, Frame(periodic), p, kind);
                double[] place = places[(3 * i)..(3 * i + 3)];
                sum += weights[i] * At(place);
                for (int axis = 0; axis < 3; axis++)
                {
                    double[] up = [.. place], down = [.. place];
                    (up[axis], down[axis]) = (up[axis] + Step, down[axis] - Step);
                    gradient[3 * i + axis] += -1.5 * weights[i] * (At(up) - At(down)) / (2 * Step);
                }
            }

            return [-1.5 * sum, .. gradient];
        },
    };
}
