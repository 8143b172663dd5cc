using Engine.Core.Geometry;

namespace Engine.Core.Ncs;

/// <summary>One copy of a master chain.</summary>
/// <param name="Chain">Author chain id.</param>
/// <param name="Atoms">For each of <see cref="NcsGroup.MasterAtoms"/> the atom of the copy that corresponds, -1 where it has none.</param>
/// <param name="Operator">Takes the master to this copy.</param>
/// <param name="Rmsd">Root mean square distance of the corresponding atoms without hydrogens after the superposition, Å.</param>
/// <param name="Similarity">Identical residues over the residues of the shorter chain.</param>
/// <param name="Residues">Number of corresponding residues of the polymer.</param>
/// <param name="Ligands">Number of corresponding ligands and ions.</param>
public sealed record NcsCopy(string Chain, int[] Atoms, RigidTransform Operator, double Rmsd, double Similarity, int Residues, int Ligands);

/// <summary>Chains that are copies of each other. Atom indices are those of <see cref="Models.Model.Atoms"/>.</summary>
public sealed record NcsGroup
{
    /// <summary>Author chain id of the master: the chain with the most atoms, the first of several.</summary>
    public required string Master { get; init; }

    /// <summary>Atoms of the master that correspond to an atom of at least one copy, ascending; hydrogens and ligands included.</summary>
    public required int[] MasterAtoms { get; init; }

    /// <summary>Per master atom: true when it counts in superpositions (no hydrogen).</summary>
    public required bool[] Superposed { get; init; }

    /// <summary>The other chains, in file order.</summary>
    public required IReadOnlyList<NcsCopy> Copies { get; init; }

    /// <summary>Largest deviation of a copy from the master, Å.</summary>
    public double LargestRmsd => Copies.Max(c => c.Rmsd);

    /// <summary>Positions in space of one master atom and its copies: the atom indices, -1 where a copy lacks it; the master first.</summary>
    /// <param name="place">Index into <see cref="MasterAtoms"/>.</param>
    public IEnumerable<int> AtomsAt(int place)
    {
        yield return MasterAtoms[place];
        foreach (NcsCopy copy in Copies)
            yield return copy.Atoms[place];
    }

    /// <summary>The same group with operators and deviations found again by superposition.</summary>
    /// <param name="x">3N coordinates, Å.</param>
    /// <exception cref="Kernels.NumericalException">A coordinate is not finite.</exception>
    public NcsGroup Refit(ReadOnlySpan<double> x)
    {
        var copies = new List<NcsCopy>(Copies.Count);
        foreach (NcsCopy copy in Copies)
        {
            List<Vec3> from = [], to = [];
            for (int k = 0; k < MasterAtoms.Length; k++)
            {
                if (copy.Atoms[k] < 0 || !Superposed[k])
                    continue;
                from.Add(At(x, MasterAtoms[k]));
                to.Add(At(x, copy.Atoms[k]));
            }

            Superposition fit = Superposition.Fit(from.ToArray(), to.ToArray());
            copies.Add(copy with { Operator = fit.Transform, Rmsd = fit.Rmsd });
        }

        return this with { Copies = copies };
    }

    /// <summary>Position of an atom, Å.</summary>
    internal static Vec3 At(ReadOnlySpan<double> x, int atom) => new(x[3 * atom], x[3 * atom + 1], x[3 * atom + 2]);
}
