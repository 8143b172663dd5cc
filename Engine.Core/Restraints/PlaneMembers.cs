using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Planes and parallel planes with fewer atoms.</summary>
internal static class PlaneMembers
{
    private const int FewestInPlane = 4;
    private const int FewestInParallel = 3;

    /// <summary>The same table whose planes and parallel planes have only some of their atoms; groups may end up empty.</summary>
    /// <param name="t">Table.</param>
    /// <param name="keep">Says which atoms stay.</param>
    public static RestraintTable Reduce(RestraintTable t, Func<int, bool> keep)
    {
        (int[] planeStart, int[] planeMembers) = Reduce(t.PlaneStart, t.PlaneAtoms, keep);
        (int[] parallelStart, int[] parallelMembers) = Reduce(t.ParallelStart, t.ParallelAtoms, keep);
        return t with
        {
            PlaneStart = planeStart,
            PlaneAtoms = Array.ConvertAll(planeMembers, k => t.PlaneAtoms[k]),
            PlaneWeight = Array.ConvertAll(planeMembers, k => t.PlaneWeight[k]),
            ParallelStart = parallelStart,
            ParallelAtoms = Array.ConvertAll(parallelMembers, k => t.ParallelAtoms[k]),
        };
    }

    /// <summary>Those of the planes that have at least four atoms.</summary>
    public static int[] Large(RestraintTable t, int[] planes) => Array.FindAll(planes, p => t.PlaneStart[p + 1] - t.PlaneStart[p] >= FewestInPlane);

    /// <summary>Those of the pairs of parallel planes that have at least three atoms on both sides.</summary>
    public static int[] LargeParallel(RestraintTable t, int[] pairs) => Array.FindAll(
        pairs, p => Math.Min(t.ParallelStart[2 * p + 1] - t.ParallelStart[2 * p], t.ParallelStart[2 * p + 2] - t.ParallelStart[2 * p + 1]) >= FewestInParallel);

    private static (int[] Start, int[] Members) Reduce(int[] start, int[] atoms, Func<int, bool> keep)
    {
        int[] newStart = new int[start.Length];
        List<int> members = [];
        for (int p = 1; p < start.Length; p++)
        {
            for (int k = start[p - 1]; k < start[p]; k++)
            {
                if (keep(atoms[k]))
                    members.Add(k);
            }

            newStart[p] = members.Count;
        }

        return (newStart, [.. members]);
    }
}
