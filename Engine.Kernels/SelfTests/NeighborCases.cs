using Engine.Kernels.Cpu;

namespace Engine.Kernels.SelfTests;

/// <summary>Contact lists, which the host makes for every device, against all pairs.</summary>
internal static class NeighborCases
{
    /// <summary>The cases: few atoms with exclusion lists, and enough of them for several threads.</summary>
    public static IEnumerable<KernelCase> All => [Case("few atoms", 300), Case("many atoms", 2500)];

    private static KernelCase Case(string name, int atoms) => new("neighbour search", name, (accelerator, samples) =>
    {
        double[] positions = samples.Lattice(atoms);
        return Numbers(NeighborSearch.Find(ReferenceNeighbors.RandomTable(samples, atoms), positions, 1, ((CpuAccelerator)accelerator).Workers.Count));
    })
    {
        Scalar = samples =>
        {
            double[] positions = samples.Lattice(atoms);
            return Numbers(ReferenceNeighbors.AllPairs(ReferenceNeighbors.RandomTable(samples, atoms), positions, 1));
        },
        Tolerance = 0,
        IsHost = true,
    };

    private static double[] Numbers(NonbondedPairs pairs) => [.. pairs.Start.Select(v => (double)v), .. pairs.Atoms.Select(v => (double)v), .. DeviceArrays.Widen(pairs.Contact)];
}
