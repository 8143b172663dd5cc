namespace Engine.Kernels.Compute;

/// <summary>Launches the kernel of contacts.cl.</summary>
internal sealed class ComputeContactKernels : ContactKernels
{
    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel kernel;

    /// <summary>Takes the kernel out of the program 'contacts'.</summary>
    public ComputeContactKernels(ComputeAccelerator accelerator)
    {
        this.accelerator = accelerator;
        kernel = accelerator.Kernel("contacts", "contact_overlaps", KernelConstants.ContactGroup);
    }

    /// <inheritdoc/>
    private protected override void Overlaps(DottedAtoms atoms, SurfaceDots dots, double[] overlaps)
    {
        const string Purpose = "contacts of atoms";
        using DeviceBuffer<double> positions = accelerator.Upload<double>(atoms.Positions, Purpose), allowed = accelerator.Upload<double>(atoms.Allowed, Purpose);
        using DeviceBuffer<float> radii = accelerator.Upload<float>(atoms.Radii, Purpose);
        using DeviceBuffer<int> centres = accelerator.Upload<int>(atoms.Centres, Purpose), kinds = accelerator.Upload<int>(atoms.Kinds, Purpose);
        using DeviceBuffer<int> partnerStart = accelerator.Upload<int>(atoms.PartnerStart, Purpose), partners = accelerator.Upload<int>(atoms.Partners, Purpose);
        using DeviceBuffer<int> hiddenStart = accelerator.Upload<int>(atoms.HiddenStart, Purpose), hidden = accelerator.Upload<int>(atoms.Hidden, Purpose);
        using DeviceBuffer<int> dotStart = accelerator.Upload<int>(dots.Start, Purpose);
        using DeviceBuffer<double> x = accelerator.Upload<double>(dots.X, Purpose), y = accelerator.Upload<double>(dots.Y, Purpose), z = accelerator.Upload<double>(dots.Z, Purpose);
        using DeviceBuffer<double> result = accelerator.Allocate<double>(overlaps.Length, Purpose);
        kernel.Set(positions).Set(radii).Set(centres).Set(kinds).Set(partnerStart).Set(partners).Set(allowed).Set(hiddenStart).Set(hidden)
            .Set(dotStart).Set(x).Set(y).Set(z).Set(result).RunGroups(atoms.Count);
        accelerator.Download(result, overlaps);
    }
}
