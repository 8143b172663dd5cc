using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.HalfMaps;

/// <summary>Volume of the molecule in a box, and the FSC of the part of the box that it fills.</summary>
/// <param name="Volume">Å³.</param>
/// <param name="Source">Where the volume comes from.</param>
public sealed record ParticleVolume(double Volume, string Source)
{
    // Protein: 110 Da per residue and 1.23 Å³/Da; nucleic acid: 330 Da per residue and 1.15 Å³/Da.
    private const double ProteinPerDalton = 1.23;
    private const double PerAminoAcid = 110 * ProteinPerDalton;
    private const double PerNucleotide = 330 * 1.15;

    /// <summary>Volume of a protein by its mass.</summary>
    /// <param name="kilodaltons">Mass, kDa.</param>
    /// <exception cref="UsageException">The mass is not above 0.</exception>
    public static ParticleVolume OfMass(double kilodaltons) => kilodaltons > 0 && double.IsFinite(kilodaltons)
        ? new(kilodaltons * 1000 * ProteinPerDalton, FormattableString.Invariant($"mass of {kilodaltons} kDa"))
        : throw new UsageException(FormattableString.Invariant($"--mass {kilodaltons}: give the mass of the particle in kDa"));

    /// <summary>Volume of the amino acids and nucleotides of a model; ligands and water do not count.</summary>
    /// <param name="model">Atoms.</param>
    /// <param name="selection">One flag per atom.</param>
    /// <returns>Null when it has neither.</returns>
    public static ParticleVolume? OfModel(Model model, bool[] selection)
    {
        int proteins = 0, nucleic = 0;
        foreach (Residue residue in model.Residues)
        {
            if (!selection.AsSpan(residue.FirstAtom, residue.AtomCount).Contains(true))
                continue;
            ResidueClass kind = ResidueClasses.Of(residue.Name);
            proteins += kind == ResidueClass.Protein ? 1 : 0;
            nucleic += kind == ResidueClass.Nucleic ? 1 : 0;
        }

        return Of(proteins, nucleic, "the model");
    }

    /// <summary>Volume of the residues of a sequence file.</summary>
    /// <param name="path">FASTA file; a record of A, C, G, T, U, N alone is nucleic acid. Every record counts once.</param>
    /// <exception cref="InputException">The file cannot be read or holds no residues.</exception>
    public static ParticleVolume OfSequence(string path)
    {
        int proteins = 0, nucleic = 0;
        var record = new System.Text.StringBuilder();
        foreach (string line in File.ReadLines(path).Append(">"))
        {
            if (!line.StartsWith('>'))
            {
                record.Append(line.Where(char.IsAsciiLetter).Select(char.ToUpperInvariant).ToArray());
                continue;
            }

            bool isNucleic = record.ToString().All("ACGTUN".Contains);
            (proteins, nucleic) = isNucleic ? (proteins, nucleic + record.Length) : (proteins + record.Length, nucleic);
            record.Clear();
        }

        return Of(proteins, nucleic, path) ?? throw new InputException($"{path}: no residues found: give a FASTA file");
    }

    /// <summary>
    /// The FSC of the particle's own volume: f FSC/(1 + (f - 1) FSC) with f = volume compared/volume of the particle, from the ratio of signal to noise in the particle, which is f
    /// times that of the volume compared (as in RELION and cisTEM).
    /// </summary>
    /// <param name="curve">FSC of a volume.</param>
    /// <param name="compared">The volume: the box, or that of the mask, Å³.</param>
    public FscCurve Apply(FscCurve curve, double compared)
    {
        double f = Math.Max(1, compared / Volume);
        return curve.With([.. curve.Correlation.Select(c => 1 + (f - 1) * c is double rest and > 0 ? Math.Max(-1, f * c / rest) : -1)]);
    }

    private static ParticleVolume? Of(int proteins, int nucleic, string source) => proteins + nucleic == 0
        ? null
        : new(proteins * PerAminoAcid + nucleic * PerNucleotide, $"{source}: {proteins} amino acids, {nucleic} nucleotides");
}
