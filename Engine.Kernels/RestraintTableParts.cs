namespace Engine.Kernels;

/// <summary>Which terms of a table to keep: indices per class, in the order in which they are wanted.</summary>
/// <param name="Bonds">Bonds.</param>
/// <param name="Angles">Angles.</param>
/// <param name="Torsions">Torsions.</param>
/// <param name="Chirals">Chiral centres.</param>
/// <param name="Planes">Planes.</param>
/// <param name="Sites">Sites.</param>
/// <param name="Surfaces">Torsion pairs.</param>
/// <param name="Parallels">Pairs of parallel planes.</param>
/// <param name="Copies">Groups of equivalent atoms.</param>
public sealed record RestraintChoice(int[] Bonds, int[] Angles, int[] Torsions, int[] Chirals, int[] Planes, int[] Sites, int[] Surfaces, int[] Parallels, int[] Copies);

/// <summary>Parts, renumbered copies and sums of restraint tables: the one place that knows all arrays of a table.</summary>
public static class RestraintTableParts
{
    /// <summary>The atom indices of every class of terms: bonds, angles, torsions, chiral centres, planes, sites, torsion pairs, parallel planes, copies.</summary>
    /// <param name="t">Table.</param>
    public static int[][] AtomLists(this RestraintTable t) =>
        [t.BondAtoms, t.AngleAtoms, t.TorsionAtoms, t.ChiralAtoms, t.PlaneAtoms, t.SiteAtoms, t.SurfaceAtoms, t.ParallelAtoms, t.CopyAtoms];

    /// <summary>Chooses the terms whose atoms pass a filter; a pair of parallel planes and a group of copies are asked as one term.</summary>
    /// <param name="t">Table.</param>
    /// <param name="keep">Asked with the atoms of each term.</param>
    public static RestraintChoice Choose(this RestraintTable t, RestraintFilter keep) => new(
        Kept(t.BondAtoms, 2, keep), Kept(t.AngleAtoms, 3, keep), Kept(t.TorsionAtoms, 4, keep), Kept(t.ChiralAtoms, 4, keep),
        KeptGroups(t.PlaneStart, 1, t.PlaneAtoms, keep), Kept(t.SiteAtoms, 1, keep), Kept(t.SurfaceAtoms, 5, keep),
        KeptGroups(t.ParallelStart, 2, t.ParallelAtoms, keep), KeptGroups(t.CopyStart, 1, t.CopyAtoms, keep));

    /// <summary>The chosen terms; atom indices stay.</summary>
    /// <param name="t">Table.</param>
    /// <param name="choice">Indices of terms.</param>
    public static RestraintTable Take(this RestraintTable t, RestraintChoice choice)
    {
        (int[] planeStart, int[] planeMembers) = Members(t.PlaneStart, 1, choice.Planes);
        (int[] parallelStart, int[] parallelMembers) = Members(t.ParallelStart, 2, choice.Parallels);
        (int[] copyStart, int[] copyMembers) = Members(t.CopyStart, 1, choice.Copies);
        return new RestraintTable
        {
            AtomCount = t.AtomCount,
            BondAtoms = Rows(t.BondAtoms, 2, choice.Bonds),
            BondIdeal = Rows(t.BondIdeal, 1, choice.Bonds),
            BondWeight = Rows(t.BondWeight, 1, choice.Bonds),
            BondSlack = Rows(t.BondSlack, 1, choice.Bonds),
            BondTop = Rows(t.BondTop, 1, choice.Bonds),
            AngleAtoms = Rows(t.AngleAtoms, 3, choice.Angles),
            AngleIdeal = Rows(t.AngleIdeal, 1, choice.Angles),
            AngleWeight = Rows(t.AngleWeight, 1, choice.Angles),
            AngleTop = t.AngleTop.Length == 0 ? [] : Rows(t.AngleTop, 1, choice.Angles),
            TorsionAtoms = Rows(t.TorsionAtoms, 4, choice.Torsions),
            TorsionIdeal = Rows(t.TorsionIdeal, 1, choice.Torsions),
            TorsionWeight = Rows(t.TorsionWeight, 1, choice.Torsions),
            TorsionPeriod = Rows(t.TorsionPeriod, 1, choice.Torsions),
            TorsionTop = t.TorsionTop.Length == 0 ? [] : Rows(t.TorsionTop, 1, choice.Torsions),
            TorsionSlack = t.TorsionSlack.Length == 0 ? [] : Rows(t.TorsionSlack, 1, choice.Torsions),
            ChiralAtoms = Rows(t.ChiralAtoms, 4, choice.Chirals),
            ChiralIdeal = Rows(t.ChiralIdeal, 1, choice.Chirals),
            ChiralWeight = Rows(t.ChiralWeight, 1, choice.Chirals),
            ChiralBoth = Rows(t.ChiralBoth, 1, choice.Chirals),
            PlaneStart = planeStart,
            PlaneAtoms = Rows(t.PlaneAtoms, 1, planeMembers),
            PlaneWeight = Rows(t.PlaneWeight, 1, planeMembers),
            SiteAtoms = Rows(t.SiteAtoms, 1, choice.Sites),
            SiteIdeal = Rows(t.SiteIdeal, 3, choice.Sites),
            SiteWeight = Rows(t.SiteWeight, 1, choice.Sites),
            SiteTop = Rows(t.SiteTop, 1, choice.Sites),
            SurfaceAtoms = Rows(t.SurfaceAtoms, 5, choice.Surfaces),
            SurfaceClass = Rows(t.SurfaceClass, 1, choice.Surfaces),
            SurfaceWeight = Rows(t.SurfaceWeight, 1, choice.Surfaces),
            Surfaces = t.Surfaces,
            ParallelStart = parallelStart,
            ParallelAtoms = Rows(t.ParallelAtoms, 1, parallelMembers),
            ParallelWeight = Rows(t.ParallelWeight, 1, choice.Parallels),
            CopyStart = copyStart,
            CopyAtoms = Rows(t.CopyAtoms, 1, copyMembers),
            CopyFrame = Rows(t.CopyFrame, 1, copyMembers),
            CopyFrames = t.CopyFrames,
            CopyWeight = Rows(t.CopyWeight, 1, choice.Copies),
            CopyTop = Rows(t.CopyTop, 1, choice.Copies),
        };
    }

