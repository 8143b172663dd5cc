using Engine.Core.Geometry;

namespace Engine.Core.Restraints;

/// <summary>
/// Where CB is expected on a main chain: the values behind the C-beta deviation of Lovell and co-workers, Proteins 50 (2003) 437, as cctbx tabulates them.
/// </summary>
/// <param name="Distance">CA-CB, Å.</param>
/// <param name="AngleFromC">C-CA-CB, degrees.</param>
/// <param name="TorsionFromC">N-C-CA-CB, degrees; the opposite for D-amino acids.</param>
/// <param name="AngleFromN">N-CA-CB, degrees.</param>
/// <param name="TorsionFromN">C-N-CA-CB, degrees; the opposite for D-amino acids.</param>
public sealed record CBetaGeometry(double Distance, double AngleFromC, double TorsionFromC, double AngleFromN, double TorsionFromN)
{
    private static readonly CBetaGeometry Alanine = new(1.536, 110.1, 122.9, 110.6, -122.6);
    private static readonly CBetaGeometry Proline = new(1.530, 112.2, 115.1, 103.0, -120.7);
    private static readonly CBetaGeometry Branched = new(1.540, 109.1, 123.4, 111.5, -122.0);
    private static readonly CBetaGeometry Others = new(1.530, 110.1, 122.8, 110.5, -122.6);

    /// <summary>The values of a residue, those of the L form.</summary>
    /// <param name="residueName">Component id; D-amino acids have the values of their mirror images.</param>
    public static CBetaGeometry Of(string residueName) => residueName switch
    {
        "ALA" or "DAL" => Alanine,
        "PRO" or "DPR" => Proline,
        "VAL" or "THR" or "ILE" or "DVA" or "DTH" or "DIL" => Branched,
        _ => Others,
    };

    /// <summary>
    /// The expected place of CB: the mean of the places that follow from C and from N, brought to the ideal distance from CA, so that a strained N-CA-C angle is shared out.
    /// </summary>
    /// <param name="n">N, Å.</param>
    /// <param name="ca">CA, Å.</param>
    /// <param name="c">C, Å.</param>
    /// <param name="hand">+1 for L, -1 for D.</param>
    public Vec3 Place(Vec3 n, Vec3 ca, Vec3 c, int hand)
    {
        Vec3 fromC = Place(n, c, ca, Distance, AngleFromC, hand * TorsionFromC), fromN = Place(c, n, ca, Distance, AngleFromN, hand * TorsionFromN);
        return ca + Distance * (0.5 * (fromC + fromN) - ca).Normalized();
    }

    /// <summary>The point at a distance from c, an angle b-c-d and a torsion a-b-c-d.</summary>
    private static Vec3 Place(Vec3 a, Vec3 b, Vec3 c, double distance, double angle, double torsion)
    {
        (double sineAngle, double cosineAngle) = Math.SinCos(angle * Math.PI / 180);
        (double sine, double cosine) = Math.SinCos(torsion * Math.PI / 180);
        Vec3 along = (c - b).Normalized(), normal = Vec3.Cross(b - a, along).Normalized(), third = Vec3.Cross(normal, along);
        return c + distance * (-cosineAngle * along + sineAngle * cosine * third + sineAngle * sine * normal);
    }
}
