using Engine.Core.Geometry;

namespace Engine.Core.Restraints;

/// <summary>Tells cis from trans peptides, also in coordinates with large errors.</summary>
internal static class PeptideIsomer
{
    /// <summary>Below this |ω| a peptide is cis, degrees.</summary>
    private const double CisOmega = 45;

    /// <summary>Up to this |ω| it is still cis when the CA atoms are as close as in a cis peptide, degrees.</summary>
    private const double TwistedOmega = 90;

    /// <summary>CA-CA is about 2.9 Å in cis and 3.8 Å in trans peptides.</summary>
    private const double CisDistance = 3.4;

    /// <summary>True for a cis peptide.</summary>
    /// <param name="ca1">CA of the first residue.</param>
    /// <param name="c">C of the first residue.</param>
    /// <param name="n">N of the second residue.</param>
    /// <param name="ca2">CA of the second residue.</param>
    public static bool IsCis(Vec3 ca1, Vec3 c, Vec3 n, Vec3 ca2)
    {
        double omega = Math.Abs(Vec3.TorsionDegrees(ca1, c, n, ca2));
        return omega < CisOmega || (omega < TwistedOmega && Vec3.Distance(ca1, ca2) < CisDistance);
    }
}
