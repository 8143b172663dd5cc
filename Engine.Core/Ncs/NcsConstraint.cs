using Engine.Core.Geometry;

namespace Engine.Core.Ncs;

/// <summary>
/// Strict non-crystallographic symmetry: the atoms of copies are images of the master's, x_copy = R x_master + t, and only independent atoms (the masters' and
/// all that are in no group) have coordinates of their own. The gradient of an independent atom is the sum of its own and of Rᵀ g over its images.
/// Immutable; sums run in a fixed order, so results do not depend on threads.
/// </summary>
public sealed class NcsConstraint
{
    private readonly RigidTransform[] operators;

    /// <summary>Images by operator: those of operator k are start[k] .. start[k + 1] - 1.</summary>
    private readonly int[] start;
    private readonly int[] image;
    private readonly int[] source;

    private NcsConstraint(IReadOnlyList<NcsGroup> groups, bool[]? movable, int atomCount)
    {
        (Groups, AtomCount) = (groups, atomCount);
        NcsCopy[] copies = [.. groups.SelectMany(g => g.Copies)];
        operators = [.. copies.Select(c => c.Operator)];
        start = new int[operators.Length + 1];
        List<int> images = [], sources = [];
        var master = new int[atomCount];
        Array.Fill(master, -1);
        int k = 0;
        foreach (NcsGroup group in groups)
        {
            bool[] fixedPlace = [.. group.MasterAtoms.Select((_, p) => movable != null && group.AtomsAt(p).Any(i => i >= 0 && !movable[i]))];
            foreach (NcsCopy copy in group.Copies)
            {
                for (int p = 0; p < copy.Atoms.Length; p++)
                {
                    if (copy.Atoms[p] < 0 || fixedPlace[p])
                        continue;
                    if (master[copy.Atoms[p]] >= 0)
                        throw new ArgumentException($"atom {copy.Atoms[p]} is a copy of two atoms", nameof(groups));
                    master[copy.Atoms[p]] = group.MasterAtoms[p];
                    images.Add(copy.Atoms[p]);
                    sources.Add(group.MasterAtoms[p]);
                }

                start[++k] = images.Count;
            }
        }

        IndependentAtoms = [.. Enumerable.Range(0, atomCount).Where(i => master[i] < 0)];
        var place = new int[atomCount];
        Array.Fill(place, -1);
        for (int i = 0; i < IndependentAtoms.Length; i++)
            place[IndependentAtoms[i]] = i;
        image = [.. images];
        source = [.. sources.Select(i => place[i])];
        if (Array.Exists(source, i => i < 0))
            throw new ArgumentException("an atom of a master is the copy of another atom", nameof(groups));
    }

    /// <summary>The groups that it was made from.</summary>
    public IReadOnlyList<NcsGroup> Groups { get; }

    /// <summary>Number of all atoms.</summary>
    public int AtomCount { get; }

    /// <summary>Atoms with coordinates of their own, ascending: masters and atoms that are in no group.</summary>
    public int[] IndependentAtoms { get; }

    /// <summary>Number of atoms that are images of others.</summary>
    public int ImageCount => image.Length;

    /// <summary>True per atom for images.</summary>
    public bool[] IsImage
    {
        get
        {
            var flags = new bool[AtomCount];
            foreach (int i in image)
                flags[i] = true;
            return flags;
        }
    }

    /// <summary>Makes the constraint.</summary>
    /// <param name="groups">Copies with their operators.</param>
    /// <param name="atomCount">Number of atoms of the model.</param>
    /// <param name="movable">
    /// Atoms that may move, null = all. An atom with a fixed copy, or whose master is fixed, is not constrained: it stays independent.
    /// </param>
    /// <exception cref="ArgumentException">An atom is an image twice, or a master's atom is an image, or a length is wrong.</exception>
    public static NcsConstraint Create(IReadOnlyList<NcsGroup> groups, int atomCount, bool[]? movable = null)
    {
        if (movable != null && movable.Length != atomCount)
            throw new ArgumentException($"the mask has {movable.Length} flags for {atomCount} atoms", nameof(movable));
        if (groups.Any(g => Enumerable.Range(0, g.MasterAtoms.Length).Any(p => g.AtomsAt(p).Any(i => i >= atomCount))))
            throw new ArgumentException($"the groups have atoms beyond the {atomCount} of the model", nameof(groups));
        return new(groups, movable, atomCount);
    }

    /// <summary>Coordinates (or any three numbers per atom) of the independent atoms.</summary>
    /// <param name="all">3 numbers per atom.</param>
    public double[] Gather(ReadOnlySpan<double> all)
    {
        Check(all.Length, AtomCount);
        var part = new double[3 * IndependentAtoms.Length];
        for (int i = 0; i < IndependentAtoms.Length; i++)
            all.Slice(3 * IndependentAtoms[i], 3).CopyTo(part.AsSpan(3 * i));
        return part;
    }

    /// <summary>Coordinates of all atoms from those of the independent ones.</summary>
    /// <param name="independent">3 per independent atom, Å.</param>
    /// <param name="all">Receives 3 per atom, Å.</param>
    public void Expand(ReadOnlySpan<double> independent, Span<double> all)
    {
        Check(independent.Length, IndependentAtoms.Length);
        Check(all.Length, AtomCount);
        for (int i = 0; i < IndependentAtoms.Length; i++)
            independent.Slice(3 * i, 3).CopyTo(all[(3 * IndependentAtoms[i])..]);
        for (int k = 0; k < operators.Length; k++)
        {
            RigidTransform transform = operators[k];
            for (int d = start[k]; d < start[k + 1]; d++)
            {
                Vec3 x = transform.Apply(NcsGroup.At(independent, source[d]));
                int at = 3 * image[d];
                (all[at], all[at + 1], all[at + 2]) = (x.X, x.Y, x.Z);
            }
        }
    }

