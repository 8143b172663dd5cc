using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>How much of a box the molecule fills: by its sequence, its mass, or the part of the box that is solvent. One of the three is given.</summary>
public sealed record MoleculeSize
{
    private const double LeastFraction = 0.001;
    private const double LargestFraction = 0.95;

    /// <summary>FASTA file, every record once; or null.</summary>
    public string? SequencePath { get; init; }

    /// <summary>Copies of the sequence, 1 or more.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Mass, kDa; or null.</summary>
    public double? Mass { get; init; }

    /// <summary>Solvent as part of the box, above 0 and below 1; or null.</summary>
    public double? Solvent { get; init; }

    /// <summary>Checks that one of the three is given, in its range.</summary>
    /// <exception cref="UsageException">It is not.</exception>
    public void Check()
    {
        int given = (SequencePath != null ? 1 : 0) + (Mass != null ? 1 : 0) + (Solvent != null ? 1 : 0);
        if (given != 1)
            throw new UsageException($"{(given == 0 ? "the size of the molecule is not given" : "the size of the molecule is given more than once")}: give one of --sequence FASTA, --mass KDA and --solvent FRACTION");
        if (Copies < 1 || (Copies > 1 && SequencePath == null))
            throw new UsageException($"--copies {Copies}: give the number of copies of --sequence, 1 or more");
        if (Solvent is { } f && !(f is > 0 and < 1))
            throw new UsageException(FormattableString.Invariant($"--solvent {f}: give the part of the box that is solvent, above 0 and below 1"));
        if (Mass is { } mass)
            ParticleVolume.OfMass(mass);
    }

    /// <summary>The volume of the molecule.</summary>
    /// <param name="grid">Grid of the whole map.</param>
    /// <exception cref="InputException">The sequence cannot be read, or the molecule does not fit the box.</exception>
    public ParticleVolume In(MapGrid grid)
    {
        Check();
        double box = grid.Box.A * grid.Box.B * grid.Box.C;
        ParticleVolume volume = Solvent is { } f ? new((1 - f) * box, FormattableString.Invariant($"a solvent content of {f}"))
            : Mass is { } mass ? ParticleVolume.OfMass(mass)
            : Times(ParticleVolume.OfSequence(SequencePath!), Copies);
        double part = volume.Volume / box;
        if (part > LargestFraction)
            throw new InputException(FormattableString.Invariant($"{volume.Source}: {volume.Volume / 1000:0} nm³ in a box of {box / 1000:0} nm³ leave no solvent; check the sequence, --copies or --mass, or give a larger box"));
        if (part < LeastFraction)
            throw new InputException(FormattableString.Invariant($"{volume.Source}: {volume.Volume / 1000:0.#} nm³ are {part:P2} of the box; check the sequence, --copies or --mass (in kDa)"));
        return volume;
    }

    private static ParticleVolume Times(ParticleVolume one, int copies) => copies == 1 ? one : new(copies * one.Volume, $"{copies} times {one.Source}");
}
