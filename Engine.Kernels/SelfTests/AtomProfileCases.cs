namespace Engine.Kernels.SelfTests;

/// <summary>Density on shells round atoms (Q-scores) against the rule written out point by point.</summary>
internal static class AtomProfileCases
{
    private const int Atoms = 24;

    private static readonly ShellPoints Points = new(new ShellRule());

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All => from periodic in (bool[])[true, false] from counts in (bool[])[true, false] select Case(periodic, counts);

    private static GridFrame Frame(bool periodic) => new(9, 8, 7, 1, 2, 3, [0.9, 0.1, 0.05, 0, 1.1, 0.2, 0, 0, 1.2], periodic);

    private static KernelCase Case(bool periodic, bool counts) => new("shells round atoms", $"{(counts ? "points" : "density")}{(periodic ? ", periodic" : "")}", (accelerator, samples) =>
    {
        using DeviceBuffer<float> map = accelerator.Put(samples.Singles(9 * 8 * 7, -1, 1));
        return Numbers(accelerator.AtomProfiles.Sample(map, Frame(periodic), ReferenceAtomProfile.Cloud(samples, Atoms, 1, 7), Points), counts);
    })
    {
        Scalar = samples =>
        {
            float[] voxels = samples.Singles(9 * 8 * 7, -1, 1);
            ProfileAtoms atoms = ReferenceAtomProfile.Cloud(samples, Atoms, 1, 7);
            int length = Points.Rule.Stride * Atoms;
            var profiles = new AtomProfiles(new double[length], new int[length]);
            for (int i = 0; i < Atoms; i++)
                ReferenceAtomProfile.Fill(voxels, Frame(periodic), atoms, Points, i, profiles);
            return Numbers(profiles, counts);
        },
        Tolerance = counts ? 0 : 2 * KernelCase.Single,
        BetweenDevices = counts ? 0 : KernelCase.Single,
    };

    private static double[] Numbers(AtomProfiles profiles, bool counts) => counts ? [.. profiles.Counts.Select(c => (double)c)] : profiles.Sums;
}
