using Engine.Core.Chemistry;
using Engine.Core.Models;

namespace Engine.Core.Validation.Contacts;

/// <summary>
/// Van der Waals radii of all-atom contact analysis (Word and co-workers, J. Mol. Biol. 285 (1999) 1711; those for hydrogens at electron-cloud positions from Deis and
/// co-workers, Comput. Crystallogr. Newsl. 4 (2013) 9), Å. Metals have their ionic radius.
/// </summary>
internal static class ContactRadii
{
    /// <summary>Radius of a carbonyl carbon; the others have <see cref="Carbon"/>.</summary>
    public const double Carbonyl = 1.65;

    /// <summary>Radius of an aromatic carbon.</summary>
    public const double AromaticCarbon = 1.75;

    private const double Carbon = 1.70;

    /// <summary>Radius of a hydrogen.</summary>
    /// <param name="small">On N, O or S, or on an aromatic ring.</param>
    /// <param name="nuclear">At the proton instead of the centre of the electron cloud.</param>
    public static double Hydrogen(bool small, bool nuclear) => (small ? 1.05 : 1.22) - (nuclear ? 0.05 : 0);

    /// <summary>Radius of another element.</summary>
    /// <param name="element">Element.</param>
    public static double Of(Element element) => element.Number switch
    {
        0 or 6 => Carbon,
        7 => 1.55,
        8 => 1.40,
        9 => 1.30,
        14 => 2.10,
        15 or 16 => 1.80,
        17 => 1.77,
        33 => 2.00,
        34 => 1.90,
        35 => 1.95,
        53 => 2.10,
        _ => AtomTypeTable.BuiltIn.Find(element.Symbol.ToUpperInvariant(), element) is { IonRadius: > 0 } ion ? ion.IonRadius : MaskRadii.Of(element),
    };
}
