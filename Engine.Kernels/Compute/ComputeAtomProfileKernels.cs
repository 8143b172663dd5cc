namespace Engine.Kernels.Compute;

/// <summary>Launches the kernel of atomprofiles.cl.</summary>
internal sealed class ComputeAtomProfileKernels : AtomProfileKernels, IDisposable
{
    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel kernel;
    private readonly ComputeGrid grid;

    /// <summary>Takes the kernel out of the program 'atomprofiles'.</summary>
    public ComputeAtomProfileKernels(ComputeAccelerator accelerator)
    {
        this.accelerator = accelerator;
        kernel = accelerator.Kernel("atomprofiles", "profile_atoms", KernelConstants.GatherGroup);
        grid = new ComputeGrid(accelerator);
    }

    /// <summary>Frees work space.</summary>
    public void Dispose() => grid.Dispose();

    /// <inheritdoc/>
    private protected override void Sample(DeviceBuffer<float> map, in GridFrame frame, ProfileAtoms atoms, ShellPoints points, AtomProfiles profiles)
    {
        const string Purpose = "density round atoms";
        ShellRule rule = points.Rule;
        using DeviceBuffer<double> positions = accelerator.Upload<double>(atoms.Positions, Purpose), unit = accelerator.Upload<double>(points.Coordinates, Purpose);
        using DeviceBuffer<int> starts = accelerator.Upload<int>(atoms.Start, Purpose), neighbors = accelerator.Upload<int>(atoms.Neighbors, Purpose);
        using DeviceBuffer<int> tries = accelerator.Upload<int>(points.Start, Purpose), counts = accelerator.Allocate<int>(profiles.Counts.Length, Purpose);
        using DeviceBuffer<double> sums = accelerator.Allocate<double>(profiles.Sums.Length, Purpose);
        grid.Set(kernel.Set(map), frame).Set(positions).Set(starts).Set(neighbors).Set(unit).Set(tries).Set(points.Start[^1])
            .Set(rule.Step).Set(rule.Shells).Set(rule.Points).Set(rule.Tries).Set(rule.Clearance).Set(sums).Set(counts).RunGroups(atoms.Count);
        accelerator.Download(sums, profiles.Sums);
        accelerator.Download(counts, profiles.Counts);
    }
}