    /// <summary>The same terms on other atoms.</summary>
    /// <param name="t">Table.</param>
    /// <param name="map">New index of each atom; every atom that has a term must have one.</param>
    /// <param name="atomCount">Number of atoms that the new indices refer to.</param>
    public static RestraintTable MapAtoms(this RestraintTable t, int[] map, int atomCount)
    {
        int[] Mapped(int[] atoms) => Array.ConvertAll(atoms, i => map[i]);
        return t with
        {
            AtomCount = atomCount,
            BondAtoms = Mapped(t.BondAtoms),
            AngleAtoms = Mapped(t.AngleAtoms),
            TorsionAtoms = Mapped(t.TorsionAtoms),
            ChiralAtoms = Mapped(t.ChiralAtoms),
            PlaneAtoms = Mapped(t.PlaneAtoms),
            SiteAtoms = Mapped(t.SiteAtoms),
            SurfaceAtoms = Mapped(t.SurfaceAtoms),
            ParallelAtoms = Mapped(t.ParallelAtoms),
            CopyAtoms = Mapped(t.CopyAtoms),
        };
    }

    /// <summary>The terms of both tables, first those of this one in each class.</summary>
    /// <param name="t">Table.</param>
    /// <param name="other">Further terms on the same atoms.</param>
    /// <exception cref="ArgumentException">The tables have different numbers of atoms, or surfaces with different numbers of nodes.</exception>
    public static RestraintTable Append(this RestraintTable t, RestraintTable other)
    {
        if (t.AtomCount != other.AtomCount)
            throw new ArgumentException($"restraints of {other.AtomCount} atoms cannot be added to those of {t.AtomCount}", nameof(other));
        (TorsionSurfaces? surfaces, int firstClass) = Join(t.Surfaces, other.Surfaces);
        int firstFrame = t.CopyFrames.Length / RestraintTable.CopyFrameNumbers;
        return new RestraintTable
        {
            AtomCount = t.AtomCount,
            BondAtoms = [.. t.BondAtoms, .. other.BondAtoms],
            BondIdeal = [.. t.BondIdeal, .. other.BondIdeal],
            BondWeight = [.. t.BondWeight, .. other.BondWeight],
            BondSlack = [.. t.BondSlack, .. other.BondSlack],
            BondTop = [.. t.BondTop, .. other.BondTop],
            AngleAtoms = [.. t.AngleAtoms, .. other.AngleAtoms],
            AngleIdeal = [.. t.AngleIdeal, .. other.AngleIdeal],
            AngleWeight = [.. t.AngleWeight, .. other.AngleWeight],
            AngleTop = JoinOptional(t.AngleTop, t.AngleCount, other.AngleTop, other.AngleCount),
            TorsionAtoms = [.. t.TorsionAtoms, .. other.TorsionAtoms],
            TorsionIdeal = [.. t.TorsionIdeal, .. other.TorsionIdeal],
            TorsionWeight = [.. t.TorsionWeight, .. other.TorsionWeight],
            TorsionPeriod = [.. t.TorsionPeriod, .. other.TorsionPeriod],
            TorsionTop = JoinOptional(t.TorsionTop, t.TorsionCount, other.TorsionTop, other.TorsionCount),
            TorsionSlack = JoinOptional(t.TorsionSlack, t.TorsionCount, other.TorsionSlack, other.TorsionCount),
            ChiralAtoms = [.. t.ChiralAtoms, .. other.ChiralAtoms],
            ChiralIdeal = [.. t.ChiralIdeal, .. other.ChiralIdeal],
            ChiralWeight = [.. t.ChiralWeight, .. other.ChiralWeight],
            ChiralBoth = [.. t.ChiralBoth, .. other.ChiralBoth],
            PlaneStart = JoinStarts(t.PlaneStart, other.PlaneStart),
            PlaneAtoms = [.. t.PlaneAtoms, .. other.PlaneAtoms],
            PlaneWeight = [.. t.PlaneWeight, .. other.PlaneWeight],
            SiteAtoms = [.. t.SiteAtoms, .. other.SiteAtoms],
            SiteIdeal = [.. t.SiteIdeal, .. other.SiteIdeal],
            SiteWeight = [.. t.SiteWeight, .. other.SiteWeight],
            SiteTop = [.. t.SiteTop, .. other.SiteTop],
            SurfaceAtoms = [.. t.SurfaceAtoms, .. other.SurfaceAtoms],
            SurfaceClass = [.. t.SurfaceClass, .. other.SurfaceClass.Select(c => c + firstClass)],
            SurfaceWeight = [.. t.SurfaceWeight, .. other.SurfaceWeight],
            Surfaces = surfaces,
            ParallelStart = JoinStarts(t.ParallelStart, other.ParallelStart),
            ParallelAtoms = [.. t.ParallelAtoms, .. other.ParallelAtoms],
            ParallelWeight = [.. t.ParallelWeight, .. other.ParallelWeight],
            CopyStart = JoinStarts(t.CopyStart, other.CopyStart),
            CopyAtoms = [.. t.CopyAtoms, .. other.CopyAtoms],
            CopyFrame = [.. t.CopyFrame, .. other.CopyFrame.Select(f => f + firstFrame)],
            CopyFrames = [.. t.CopyFrames, .. other.CopyFrames],
            CopyWeight = [.. t.CopyWeight, .. other.CopyWeight],
            CopyTop = [.. t.CopyTop, .. other.CopyTop],
        };
    }

