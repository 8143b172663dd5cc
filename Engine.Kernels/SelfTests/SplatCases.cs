namespace Engine.Kernels.SelfTests;

/// <summary>Gaussian atoms onto a grid and gradients back, against the formula.</summary>
internal static class SplatCases
{
    private const int Atoms = 120;
    private const double Blur = 7;

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All =>
        from periodic in (bool[])[true, false]
        from anisotropic in (bool[])[false, true]
        from kernel in (KernelCase[])[Add(periodic, anisotropic), Gather(periodic, anisotropic)]
        select kernel;

    private static string Name(bool periodic, bool anisotropic) => $"{(anisotropic ? "anisotropic" : "isotropic")}{(periodic ? ", periodic" : "")}";

    private static KernelCase Add(bool periodic, bool anisotropic)
    {
        GridFrame frame = GridFrame.Orthogonal(21, 18, 26, -2, -2, -1, 0.8, 0.9, 0.7, periodic);
        return new("Gaussian atoms", $"map, {Name(periodic, anisotropic)}", (accelerator, samples) =>
        {
            GaussianAtoms atoms = samples.Gaussians(Atoms, 16, anisotropic);
            using DeviceBuffer<float> grid = accelerator.Put(samples.Singles((int)frame.VoxelCount, 0, 1));
            accelerator.Splat.Add(atoms, Blur, frame, grid);
            return accelerator.Get(grid);
        })
        {
            Scalar = samples =>
            {
                GaussianAtoms atoms = samples.Gaussians(Atoms, 16, anisotropic);
                return [.. samples.Singles((int)frame.VoxelCount, 0, 1).Zip(ReferenceSplat.Density(atoms, Blur, frame), (a, b) => (double)a + b)];
            },
        };
    }

    private static KernelCase Gather(bool periodic, bool anisotropic)
    {
        const int Few = 20;
        GridFrame frame = GridFrame.Orthogonal(19, 23, 17, -1, 2, -3, 0.7, 0.6, 0.8, periodic);
        return new("Gaussian atoms", $"gradients, {Name(periodic, anisotropic)}", (accelerator, samples) =>
        {
            GaussianAtoms atoms = samples.Gaussians(Few, 12, anisotropic);
            using DeviceBuffer<float> slopes = accelerator.Put(samples.Singles((int)frame.VoxelCount, -1, 1.5));
            using DeviceBuffer<double> sums = accelerator.Room<double>(AtomSums.Stride * Few);
            accelerator.Splat.Gather(atoms, Blur, frame, slopes, sums);
            return accelerator.Get(sums);
        })
        {
            Scalar = samples =>
            {
                GaussianAtoms atoms = samples.Gaussians(Few, 12, anisotropic);
                float[] slopes = samples.Singles((int)frame.VoxelCount, -1, 1.5);
                return [.. Enumerable.Range(0, Few).SelectMany(i => ReferenceSplatGradients.Of(atoms, i, Blur, frame, slopes))];
            },
            Columns = AtomSums.Stride,
            Tolerance = 2e-5,
            BetweenDevices = 2e-5,
        };
    }
}
