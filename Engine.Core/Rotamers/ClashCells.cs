using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Rotamers;

/// <summary>
/// Overlaps of an atom with the heavy atoms of other residues. Radii are those of contacts in well refined structures; hydrogens do not count, as they follow what
/// carries them. Cells hold the atoms as they were when the object was made; positions are looked up anew, so cells are refreshed after each round.
/// </summary>
internal sealed class ClashCells
{
    /// <summary>Atoms move by up to this between refreshes before a contact may be missed, Å.</summary>
    private const double Reach = 3.9;
    private const double WideReach = 13.5;
    private readonly Model model;
    private readonly Conformers conformers;
    private readonly AtomGrid grid;
    private readonly AtomGrid wide;
    private readonly double[] x;
    private readonly double[] radii;

    public ClashCells(Model model, Conformers conformers, double[] positions)
    {
        (this.model, this.conformers, x) = (model, conformers, (double[])positions.Clone());
        radii = [.. model.Atoms.Select(a => Radius(a.Element))];
        var points = new Vec3[model.Atoms.Count];
        for (int i = 0; i < points.Length; i++)
            points[i] = TermGeometry.At(positions, i);
        grid = new(points, Enumerable.Range(0, points.Length).Where(i => radii[i] > 0 && model.Atoms[i].Occupancy > 0), Reach);
        wide = new(points, Enumerable.Range(0, points.Length).Where(i => radii[i] > 0 && model.Atoms[i].Occupancy > 0), WideReach);
    }

    /// <summary>Sum of squared overlaps (Å²) of an atom at a place with atoms of other residues, those of soft atoms counted less.</summary>
    /// <param name="atom">The atom.</param>
    /// <param name="at">Where it would be.</param>
    /// <param name="soft">Atoms that may move out of the way; null = none.</param>
    /// <param name="softWeight">Their weight.</param>
    /// <param name="found">Working space.</param>
    public double Overlap(int atom, Vec3 at, bool[]? soft, double softWeight, List<int> found)
    {
        grid.Near(at, Reach, found);
        int residue = model.Atoms[atom].ResidueIndex;
        double sum = 0;
        foreach (int other in found)
        {
            if (model.Atoms[other].ResidueIndex == residue || !conformers.Compatible(atom, other))
                continue;
            bool polar = IsPolar(model.Atoms[atom].Element) && IsPolar(model.Atoms[other].Element);
            double limit = polar ? 2.6 : radii[atom] + radii[other];
            double overlap = limit - Vec3.Distance(at, TermGeometry.At(x, other));
            if (overlap > 0)
                sum += (soft != null && soft[other] ? softWeight : 1) * overlap * overlap;
        }

        return sum;
    }

    /// <summary>Atoms within a radius of any size, in ascending order.</summary>
    /// <param name="at">Centre.</param>
    /// <param name="radius">Å.</param>
    /// <param name="found">Receives the atoms.</param>
    public void Around(Vec3 at, double radius, List<int> found)
    {
        found.Clear();
        wide.Near(at, Math.Min(radius, WideReach), found);
    }

    private static bool IsPolar(Element element) => element.Number is 7 or 8;

    private static double Radius(Element element) => element.IsHydrogen ? 0 : element.Number switch
    {
        6 => 1.65,
        7 => 1.5,
        8 => 1.45,
        16 or 34 => 1.75,
        _ => 1.4,
    };
}
