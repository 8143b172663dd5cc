using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Validation.Contacts;

/// <summary>Two atoms that are too near.</summary>
/// <param name="Atom1">Index of the first atom in the model with hydrogens.</param>
/// <param name="Atom2">Index of the second atom.</param>
/// <param name="Name1">Readable name, such as "A 15 LEU HD11".</param>
/// <param name="Name2">Readable name.</param>
/// <param name="Overlap">Overlap of the van der Waals spheres, Å; of hydrogen bonds what exceeds the allowed one.</param>
public sealed record Clash(int Atom1, int Atom2, string Name1, string Name2, double Overlap);

/// <summary>Two heavy atoms that are not bonded and yet as near as if they were.</summary>
/// <param name="Atom1">Index of the first atom in the model with hydrogens.</param>
/// <param name="Atom2">Index of the second atom.</param>
/// <param name="Name1">Readable name.</param>
/// <param name="Name2">Readable name.</param>
/// <param name="Distance">Å.</param>
public sealed record Collision(int Atom1, int Atom2, string Name1, string Name2, double Distance);

/// <summary>
/// All-atom clashes: overlaps of at least 0.4 Å of atoms that are neither hydrogen-bonded nor within three bonds (four with a hydrogen), one per pair. Rules of Word and
/// co-workers, J. Mol. Biol. 285 (1999) 1711. Waters count as partners, not among themselves; atoms of an occupancy of 10 % or less do not count, nor pairs that need not be there together (<see cref="Partial"/>). Heavy atoms as near as a bond
/// are taken for bonded, as by Probe, so that scores are comparable; these graver faults are listed apart as <see cref="Collisions"/>.
/// </summary>
/// <param name="Clashes">The clashes, largest overlap first.</param>
/// <param name="Collisions">Heavy atoms of no known bond that are nearer than their covalent radii and 0.2 Å, nearest first.</param>
/// <param name="Atoms">Number of atoms that count, waters apart.</param>
public sealed record ClashReport(IReadOnlyList<Clash> Clashes, IReadOnlyList<Collision> Collisions, int Atoms)
{
    /// <summary>Atoms above this occupancy count.</summary>
    private const double LeastOccupancy = 0.1;

    /// <summary>Atoms nearer than the sum of their covalent radii and this collide, Å.</summary>
    private const double BondTolerance = 0.2;

    /// <summary>Overlaps as large as clashes between atoms without alternate location whose occupancies add up to 1 or less. They need not be there together and do not count.</summary>
    public IReadOnlyList<Clash> Partial { get; init; } = [];

    /// <summary>Clashes per 1000 atoms; 0 without atoms.</summary>
    public double Score => Atoms == 0 ? 0 : 1000.0 * Clashes.Count / Atoms;

    /// <summary>Finds the clashes of a model that has its hydrogens (<see cref="Hydrogens.Hydrogenation"/>).</summary>
    /// <param name="accelerator">Device for the dots.</param>
    /// <param name="structure">Model with hydrogens; the first one counts.</param>
    /// <param name="library">Components and links.</param>
    /// <param name="nuclear">Hydrogens are at their protons and not at the centres of their electron clouds.</param>
    /// <param name="threads">Threads to use, 0 = one per core; the result does not depend on it.</param>
    /// <exception cref="NumericalException">A coordinate is not a finite number.</exception>
    public static ClashReport Compute(Accelerator accelerator, Structure structure, ComponentLibrary library, bool nuclear = false, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(structure);
        var system = ContactSystem.Of(structure, library, nuclear);
        Model model = system.Model;
        byte[] active = [.. model.Atoms.Select(a => a.Occupancy > LeastOccupancy ? (byte)1 : (byte)0)];
        int atoms = Enumerable.Range(0, active.Length).Count(i => active[i] != 0 && !IsWater(system, i));
        if (!active.Contains((byte)1))
            return new([], [], 0);
        double[] x = Coordinates.Of(model);
        NonbondedPairs pairs = NeighborSearch.Find(system.Table(active), x, 0, threads);
        List<Collision> collisions = FindCollisions(system, pairs);
        if (collisions.Count > 0)
        {
            system = system.WithBonds(collisions.Select(c => (c.Atom1, c.Atom2)));
            pairs = NeighborSearch.Find(system.Table(active), x, 0, threads);
        }

        return new(Find(together: true), collisions, atoms) { Partial = Find(together: false) };
        IReadOnlyList<Clash> Find(bool together) =>
            [.. new ClashSearch(system, pairs, together).Run(accelerator, x, threads).OrderByDescending(p => p.Value).ThenBy(p => p.Key).Select(p => new Clash(
                p.Key.Item1, p.Key.Item2, Labels.Atom(model, p.Key.Item1), Labels.Atom(model, p.Key.Item2), p.Value))];
    }

    internal static bool IsWater(ContactSystem system, int atom) => (system.Role[atom] & ContactRole.Water) != 0;

    private static List<Collision> FindCollisions(ContactSystem system, NonbondedPairs pairs)
    {
        Model model = system.Model;
        var found = new List<Collision>();
        for (int i = 0; i < model.Atoms.Count; i++)
        {
            for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
            {
                int j = pairs.Atoms[k];
                if (j < i || model.Atoms[i].Element.IsHydrogen || model.Atoms[j].Element.IsHydrogen || (IsWater(system, i) && IsWater(system, j)))
                    continue;
                double distance = Vec3.Distance(model.Atoms[i].Position, model.Atoms[j].Position);
                if (distance < CovalentRadii.Of(model.Atoms[i].Element) + CovalentRadii.Of(model.Atoms[j].Element) + BondTolerance)
                    found.Add(new(i, j, Labels.Atom(model, i), Labels.Atom(model, j), distance));
            }
        }

        return [.. found.OrderBy(c => c.Distance).ThenBy(c => c.Atom1).ThenBy(c => c.Atom2)];
    }
}
