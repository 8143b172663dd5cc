using Engine.Core.Models;

namespace Engine.Core.Validation.Contacts;

/// <summary>What an atom does in hydrogen bonds.</summary>
[Flags]
internal enum ContactRole : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A hydrogen that can be given.</summary>
    Donor = 1,

    /// <summary>Takes hydrogens: O, S, N with a free pair, and the faces of six-membered aromatic rings and bases.</summary>
    Acceptor = 2,

    /// <summary>Positive.</summary>
    Positive = 4,

    /// <summary>Negative.</summary>
    Negative = 8,

    /// <summary>A hydrogen.</summary>
    Hydrogen = 16,

    /// <summary>Part of a water.</summary>
    Water = 32,
}

/// <summary>Rules of hydrogen bonds.</summary>
internal static class ContactRules
{
    /// <summary>Overlaps from here on are clashes, Å.</summary>
    public const double Clash = 0.4;

    /// <summary>A hydrogen bond may overlap by this, Å.</summary>
    private const double RegularHydrogenBond = 0.6;

    /// <summary>A hydrogen bond between opposite charges may overlap by this, Å.</summary>
    private const double ChargedHydrogenBond = 0.8;

    /// <summary>
    /// False for atoms of no alternate location whose occupancies add up to 1 or less: they need not be there at the same time. A rule of the port of Probe in cctbx, found by changing occupancies.
    /// </summary>
    public static bool AreTogether(Atom a, Atom b) => a.AltLoc != '\0' || b.AltLoc != '\0' || a.Occupancy + b.Occupancy > 1 + 1e-6;

    /// <summary>The overlap that two atoms are allowed as hydrogen-bonded, Å; 0 when they are not. Equal charges make no bond.</summary>
    public static double AllowedOverlap(ContactRole a, ContactRole b)
    {
        bool bonded = ((a & ContactRole.Donor) != 0 && (b & ContactRole.Acceptor) != 0) || ((b & ContactRole.Donor) != 0 && (a & ContactRole.Acceptor) != 0);
        if (!bonded)
            return 0;
        ContactRole chargeA = a & (ContactRole.Positive | ContactRole.Negative), chargeB = b & (ContactRole.Positive | ContactRole.Negative);
        if (chargeA == ContactRole.None || chargeB == ContactRole.None)
            return RegularHydrogenBond;
        return chargeA == chargeB ? 0 : ChargedHydrogenBond;
    }
}