    /// <summary>Gradient by the independent atoms from the gradient by all atoms.</summary>
    /// <param name="all">3 derivatives per atom.</param>
    /// <param name="independent">Receives 3 per independent atom.</param>
    public void PullBack(ReadOnlySpan<double> all, Span<double> independent)
    {
        Check(all.Length, AtomCount);
        Check(independent.Length, IndependentAtoms.Length);
        for (int i = 0; i < IndependentAtoms.Length; i++)
            all.Slice(3 * IndependentAtoms[i], 3).CopyTo(independent[(3 * i)..]);
        for (int k = 0; k < operators.Length; k++)
        {
            RigidTransform transform = operators[k];
            for (int d = start[k]; d < start[k + 1]; d++)
            {
                Vec3 g = transform.RotateBack(NcsGroup.At(all, image[d]));
                int at = 3 * source[d];
                independent[at] += g.X;
                independent[at + 1] += g.Y;
                independent[at + 2] += g.Z;
            }
        }
    }

    /// <summary>All coordinates with every master's atom at the mean of its copies, brought back to the master, and its images where the operators put them.</summary>
    /// <param name="x">3N coordinates, Å.</param>
    public double[] Average(ReadOnlySpan<double> x)
    {
        double[] mean = Gather(x);
        var count = new int[IndependentAtoms.Length];
        Array.Fill(count, 1);
        for (int k = 0; k < operators.Length; k++)
        {
            RigidTransform back = operators[k].Inverse();
            for (int d = start[k]; d < start[k + 1]; d++)
            {
                Vec3 p = back.Apply(NcsGroup.At(x, image[d]));
                int at = 3 * source[d];
                (mean[at], mean[at + 1], mean[at + 2]) = (mean[at] + p.X, mean[at + 1] + p.Y, mean[at + 2] + p.Z);
                count[source[d]]++;
            }
        }

        for (int i = 0; i < mean.Length; i++)
            mean[i] /= count[i / 3];
        var all = new double[x.Length];
        Expand(mean, all);
        return all;
    }

    /// <summary>Gives images the values of their master's atom: B factors, occupancies.</summary>
    /// <param name="values">One number per atom; changed.</param>
    public void CopyValues(Span<double> values)
    {
        Check(3 * values.Length, AtomCount);
        for (int d = 0; d < image.Length; d++)
            values[image[d]] = values[IndependentAtoms[source[d]]];
    }

    /// <summary>Gives master atoms and their images the mean of their values: B factors, occupancies. Values that agree stay as they are, to the last bit.</summary>
    /// <param name="values">One number per atom; changed.</param>
    public void AverageValues(Span<double> values)
    {
        Check(3 * values.Length, AtomCount);
        var sum = new double[IndependentAtoms.Length];
        var count = new int[IndependentAtoms.Length];
        var differs = new bool[IndependentAtoms.Length];
        for (int i = 0; i < sum.Length; i++)
            (sum[i], count[i]) = (values[IndependentAtoms[i]], 1);
        for (int d = 0; d < image.Length; d++)
        {
            int i = source[d];
            differs[i] |= values[image[d]] != values[IndependentAtoms[i]];
            (sum[i], count[i]) = (sum[i] + values[image[d]], count[i] + 1);
        }

        for (int i = 0; i < sum.Length; i++)
        {
            if (differs[i])
                values[IndependentAtoms[i]] = sum[i] / count[i];
        }

        CopyValues(values);
    }

    /// <summary>The same constraint with operators from a superposition of the copies as they are now.</summary>
    /// <param name="x">3N coordinates in which copies have moved on their own, Å.</param>
    public NcsConstraint Refit(ReadOnlySpan<double> x)
    {
        Check(x.Length, AtomCount);
        var groups = new List<NcsGroup>();
        foreach (NcsGroup group in Groups)
            groups.Add(group.Refit(x));
        return WithOperators(groups);
    }

    /// <summary>The same constraint with the operators of other groups, which must have the same copies.</summary>
    /// <param name="groups">Groups with new operators.</param>
    public NcsConstraint WithOperators(IReadOnlyList<NcsGroup> groups) => new(this, groups);

    /// <summary>Number of operators: one per copy of each group, in the order of groups and copies.</summary>
    internal int OperatorCount => operators.Length;

    /// <summary>The atoms that follow one operator.</summary>
    internal ReadOnlySpan<int> ImagesOf(int copy) => image.AsSpan(start[copy]..start[copy + 1]);

    private NcsConstraint(NcsConstraint other, IReadOnlyList<NcsGroup> groups)
    {
        (Groups, AtomCount, IndependentAtoms, start, image, source) = (groups, other.AtomCount, other.IndependentAtoms, other.start, other.image, other.source);
        operators = [.. groups.SelectMany(g => g.Copies).Select(c => c.Operator)];
        if (operators.Length != other.operators.Length)
            throw new ArgumentException($"{operators.Length} operators for {other.operators.Length} copies", nameof(groups));
    }

    private static void Check(int length, int atoms)
    {
        if (length != 3 * atoms)
            throw new ArgumentException($"{length} numbers for {atoms} atoms: three per atom are needed");
    }
}
