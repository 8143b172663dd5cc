namespace Engine.Kernels;

/// <summary>Contacts of atoms by dots on their surfaces (Word and co-workers, J. Mol. Biol. 285 (1999) 1711).</summary>
public abstract class ContactKernels
{
    /// <summary>
    /// The largest overlap with each partner. A dot belongs to the partner that it lies deepest in, the first of equal ones, unless it lies inside a hidden sphere. Its overlap is the
    /// radius of that sphere less its distance from the centre; of hydrogen bonds what exceeds the allowed overlap.
    /// </summary>
    /// <param name="atoms">Atoms with dots, and their partners.</param>
    /// <param name="dots">Dots.</param>
    /// <returns>One number per partner, Å; 0 where no dot counts.</returns>
    /// <exception cref="ArgumentException">Arrays do not fit each other.</exception>
    public double[] Overlaps(DottedAtoms atoms, SurfaceDots dots)
    {
        ArgumentNullException.ThrowIfNull(atoms);
        atoms.Check(dots);
        double[] overlaps = new double[atoms.Partners.Length];
        if (overlaps.Length > 0)
            Overlaps(atoms, dots, overlaps);
        return overlaps;
    }

    /// <summary>Fills the overlaps, which are 0; all arguments are checked.</summary>
    private protected abstract void Overlaps(DottedAtoms atoms, SurfaceDots dots, double[] overlaps);
}
