using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>
/// Distances from heavy atoms to the electron clouds of their hydrogens, as X-ray structures show them: International Tables and SHELXL values at room
/// temperature (Sheldrick, Acta Cryst. C71 (2015) 3-8).
/// </summary>
internal static class HydrogenGeometry
{
    /// <summary>Standard deviation, Å.</summary>
    public const double Sigma = 0.02;

    /// <summary>Length by the kind of parent: CH3 .96, CH2 .97, CH .98, aromatic and =CH .93, NH .86, NH3+ .89, OH .82.</summary>
    /// <param name="parent">Element of the parent.</param>
    /// <param name="hybridisation">Hybridisation of the parent.</param>
    /// <param name="hydrogens">Number of its hydrogens.</param>
    public static double Length(Element parent, Hybridisation hybridisation = Hybridisation.Sp3, int hydrogens = 2) => parent.Number switch
    {
        6 when hybridisation == Hybridisation.Sp3 => hydrogens switch { 1 => 0.98, 2 => 0.97, _ => 0.96 },
        6 => 0.93,
        7 => hybridisation == Hybridisation.Sp3 && hydrogens > 1 ? 0.89 : 0.86,
        8 => 0.82,
        16 => 1.20,
        _ => CovalentRadii.Of(parent) + CovalentRadii.Of(Element.H) - 0.05,
    };

    /// <summary>
    /// Distance to the proton, as neutron structures show it (means of Allen and Bruno, Acta Cryst. B66 (2010) 380, rounded): CH3 and CH2 1.09, CH 1.10, aromatic and =CH 1.08,
    /// NH 1.02, NH3+ 1.04, OH 0.98, SH 1.34.
    /// </summary>
    /// <param name="parent">Element of the parent.</param>
    /// <param name="hybridisation">Hybridisation of the parent.</param>
    /// <param name="hydrogens">Number of its hydrogens.</param>
    public static double NuclearLength(Element parent, Hybridisation hybridisation = Hybridisation.Sp3, int hydrogens = 2) => parent.Number switch
    {
        6 when hybridisation == Hybridisation.Sp3 => hydrogens == 1 ? 1.10 : 1.09,
        6 => 1.08,
        7 => hybridisation == Hybridisation.Sp3 && hydrogens > 1 ? 1.04 : 1.02,
        8 => 0.98,
        16 => 1.34,
        _ => CovalentRadii.Of(parent) + CovalentRadii.Of(Element.H),
    };
}
