namespace Engine.Kernels;

/// <summary>
/// Hydrogens that keep their place relative to heavy atoms. Hydrogen h sits at p + l0 e0 + l1 e1 + l2 e2, with p the parent,
/// e0 = unit(a - p), e1 = unit part of (b - p) perpendicular to e0, e2 = e0 × e1. Without a (water, ammonium) it is p + (l0, l1, l2) in
/// the laboratory frame.
/// </summary>
public sealed class RidingTable
{
    /// <summary>Atom index of each hydrogen.</summary>
    public required int[] Hydrogen { get; init; }

    /// <summary>Three frame atoms per hydrogen: parent, a, b; a and b are -1 when there is no frame. None is itself a riding atom.</summary>
    public required int[] Frame { get; init; }

    /// <summary>Number of riding atoms.</summary>
    public int Count => Hydrogen.Length;
}

/// <summary>Riding atoms held on a device, with their local coordinates.</summary>
public abstract class RidingAtoms : IDisposable
{
    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the device memory.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}

/// <summary>Operations on riding atoms.</summary>
public abstract class RidingKernels
{
    /// <summary>Puts a riding table on the device; local coordinates are zero until <see cref="Capture"/>.</summary>
    /// <param name="table">Hydrogens and their frames.</param>
    /// <param name="atomCount">Number of atoms of the structure.</param>
    public abstract RidingAtoms Create(RidingTable table, int atomCount);

    /// <summary>Takes the local coordinates from the present positions.</summary>
    public abstract void Capture(RidingAtoms riding, DeviceBuffer<double> positions);

    /// <summary>Moves the hydrogens to where their frames put them.</summary>
    public abstract void Place(RidingAtoms riding, DeviceBuffer<double> positions);

    /// <summary>Adds the chain-rule part of each hydrogen's gradient to its frame atoms, then clears it on the hydrogen.</summary>
    public abstract void PullBack(RidingAtoms riding, DeviceBuffer<double> positions, DeviceBuffer<double> gradient);
}
