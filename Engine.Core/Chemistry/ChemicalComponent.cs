using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>A residue type or ligand with its ideal geometry: what a restraint dictionary says about one component.</summary>
public sealed class ChemicalComponent
{
    /// <summary>Component id, such as "ALA".</summary>
    public required string Id { get; init; }

    /// <summary>Full name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Class as in the CCP4 monomer library, lower case: "l-peptide", "m-peptide", "p-peptide", "d-peptide", "peptide", "rna", "dna",
    /// "pyranose", "d-saccharide", "non-polymer" ...</summary>
    public string Group { get; init; } = "non-polymer";

    /// <summary>Where the values come from, for the report.</summary>
    public string Source { get; init; } = "";

    /// <summary>Atoms, hydrogens included.</summary>
    public required IReadOnlyList<ComponentAtom> Atoms { get; init; }

    /// <summary>Bonds.</summary>
    public required IReadOnlyList<ComponentBond> Bonds { get; init; }

    /// <summary>Angles.</summary>
    public required IReadOnlyList<ComponentAngle> Angles { get; init; }

    /// <summary>Torsions.</summary>
    public IReadOnlyList<ComponentTorsion> Torsions { get; init; } = [];

    /// <summary>Chiral centres.</summary>
    public IReadOnlyList<ComponentChiral> Chirals { get; init; } = [];

    /// <summary>Planes.</summary>
    public IReadOnlyList<ComponentPlane> Planes { get; init; } = [];
}

/// <summary>An atom of a component.</summary>
/// <param name="Name">Name without blanks or quotes.</param>
/// <param name="Element">Element.</param>
/// <param name="EnergyType">Atom type of the CCP4 library ("CH3", "NH1", "O" ...); empty when unknown, then derived from the bonds.</param>
/// <param name="Charge">Formal charge.</param>
public sealed record ComponentAtom(string Name, Element Element, string EnergyType = "", int Charge = 0);

/// <summary>Order of a bond.</summary>
public enum BondOrder
{
    /// <summary>Single bond, also dative and metal.</summary>
    Single,

    /// <summary>Double bond.</summary>
    Double,

    /// <summary>Triple bond.</summary>
    Triple,

    /// <summary>Aromatic bond.</summary>
    Aromatic,

    /// <summary>Delocalised, as in a carboxylate.</summary>
    Delocalised,
}

/// <summary>A bond.</summary>
/// <param name="Atom1">Name.</param>
/// <param name="Atom2">Name.</param>
/// <param name="Order">Bond order.</param>
/// <param name="Ideal">Length, Å (for hydrogens the electron-cloud position).</param>
/// <param name="Sigma">Å.</param>
public sealed record ComponentBond(string Atom1, string Atom2, BondOrder Order, double Ideal, double Sigma);

/// <summary>An angle.</summary>
/// <param name="Atom1">Name.</param>
/// <param name="Apex">Name of the middle atom.</param>
/// <param name="Atom3">Name.</param>
/// <param name="Ideal">Degrees.</param>
/// <param name="Sigma">Degrees.</param>
public sealed record ComponentAngle(string Atom1, string Apex, string Atom3, double Ideal, double Sigma);

/// <summary>A torsion.</summary>
/// <param name="Id">Label, such as "chi1" or "const_1".</param>
/// <param name="Atom1">Name.</param>
/// <param name="Atom2">Name.</param>
/// <param name="Atom3">Name.</param>
/// <param name="Atom4">Name.</param>
/// <param name="Ideal">Degrees.</param>
/// <param name="Sigma">Degrees.</param>
/// <param name="Period">Number of minima in 360°, 0 for a single harmonic well.</param>
public sealed record ComponentTorsion(string Id, string Atom1, string Atom2, string Atom3, string Atom4, double Ideal, double Sigma, int Period);

/// <summary>Hand of a chiral centre.</summary>
public enum ChiralSign
{
    /// <summary>(a1-c)·((a2-c)×(a3-c)) is positive.</summary>
    Positive,

    /// <summary>Negative.</summary>
    Negative,

    /// <summary>Either.</summary>
    Both,
}

/// <summary>A chiral centre; the ideal volume follows from the ideal bonds and angles.</summary>
/// <param name="Centre">Name.</param>
/// <param name="Atom1">Name.</param>
/// <param name="Atom2">Name.</param>
/// <param name="Atom3">Name.</param>
/// <param name="Sign">Hand.</param>
public sealed record ComponentChiral(string Centre, string Atom1, string Atom2, string Atom3, ChiralSign Sign);

/// <summary>A group of atoms in one plane.</summary>
/// <param name="Id">Label.</param>
/// <param name="Atoms">Names.</param>
/// <param name="Sigma">Å, one for all atoms.</param>
public sealed record ComponentPlane(string Id, IReadOnlyList<string> Atoms, double Sigma);
