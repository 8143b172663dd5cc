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

        return part with { Nonbonded = restraints.Nonbonded with { Active = active }, Riding = new RidingTable { Hydrogen = [], Frame = [] } };
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
        return part with { Nonbonded = restraints.Nonbonded.WithMovable(movable), Riding = restraints.Riding.OfMovable(movable) };
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

    /// <summary>The terms that pass a filter, with what counts them. Planes that lose atoms keep their weight per atom.</summary>
    /// <param name="all">All restraints.</param>
    /// <param name="keep">Asked with the atoms of each term.</param>
    /// <param name="planeAtom">Says which atoms planes and parallel planes keep; null: all.</param>
    private static RestraintModel Select(RestraintModel all, RestraintFilter keep, Func<int, bool>? planeAtom)
    {
        RestraintTable whole = planeAtom == null ? all.Table : PlaneMembers.Reduce(all.Table, planeAtom);
        RestraintChoice choice = whole.Choose(keep);
        if (planeAtom != null)
            choice = choice with { Planes = PlaneMembers.Large(whole, choice.Planes), Parallels = PlaneMembers.LargeParallel(whole, choice.Parallels) };
        return all with
        {
            Table = whole.Take(choice),
            BondCounts = Gather(all.BondCounts, choice.Bonds),
            AngleCounts = Gather(all.AngleCounts, choice.Angles),
            TorsionCounts = Gather(all.TorsionCounts, choice.Torsions),
            ChiralCounts = Gather(all.ChiralCounts, choice.Chirals),
            PlaneCounts = Gather(all.PlaneCounts, choice.Planes),
        };
    }

    private static byte[] Gather(byte[] source, int[] terms) => Array.ConvertAll(terms, t => source[t]);
}
