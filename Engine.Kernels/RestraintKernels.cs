namespace Engine.Kernels;

/// <summary>Energy per class of restraint.</summary>
/// <param name="Bond">Bonds.</param>
/// <param name="Angle">Angles.</param>
/// <param name="Torsion">Torsions.</param>
/// <param name="Chirality">Chiral volumes.</param>
/// <param name="Planarity">Planes.</param>
/// <param name="Nonbonded">Repulsion.</param>
public readonly record struct RestraintEnergies(
    double Bond, double Angle, double Torsion, double Chirality, double Planarity, double Nonbonded)
{
    /// <summary>Atoms held to points.</summary>
    public double Site { get; init; }

    /// <summary>Joint potentials of torsion pairs (Ramachandran).</summary>
    public double Surface { get; init; }

    /// <summary>Parallel planes.</summary>
    public double Parallel { get; init; }

    /// <summary>Equivalent atoms held together.</summary>
    public double Copy { get; init; }

    /// <summary>Sum of all classes.</summary>
    public double Total => Bond + Angle + Torsion + Chirality + Planarity + Nonbonded + Site + Surface + Parallel + Copy;
}

/// <summary>Restraint terms held on a device.</summary>
public abstract class RestraintTerms : IDisposable
{
    /// <summary>Replaces the nonbonded contacts.</summary>
    /// <param name="pairs">Contacts as full neighbour lists.</param>
    /// <param name="repulsion">c_rep, Å⁻⁴.</param>
    public abstract void SetNonbonded(NonbondedPairs pairs, double repulsion);

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

/// <summary>
/// Restraint energies and analytic gradients (Å⁻¹), computed in double. Terms write their gradient to slots of their own and atoms
/// gather them in fixed order, so the result does not depend on the order of execution.
/// </summary>
public abstract class RestraintKernels
{
    /// <summary>Puts restraint terms on the device.</summary>
    /// <param name="table">Terms; indices are checked against its atom count.</param>
    public abstract RestraintTerms Create(RestraintTable table);

    /// <summary>Returns the energies and, if asked, adds scale × dE/dx to the gradient.</summary>
    /// <param name="terms">Terms made by <see cref="Create"/>.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <param name="scale">Factor of the gradient (the returned energies are not scaled).</param>
    /// <param name="gradient">3N numbers to add to, or null.</param>
    public abstract RestraintEnergies Evaluate(RestraintTerms terms, DeviceBuffer<double> positions, double scale, DeviceBuffer<double>? gradient);
}
