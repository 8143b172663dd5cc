using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>What a modification does with one item.</summary>
public enum ChangeKind
{
    /// <summary>Adds it; when it is there already, changes it.</summary>
    Add,

    /// <summary>Removes it.</summary>
    Delete,

    /// <summary>Changes it; nothing happens when it is not there.</summary>
    Change,
}

/// <summary>A change of an atom.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Name">Name, for an addition the new one.</param>
/// <param name="NewName">New name, or null to keep it.</param>
/// <param name="Element">New element, or null.</param>
/// <param name="EnergyType">New type, or null.</param>
/// <param name="Charge">New charge, or null.</param>
public sealed record AtomChange(ChangeKind Kind, string Name, string? NewName = null, Element? Element = null, string? EnergyType = null, int? Charge = null);

/// <summary>A change of a bond; numbers that are NaN keep their old value.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Atom1">Name.</param>
/// <param name="Atom2">Name.</param>
/// <param name="Order">New order, or null.</param>
/// <param name="Ideal">Å.</param>
/// <param name="Sigma">Å.</param>
public sealed record BondChange(ChangeKind Kind, string Atom1, string Atom2, BondOrder? Order = null, double Ideal = double.NaN, double Sigma = double.NaN);

/// <summary>A change of an angle; numbers that are NaN keep their old value.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Atom1">Name.</param>
/// <param name="Apex">Name of the middle atom.</param>
/// <param name="Atom3">Name.</param>
/// <param name="Ideal">Degrees.</param>
/// <param name="Sigma">Degrees.</param>
public sealed record AngleChange(ChangeKind Kind, string Atom1, string Apex, string Atom3, double Ideal = double.NaN, double Sigma = double.NaN);

/// <summary>A change of a torsion. A deletion removes every torsion over the four atoms, in either direction.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Torsion">The torsion.</param>
public sealed record TorsionChange(ChangeKind Kind, ComponentTorsion Torsion);

/// <summary>A change of a chiral centre. A deletion or change finds it by its centre.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Chiral">The centre.</param>
public sealed record ChiralChange(ChangeKind Kind, ComponentChiral Chiral);

/// <summary>A change of one atom of a plane.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="PlaneId">Label of the plane.</param>
/// <param name="Atom">Name.</param>
/// <param name="Sigma">Å; NaN for the plane's own.</param>
public sealed record PlaneAtomChange(ChangeKind Kind, string PlaneId, string Atom, double Sigma = double.NaN);

/// <summary>How a component changes when it takes part in a link or ends a chain: leaving atoms, new atoms, new ideal values.</summary>
public sealed class Modification
{
    /// <summary>Id, such as "DEL-OXT".</summary>
    public required string Id { get; init; }

    /// <summary>The component that it is for; empty for any.</summary>
    public string ComponentId { get; init; } = "";

    /// <summary>The group that it is for, lower case; empty for any.</summary>
    public string Group { get; init; } = "";

    /// <summary>Changes of atoms. The deletion of an atom takes with it all that refers to the atom.</summary>
    public IReadOnlyList<AtomChange> Atoms { get; init; } = [];

    /// <summary>Changes of bonds.</summary>
    public IReadOnlyList<BondChange> Bonds { get; init; } = [];

    /// <summary>Changes of angles.</summary>
    public IReadOnlyList<AngleChange> Angles { get; init; } = [];

    /// <summary>Changes of torsions.</summary>
    public IReadOnlyList<TorsionChange> Torsions { get; init; } = [];

    /// <summary>Changes of chiral centres.</summary>
    public IReadOnlyList<ChiralChange> Chirals { get; init; } = [];

    /// <summary>Changes of planes.</summary>
    public IReadOnlyList<PlaneAtomChange> Planes { get; init; } = [];

    /// <summary>True when the modification is meant for this component.</summary>
    /// <param name="component">Component.</param>
    public bool Fits(ChemicalComponent component) => new LinkSide(ComponentId, Group, "").Match(component) > 0;

    /// <summary>The changed component; the given one stays as it is. What a modification names and the component lacks is passed over.</summary>
    /// <param name="component">Component.</param>
    public ChemicalComponent Apply(ChemicalComponent component) => new ModificationRun(component).Apply(this);
}
