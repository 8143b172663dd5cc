namespace Engine.Kernels.Cpu;

/// <summary>
/// Neighbour lists in batches of four partners. An atom's last batch is filled up with the atom itself at contact distance 0, which repels nothing.
/// </summary>
internal sealed unsafe class ContactLists : IDisposable
{
    private readonly NativeBuffer<int> start;
    private readonly NativeBuffer<int> partners;
    private readonly NativeBuffer<double> contacts;

    /// <summary>Arranges lists.</summary>
    /// <param name="pairs">Full neighbour lists; indices are checked against their number.</param>
    /// <param name="repulsion">c_rep, Å⁻⁴.</param>
    public ContactLists(NonbondedPairs pairs, double repulsion)
    {
        int n = pairs.Start.Length - 1;
        Repulsion = repulsion;
        start = new NativeBuffer<int>(n + 1, "contacts");
        int* s = start.Pointer;
        for (int i = 0; i < n; i++)
            s[i + 1] = checked(s[i] + ((pairs.Start[i + 1] - pairs.Start[i] + 3) & ~3));
        partners = new NativeBuffer<int>(s[n], "contacts");
        contacts = new NativeBuffer<double>(s[n], "contacts");
        for (int i = 0; i < n; i++)
        {
            int at = s[i];
            for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++, at++)
            {
                if ((uint)pairs.Atoms[k] >= (uint)n)
                    throw new ArgumentException($"contact with atom {pairs.Atoms[k]} of {n}", nameof(pairs));
                (Partners[at], Contacts[at]) = (pairs.Atoms[k], pairs.Contact[k]);
            }

            for (; at < s[i + 1]; at++)
                Partners[at] = i;
        }
    }

    /// <summary>Repulsion constant, Å⁻⁴.</summary>
    public double Repulsion { get; }

    /// <summary>Starts of the atoms' lists, multiples of four.</summary>
    public int* Start => start.Pointer;

    /// <summary>Partners.</summary>
    public int* Partners => partners.Pointer;

    /// <summary>Contact distances, Å.</summary>
    public double* Contacts => contacts.Pointer;

    /// <summary>Frees the arrays.</summary>
    public void Dispose()
    {
        start.Dispose();
        partners.Dispose();
        contacts.Dispose();
    }
}
