using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>Finds the contacts of a range of atoms, one after the other, and collects them.</summary>
/// <param name="table">Per-atom data.</param>
/// <param name="x">3N coordinates, Å.</param>
/// <param name="margin">How much farther than the contact distance to look, Å.</param>
/// <param name="cells">Sorted atoms.</param>
/// <param name="relation">A zero per atom, and zeros again after each call.</param>
internal sealed class ContactFinder(NonbondedTable table, double[] x, double margin, NeighborCells cells, byte[] relation)
{
    /// <summary>Å that the coarse test adds for the rounding of single precision coordinates.</summary>
    private const double Coarse = 0.01;

    private const byte Excluded = 1;
    private const byte Fourth = 2;

    private int[] partners = ArrayPool<int>.Shared.Rent(4096);
    private float[] contacts = ArrayPool<float>.Shared.Rent(4096);
    private int used;

    /// <summary>Appends the partners of an atom, sorted; returns how many.</summary>
    public int Append(int atom)
    {
        if (table.Active[atom] == 0)
            return 0;
        int first = used;
        ReadOnlySpan<int> excluded = Slice(table.ExcludedStart, table.ExcludedAtoms, atom), fourth = Slice(table.Start14, table.Atoms14, atom);
        Mark(fourth, Fourth);
        Mark(excluded, Excluded);
        relation[atom] = Excluded;
        Search(atom);
        relation[atom] = 0;
        Mark(excluded, 0);
        Mark(fourth, 0);
        Sort(first);
        return used - first;
    }

    /// <summary>Moves everything found to its place in the result; the finder is empty and of no use then.</summary>
    public void MoveTo(int[] allPartners, float[] allContacts, int at)
    {
        Array.Copy(partners, 0, allPartners, at, used);
        Array.Copy(contacts, 0, allContacts, at, used);
        Replace([], []);
    }

    private static ReadOnlySpan<int> Slice(int[] start, int[] atoms, int i) => atoms.AsSpan(start[i], start[i + 1] - start[i]);

    private void Mark(ReadOnlySpan<int> atoms, byte value)
    {
        foreach (int atom in atoms)
            relation[atom] = value;
    }

    /// <summary>Tests eight atoms at a time in single precision with some room, and those that pass exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Search(int atom)
    {
        float px = cells.Relative(x[3 * atom], 0), py = cells.Relative(x[3 * atom + 1], 1), pz = cells.Relative(x[3 * atom + 2], 2);
        float slack = (float)(margin + Coarse + 1e-6 * Math.Max(Math.Abs(px), Math.Max(Math.Abs(py), Math.Abs(pz))));
        Vector256<float> own = Vector256.Create(table.Radius[atom] + slack), least = Vector256.Create((float)table.MinimumDistance + slack);
        Span<(int First, int End)> ranges = stackalloc (int, int)[9];
        ranges = ranges[..cells.Around(x[3 * atom], x[3 * atom + 1], x[3 * atom + 2], ranges)];
        (float[] xs, float[] ys, float[] zs, float[] radii, int[] sorted, byte[] related) = (cells.X, cells.Y, cells.Z, cells.Radius, cells.Atoms, relation);
        foreach ((int begin, int end) in ranges)
        {
            for (int k = begin; k < end; k += Vector256<float>.Count)
            {
                Vector256<float> dx = Vector256.LoadUnsafe(ref xs[k]) - Vector256.Create(px);
                Vector256<float> dy = Vector256.LoadUnsafe(ref ys[k]) - Vector256.Create(py);
                Vector256<float> dz = Vector256.LoadUnsafe(ref zs[k]) - Vector256.Create(pz);
                Vector256<float> reach = Vector256.Max(own + Vector256.LoadUnsafe(ref radii[k]), least);
                uint near = Vector256.LessThan(dx * dx + dy * dy + dz * dz, reach * reach).ExtractMostSignificantBits();
                if (end - k < Vector256<float>.Count)
                    near &= (1u << (end - k)) - 1;
                for (; near != 0; near &= near - 1)
                {
                    int other = sorted[k + BitOperations.TrailingZeroCount(near)];
                    if (related[other] != Excluded)
                        Consider(atom, other);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Consider(int i, int j)
    {
        if ((table.Movable[i] | table.Movable[j]) == 0)
            return;
        if (table.Conformer[i] != table.Conformer[j] && table.Conformer[i] != 0 && table.Conformer[j] != 0)
            return;
        double dx = x[3 * i] - x[3 * j], dy = x[3 * i + 1] - x[3 * j + 1], dz = x[3 * i + 2] - x[3 * j + 2];
        double contact = Contact(i, j), reach = contact + margin;
        if (dx * dx + dy * dy + dz * dz < reach * reach)
            Add(j, (float)contact);
    }

    private double Contact(int i, int j)
    {
        double contact = (double)table.Radius[i] + table.Radius[j];
        int roles = table.HydrogenBond[i] | table.HydrogenBond[j] << 2;
        if ((roles & 0b1001) == 0b1001 || (roles & 0b0110) == 0b0110)
            contact = Math.Min(contact, table.HydrogenBondDistance);
        if (relation[j] == Fourth)
            contact *= table.Scale14;
        return Math.Max(contact, table.MinimumDistance);
    }

    private void Add(int partner, float contact)
    {
        if (used == partners.Length || used == contacts.Length)
            Grow();

        (partners[used], contacts[used]) = (partner, contact);
        used++;
    }

    private void Grow()
    {
        int[] largerPartners = ArrayPool<int>.Shared.Rent(2 * used);
        float[] largerContacts = ArrayPool<float>.Shared.Rent(2 * used);
        Array.Copy(partners, largerPartners, used);
        Array.Copy(contacts, largerContacts, used);
        Replace(largerPartners, largerContacts);
    }

    private void Replace(int[] newPartners, float[] newContacts)
    {
        ArrayPool<int>.Shared.Return(partners);
        ArrayPool<float>.Shared.Return(contacts);
        (partners, contacts) = (newPartners, newContacts);
    }

    /// <summary>Sorts the last atom's partners by insertion: there are few, and the cubes bring them in runs.</summary>
    private void Sort(int first)
    {
        for (int k = first + 1; k < used; k++)
        {
            (int partner, float contact) = (partners[k], contacts[k]);
            int at = k;
            for (; at > first && partners[at - 1] > partner; at--)
                (partners[at], contacts[at]) = (partners[at - 1], contacts[at - 1]);
            (partners[at], contacts[at]) = (partner, contact);
        }
    }
}
