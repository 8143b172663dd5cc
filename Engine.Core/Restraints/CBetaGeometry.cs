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
        Vec3 fromC = InternalCoordinates.Place(n, c, ca, Distance, AngleFromC, hand * TorsionFromC), fromN = InternalCoordinates.Place(c, n, ca, Distance, AngleFromN, hand * TorsionFromN);
        return ca + Distance * (0.5 * (fromC + fromN) - ca).Normalized();
    }
}
