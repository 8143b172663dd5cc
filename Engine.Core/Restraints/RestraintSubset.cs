using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Parts of a <see cref="RestraintModel"/>. Atom indices stay those of the whole model.</summary>
public static class RestraintSubset
{
    /// <summary>
    /// The terms without hydrogens. Planes lose their hydrogens and are kept while four heavy atoms are left; hydrogens take no part in the
    /// repulsion and nothing rides.
    /// </summary>
    /// <param name="restraints">All restraints.</param>
    public static RestraintModel Heavy(this RestraintModel restraints)
    {
        byte[] hydrogen = restraints.IsHydrogen;
        RestraintModel part = Select(restraints, atoms => !Any(atoms, hydrogen), atom => hydrogen[atom] == 0);
        byte[] active = [.. restraints.Nonbonded.Active];
        for (int i = 0; i < active.Length; i++)
        {
            if (hydrogen[i] != 0)
                active[i] = 0;
        }

        return part with { Nonbonded = Copy(restraints.Nonbonded, active, restraints.Nonbonded.Movable), Riding = new RidingTable { Hydrogen = [], Frame = [] } };
    }

    /// <summary>The terms with at least one hydrogen.</summary>
    /// <param name="restraints">All restraints.</param>
    public static RestraintModel HydrogenOnly(this RestraintModel restraints)
    {
        byte[] hydrogen = restraints.IsHydrogen;
        return Select(restraints, atoms => Any(atoms, hydrogen), null);
    }

    /// <summary>The terms with at least one movable atom; the repulsion between fixed atoms and hydrogens on fixed parents are left out too.</summary>
    /// <param name="restraints">All restraints.</param>
    /// <param name="movable">One flag per atom.</param>
    /// <exception cref="ArgumentException">The mask has another length than the model has atoms.</exception>
    public static RestraintModel ForMovable(this RestraintModel restraints, bool[] movable)
    {
        if (movable.Length != restraints.Table.AtomCount)
            throw new ArgumentException($"the mask has {movable.Length} flags for {restraints.Table.AtomCount} atoms", nameof(movable));
        byte[] flags = [.. movable.Select(m => m ? (byte)1 : (byte)0)];
        RestraintModel part = Select(restraints, atoms => Any(atoms, flags), null);
        return part with { Nonbonded = Copy(restraints.Nonbonded, restraints.Nonbonded.Active, flags), Riding = Movable(restraints.Riding, flags) };
    }

    private static RidingTable Movable(RidingTable riding, byte[] movable)
    {
        var hydrogens = new List<int>();
        var frames = new List<int>();
        for (int h = 0; h < riding.Count; h++)
        {
            if (movable[riding.Hydrogen[h]] == 0)
                continue;
            hydrogens.Add(riding.Hydrogen[h]);
            frames.AddRange(riding.Frame.AsSpan(3 * h, 3));
        }

        return new RidingTable { Hydrogen = [.. hydrogens], Frame = [.. frames] };
    }

    private static bool Any(ReadOnlySpan<int> atoms, byte[] flags)
    {
        foreach (int a in atoms)
        {
            if (flags[a] != 0)
                return true;
        }

        return false;
    }

    private delegate bool TermFilter(ReadOnlySpan<int> atoms);

