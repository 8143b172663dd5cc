using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>Van der Waals radii that define the mask of CC_mask: the figures of the cctbx project, so that masks are comparable.</summary>
public static class MaskRadii
{
    private static readonly double[] Values = ElementTable.Column("mask_radii.tsv", 1);

    /// <summary>Radius, Å. An unknown element counts as carbon.</summary>
    /// <param name="element">Element.</param>
    public static double Of(Element element) => Values[element.Number];
}

/// <summary>Covalent radii (Cordero and co-workers 2008; C sp3; Mn, Fe, Co low spin; Bk to Fm Pyykkö and Atsumi 2009).</summary>
public static class CovalentRadii
{
    private static readonly double[] Values = ElementTable.Column("elements.tsv", 1);

    /// <summary>Radius, Å. An unknown element counts as carbon.</summary>
    /// <param name="element">Element.</param>
    public static double Of(Element element) => Values[element.Number];
}

/// <summary>Standard atomic weights (IUPAC 2021, abridged).</summary>
public static class AtomicMasses
{
    /// <summary>Mass of deuterium, u.</summary>
    private const double Deuterium = 2.014;

    private static readonly double[] Values = ElementTable.Column("elements.tsv", 2);

    /// <summary>Mass, u. An unknown element counts as carbon.</summary>
    /// <param name="element">Element.</param>
    public static double Of(Element element) => element == Element.D ? Deuterium : Values[element.Number];
}
