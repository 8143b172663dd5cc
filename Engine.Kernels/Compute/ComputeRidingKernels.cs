namespace Engine.Kernels.Compute;

/// <summary>Launches the kernels of riding.cl.</summary>
internal sealed class ComputeRidingKernels : RidingKernels
{
    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel capture;
    private readonly ComputeKernel place;
    private readonly ComputeKernel spread;
    private readonly ComputeKernel collect;

    /// <summary>Takes the kernels out of the program 'riding'.</summary>
    public ComputeRidingKernels(ComputeAccelerator accelerator)
    {
        const string Program = "riding";
        this.accelerator = accelerator;
        capture = accelerator.Kernel(Program, "riding_capture");
        place = accelerator.Kernel(Program, "riding_place");
        spread = accelerator.Kernel(Program, "riding_spread");
        collect = accelerator.Kernel(Program, "riding_collect");
    }

    /// <inheritdoc/>
    public override RidingAtoms Create(RidingTable table, int atomCount) => new ComputeRidingAtoms(accelerator, table, atomCount);

    /// <inheritdoc/>
    public override void Capture(RidingAtoms riding, DeviceBuffer<double> positions)
    {
        ComputeRidingAtoms r = Own(riding, positions);
        capture.Set(positions).Set(r.Hydrogens).Set(r.Frames).Set(r.Local).Set(r.Count).Run(r.Count);
    }

    /// <inheritdoc/>
    public override void Place(RidingAtoms riding, DeviceBuffer<double> positions)
    {
        ComputeRidingAtoms r = Own(riding, positions);
        place.Set(positions).Set(r.Hydrogens).Set(r.Frames).Set(r.Local).Set(r.Count).Run(r.Count);
    }

    /// <inheritdoc/>
    public override void PullBack(RidingAtoms riding, DeviceBuffer<double> positions, DeviceBuffer<double> gradient)
    {
        ComputeRidingAtoms r = Own(riding, positions);
        Own(riding, gradient);
        spread.Set(positions).Set(r.Hydrogens).Set(r.Frames).Set(r.Local).Set(gradient).Set(r.Slots).Set(r.Count).Run(r.Count);
        collect.Set(r.Slots).Set(r.FrameAtoms).Set(r.Start).Set(r.List).Set(gradient).Set(r.FrameAtomCount).Run(r.FrameAtomCount);
    }

    private static ComputeRidingAtoms Own(RidingAtoms riding, DeviceBuffer<double> numbers)
    {
        ComputeRidingAtoms own = riding as ComputeRidingAtoms
            ?? throw new ArgumentException("the riding atoms belong to another kind of accelerator", nameof(riding));
        if (numbers.Length < 3L * own.AtomCount)
            throw new ArgumentException($"{numbers.Length} numbers for {own.AtomCount} atoms", nameof(numbers));
        return own;
    }
}
