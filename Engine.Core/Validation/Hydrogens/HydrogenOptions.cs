namespace Engine.Core.Validation.Hydrogens;

/// <summary>What the user can ask of the placement of hydrogens.</summary>
public sealed record HydrogenOptions
{
    /// <summary>Put hydrogens at the proton (neutrons) instead of at the centre of the electron cloud.</summary>
    public bool Nuclear { get; init; }

    /// <summary>Remove the hydrogens of the model first; otherwise those that are there stay where they are, and parents that have hydrogens get no more.</summary>
    public bool Rebuild { get; init; }

    /// <summary>Turn OH, SH, NH3 and the methyl of methionine to the best contacts; otherwise they are staggered.</summary>
    public bool Optimise { get; init; } = true;

    /// <summary>Turn the ends of Asn, Gln and His by 180° where that makes better contacts, and choose where His is protonated.</summary>
    public bool Flips { get; init; } = true;

    /// <summary>Also give hydrogens to ligands, sugars and other residues that are no part of a protein or nucleic acid chain.</summary>
    public bool Ligands { get; init; } = true;

    /// <summary>Threads to use, 0 = one per core. The result does not depend on it.</summary>
    public int Threads { get; init; }
}
