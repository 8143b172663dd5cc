namespace Engine.Kernels;

/// <summary>What every accelerator asks of a <see cref="RestraintTable"/> before it takes it.</summary>
internal static class RestraintTableChecks
{
    private const int FewestPlaneAtoms = 3;
    private const int FewestCopies = 2;

    /// <summary>Checks the lengths of all arrays, and every index.</summary>
    /// <exception cref="ArgumentException">An array has another length than its class has terms, or a group of atoms is too small.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An atom or a surface does not exist.</exception>
    public static void Check(RestraintTable t)
    {
        Lengths("bonds", t.BondCount, 2, t.BondAtoms, t.BondWeight.Length, t.BondSlack.Length, t.BondTop.Length);
        Lengths("angles", t.AngleCount, 3, t.AngleAtoms, t.AngleWeight.Length, OrAll(t.AngleTop, t.AngleCount));
        Lengths("torsions", t.TorsionCount, 4, t.TorsionAtoms, t.TorsionWeight.Length, t.TorsionPeriod.Length, OrAll(t.TorsionTop, t.TorsionCount), OrAll(t.TorsionSlack, t.TorsionCount));
        Lengths("chiral centres", t.ChiralCount, 4, t.ChiralAtoms, t.ChiralWeight.Length, t.ChiralBoth.Length);
        Lengths("sites", t.SiteCount, 1, t.SiteAtoms, t.SiteWeight.Length, t.SiteTop.Length);
        if (t.SiteIdeal.Length != 3 * t.SiteCount)
            throw new ArgumentException($"{t.SiteCount} sites with {t.SiteIdeal.Length} coordinates");
        Lengths("torsion pairs", t.SurfaceCount, 5, t.SurfaceAtoms, t.SurfaceWeight.Length);
        Starts("planes", t.PlaneStart, t.PlaneAtoms.Length, 0);
        if (t.PlaneWeight.Length != t.PlaneAtoms.Length)
            throw new ArgumentException($"{t.PlaneAtoms.Length} plane atoms with {t.PlaneWeight.Length} weights");
        Starts("parallel planes", t.ParallelStart, t.ParallelAtoms.Length, FewestPlaneAtoms);
        if (t.ParallelStart.Length != 2 * t.ParallelCount + 1)
            throw new ArgumentException($"{t.ParallelCount} pairs of parallel planes with {t.ParallelStart.Length} starts");
        Copies(t);
        foreach (int[] atoms in t.AtomLists())
            Indices(atoms, t.AtomCount);
        Surfaces(t);
    }

    /// <summary>An optional parameter of a class: 0 for each term where the array is empty.</summary>
    public static double[] OrZeros(double[] values, int count) => values.Length == 0 ? new double[count] : values;

    private static int OrAll(double[] top, int count) => top.Length == 0 ? count : top.Length;

    private static void Lengths(string name, int count, int width, int[] atoms, params ReadOnlySpan<int> others)
    {
        if (atoms.Length != width * count)
            throw new ArgumentException($"{count} {name} of {width} atoms with {atoms.Length} indices");
        foreach (int length in others)
        {
            if (length != count)
                throw new ArgumentException($"{count} {name} with {length} parameters of a kind");
        }
    }

    private static void Starts(string name, int[] start, int atoms, int fewest)
    {
        if (start.Length == 0 || start[0] != 0 || start[^1] != atoms)
            throw new ArgumentException($"the starts of {name} do not span their {atoms} atoms");
        for (int p = 1; p < start.Length; p++)
        {
            if (start[p] - start[p - 1] < fewest)
                throw new ArgumentException($"{name}: group {p - 1} has {start[p] - start[p - 1]} atoms, at least {fewest} are needed");
        }
    }

    private static void Copies(RestraintTable t)
    {
        Starts("copies", t.CopyStart, t.CopyAtoms.Length, FewestCopies);
        if (t.CopyStart.Length != t.CopyCount + 1 || t.CopyTop.Length != t.CopyCount)
            throw new ArgumentException($"{t.CopyCount} groups of copies with {t.CopyStart.Length} starts and {t.CopyTop.Length} ceilings");
        if (t.CopyFrame.Length != t.CopyAtoms.Length || t.CopyFrames.Length % RestraintTable.CopyFrameNumbers != 0)
            throw new ArgumentException($"{t.CopyAtoms.Length} copies with {t.CopyFrame.Length} frames out of {t.CopyFrames.Length} numbers");
        foreach (int frame in t.CopyFrame)
        {
            if ((uint)frame >= (uint)(t.CopyFrames.Length / RestraintTable.CopyFrameNumbers))
                throw new ArgumentOutOfRangeException(nameof(t), $"copy in frame {frame} of {t.CopyFrames.Length / RestraintTable.CopyFrameNumbers}");
        }
    }

    private static void Indices(ReadOnlySpan<int> atoms, int count)
    {
        foreach (int atom in atoms)
        {
            if ((uint)atom >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(atoms), $"restraint on atom {atom} of {count}");
        }
    }

    private static void Surfaces(RestraintTable t)
    {
        if (t.Surfaces is TorsionSurfaces s && (s.Nodes < 2 || s.Classes < 1 || s.Values.LongLength != 4L * s.Classes * s.Nodes * s.Nodes))
            throw new ArgumentException($"{s.Classes} surfaces of {s.Nodes} x {s.Nodes} nodes with {s.Values.Length} numbers");
        int classes = t.Surfaces?.Classes ?? 0;
        foreach (int c in t.SurfaceClass)
        {
            if ((uint)c >= (uint)classes)
                throw new ArgumentOutOfRangeException(nameof(t), $"torsion pair on surface {c} of {classes}");
        }
    }
}