    private static RestraintModel Select(RestraintModel all, TermFilter keep, Func<int, bool>? planeAtom)
    {
        RestraintTable t = all.Table;
        int[] bonds = Kept(t.BondAtoms, 2, keep), angles = Kept(t.AngleAtoms, 3, keep), torsions = Kept(t.TorsionAtoms, 4, keep);
        int[] chirals = Kept(t.ChiralAtoms, 4, keep);
        (int[] planes, int[] planeStart, int[] planeAtoms, double[] planeWeights) = KeptPlanes(t, keep, planeAtom);
        var table = new RestraintTable
        {
            AtomCount = t.AtomCount,
            BondAtoms = Gather(t.BondAtoms, bonds, 2),
            BondIdeal = Gather(t.BondIdeal, bonds, 1),
            BondWeight = Gather(t.BondWeight, bonds, 1),
            BondSlack = Gather(t.BondSlack, bonds, 1),
            BondTop = Gather(t.BondTop, bonds, 1),
            AngleAtoms = Gather(t.AngleAtoms, angles, 3),
            AngleIdeal = Gather(t.AngleIdeal, angles, 1),
            AngleWeight = Gather(t.AngleWeight, angles, 1),
            TorsionAtoms = Gather(t.TorsionAtoms, torsions, 4),
            TorsionIdeal = Gather(t.TorsionIdeal, torsions, 1),
            TorsionWeight = Gather(t.TorsionWeight, torsions, 1),
            TorsionPeriod = Gather(t.TorsionPeriod, torsions, 1),
            ChiralAtoms = Gather(t.ChiralAtoms, chirals, 4),
            ChiralIdeal = Gather(t.ChiralIdeal, chirals, 1),
            ChiralWeight = Gather(t.ChiralWeight, chirals, 1),
            ChiralBoth = Gather(t.ChiralBoth, chirals, 1),
            PlaneStart = planeStart,
            PlaneAtoms = planeAtoms,
            PlaneWeight = planeWeights,
        };
        return all with
        {
            Table = table,
            BondCounts = Gather(all.BondCounts, bonds, 1),
            AngleCounts = Gather(all.AngleCounts, angles, 1),
            TorsionCounts = Gather(all.TorsionCounts, torsions, 1),
            ChiralCounts = Gather(all.ChiralCounts, chirals, 1),
            PlaneCounts = Gather(all.PlaneCounts, planes, 1),
        };
    }

    private static int[] Kept(int[] atoms, int size, TermFilter keep)
    {
        var kept = new List<int>(atoms.Length / size);
        for (int k = 0; k < atoms.Length / size; k++)
        {
            if (keep(atoms.AsSpan(k * size, size)))
                kept.Add(k);
        }

        return [.. kept];
    }

    private static (int[] Planes, int[] Start, int[] Atoms, double[] Weights) KeptPlanes(RestraintTable t, TermFilter keep, Func<int, bool>? atomFilter)
    {
        List<int> planes = [], start = [0], atoms = [];
        var weights = new List<double>();
        for (int p = 0; p < t.PlaneCount; p++)
        {
            ReadOnlySpan<int> all = t.PlaneAtoms.AsSpan(t.PlaneStart[p]..t.PlaneStart[p + 1]);
            int[] members = atomFilter == null ? all.ToArray() : [.. all.ToArray().Where(atomFilter)];
            if (members.Length < 4 || !keep(members))
                continue;
            planes.Add(p);
            atoms.AddRange(members);
            weights.AddRange(Enumerable.Repeat(t.PlaneWeight[t.PlaneStart[p]], members.Length));
            start.Add(atoms.Count);
        }

        return ([.. planes], [.. start], [.. atoms], [.. weights]);
    }

    private static T[] Gather<T>(T[] source, int[] terms, int size)
    {
        var result = new T[terms.Length * size];
        for (int k = 0; k < terms.Length; k++)
            source.AsSpan(terms[k] * size, size).CopyTo(result.AsSpan(k * size));
        return result;
    }

    private static NonbondedTable Copy(NonbondedTable table, byte[] active, byte[] movable) => new()
    {
        Radius = table.Radius,
        HydrogenBond = table.HydrogenBond,
        Conformer = table.Conformer,
        Active = active,
        Movable = movable,
        ExcludedStart = table.ExcludedStart,
        ExcludedAtoms = table.ExcludedAtoms,
        Start14 = table.Start14,
        Atoms14 = table.Atoms14,
        Scale14 = table.Scale14,
        HydrogenBondDistance = table.HydrogenBondDistance,
        MinimumDistance = table.MinimumDistance,
        Repulsion = table.Repulsion,
    };
}
