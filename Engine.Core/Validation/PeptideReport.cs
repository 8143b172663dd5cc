using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Validation;

/// <summary>States of a peptide bond.</summary>
public enum PeptideState
{
    /// <summary>|ω| above 150°.</summary>
    Trans,

    /// <summary>|ω| below 30°.</summary>
    Cis,

    /// <summary>Between the two.</summary>
    Twisted,
}

/// <summary>ω of one peptide bond.</summary>
/// <param name="Residue1">Index of the residue with the carbonyl.</param>
/// <param name="Residue2">Index of the residue with the nitrogen.</param>
/// <param name="Name">Readable name, such as "A 160 ALA - A 161 PRO".</param>
/// <param name="AltLoc">Conformer that was judged; '\0' when there is one only.</param>
/// <param name="IsProline">True when the second residue is proline, of which one in twenty is cis; of others one in a few thousand.</param>
/// <param name="Omega">CA-C-N-CA, degrees.</param>
public sealed record PeptideOmega(int Residue1, int Residue2, string Name, char AltLoc, bool IsProline, double Omega)
{
    private const double CisBelow = 30;
    private const double TransAbove = 150;

    /// <summary>State.</summary>
    public PeptideState State => Math.Abs(Omega) < CisBelow ? PeptideState.Cis : Math.Abs(Omega) > TransAbove ? PeptideState.Trans : PeptideState.Twisted;
}

/// <summary>The peptide bonds of a model. Of alternate conformers the one with the highest occupancy counts, of equals the first.</summary>
/// <param name="Peptides">All peptide bonds whose residues have CA, in chain order.</param>
public sealed record PeptideReport(IReadOnlyList<PeptideOmega> Peptides)
{
    /// <summary>Number of peptide bonds.</summary>
    public int Count => Peptides.Count;

    /// <summary>Number of those to proline.</summary>
    public int Prolines => Peptides.Count(p => p.IsProline);

    /// <summary>Number of cis prolines.</summary>
    public int CisProlines => Number(PeptideState.Cis, true);

    /// <summary>Number of cis peptides to other residues.</summary>
    public int CisOthers => Number(PeptideState.Cis, false);

    /// <summary>Number of twisted peptides.</summary>
    public int Twisted => Number(PeptideState.Twisted, true) + Number(PeptideState.Twisted, false);

    /// <summary>All that are not trans, in chain order.</summary>
    public IReadOnlyList<PeptideOmega> NotTrans => [.. Peptides.Where(p => p.State != PeptideState.Trans)];

    /// <summary>Judges a model.</summary>
    /// <param name="model">Names, residues and occupancies.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The numbers of atoms differ.</exception>
    public static PeptideReport Compute(Model model, ReadOnlySpan<double> positions)
    {
        var best = new Dictionary<(int, int), (PeptideBond Bond, double Occupancy)>();
        foreach (PeptideBond bond in BackboneFinder.Peptides(model, positions))
        {
            double occupancy = bond.Atoms.Min(a => model.Atoms[a].Occupancy);
            if (!best.TryGetValue((bond.Residue1, bond.Residue2), out (PeptideBond Bond, double Occupancy) other) || occupancy > other.Occupancy)
                best[(bond.Residue1, bond.Residue2)] = (bond, occupancy);
        }

        var peptides = new List<PeptideOmega>(best.Count);
        foreach ((PeptideBond b, _) in best.Values)
        {
            string name = $"{Labels.Residue(model, b.Residue1)} - {Labels.Residue(model, b.Residue2)}";
            bool proline = model.Residues[b.Residue2].Name is "PRO" or "HYP" or "DPR";
            peptides.Add(new(b.Residue1, b.Residue2, name, b.AltLoc, proline, BackboneTorsion.Of(positions, b.Atoms)));
        }

        return new(peptides);
    }

    private int Number(PeptideState state, bool proline) => Peptides.Count(p => p.State == state && p.IsProline == proline);
}