    /// <summary>Rows of a flat array with <paramref name="width"/> numbers per term.</summary>
    internal static T[] Rows<T>(T[] values, int width, int[] rows)
    {
        var kept = new T[rows.Length * width];
        for (int r = 0; r < rows.Length; r++)
            Array.Copy(values, rows[r] * width, kept, r * width, width);
        return kept;
    }

    private static int[] Kept(int[] atoms, int width, RestraintFilter keep)
    {
        var kept = new List<int>(atoms.Length / width);
        for (int k = 0; k < atoms.Length / width; k++)
        {
            if (keep(atoms.AsSpan(k * width, width)))
                kept.Add(k);
        }

        return [.. kept];
    }

    private static int[] KeptGroups(int[] start, int step, int[] atoms, RestraintFilter keep)
    {
        var kept = new List<int>();
        for (int p = 0; p < (start.Length - 1) / step; p++)
        {
            if (keep(atoms.AsSpan(start[step * p]..start[step * (p + 1)])))
                kept.Add(p);
        }

        return [.. kept];
    }

    /// <summary>Starts of the chosen groups, each of <paramref name="step"/> lists, and the places of their members.</summary>
    private static (int[] Start, int[] Members) Members(int[] start, int step, int[] groups)
    {
        List<int> newStart = [0], members = [];
        foreach (int g in groups)
        {
            for (int k = step * g; k < step * (g + 1); k++)
            {
                members.AddRange(Enumerable.Range(start[k], start[k + 1] - start[k]));
                newStart.Add(members.Count);
            }
        }

        return ([.. newStart], [.. members]);
    }

    private static int[] JoinStarts(int[] first, int[] second) => [.. first, .. second.Skip(1).Select(s => s + first[^1])];

    private static double[] JoinOptional(double[] first, int firstCount, double[] second, int secondCount) => first.Length == 0 && second.Length == 0
        ? []
        : [.. RestraintTableChecks.OrZeros(first, firstCount), .. RestraintTableChecks.OrZeros(second, secondCount)];

    /// <summary>Surfaces of both tables and the class that the second table's class 0 becomes; the same surfaces are kept once.</summary>
    private static (TorsionSurfaces? Surfaces, int FirstClass) Join(TorsionSurfaces? first, TorsionSurfaces? second)
    {
        if (first == null || second == null || ReferenceEquals(first, second))
            return (first ?? second, 0);
        if (first.Nodes != second.Nodes)
            throw new ArgumentException($"surfaces of {second.Nodes} nodes cannot join surfaces of {first.Nodes}", nameof(second));
        TorsionSurfaces both = first with { Classes = first.Classes + second.Classes, Values = [.. first.Values, .. second.Values] };
        return (both, first.Classes);
    }
}

/// <summary>Says whether a term on these atoms is wanted.</summary>
/// <param name="atoms">Atom indices of one term.</param>
public delegate bool RestraintFilter(ReadOnlySpan<int> atoms);
