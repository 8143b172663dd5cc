using Engine.Core.Geometry;

namespace Engine.Core.Restraints;

/// <summary>Chiral volumes V = (a1-c)·((a2-c)×(a3-c)), Å³.</summary>
internal static class ChiralVolume
{
    /// <summary>Volume of a centre with bonds of 1.5 Å at tetrahedral angles, used when the dictionary does not say.</summary>
    public const double Typical = 2.6;

    /// <summary>σ of chiral volumes, Å³.</summary>
    public const double Sigma = 0.2;

    /// <summary>
    /// Magnitude of the volume spanned by three bonds (Gram determinant): d1 d2 d3 √(1 - c12² - c13² - c23² + 2 c12 c13 c23).
    /// </summary>
    /// <param name="d1">Bond to the first atom, Å.</param>
    /// <param name="d2">Bond to the second atom, Å.</param>
    /// <param name="d3">Bond to the third atom, Å.</param>
    /// <param name="angle12">Angle between the first and second bond, degrees; NaN = tetrahedral.</param>
    /// <param name="angle13">Angle between the first and third bond, degrees.</param>
    /// <param name="angle23">Angle between the second and third bond, degrees.</param>
    public static double FromIdeal(double d1, double d2, double d3, double angle12, double angle13, double angle23)
    {
        if (!(d1 > 0 && d2 > 0 && d3 > 0))
            return Typical;
        double c12 = Cosine(angle12), c13 = Cosine(angle13), c23 = Cosine(angle23);
        double gram = 1 - c12 * c12 - c13 * c13 - c23 * c23 + 2 * c12 * c13 * c23;
        return gram > 0 ? d1 * d2 * d3 * Math.Sqrt(gram) : Typical;
    }

    /// <summary>Volume of a centre in space.</summary>
    public static double Of(Vec3 centre, Vec3 a1, Vec3 a2, Vec3 a3) => Vec3.Dot(a1 - centre, Vec3.Cross(a2 - centre, a3 - centre));

    private static double Cosine(double degrees) => double.IsNaN(degrees) ? -1.0 / 3 : Math.Cos(degrees * (Math.PI / 180));
}
