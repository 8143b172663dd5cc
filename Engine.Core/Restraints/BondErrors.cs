using Engine.Core.Geometry;

namespace Engine.Core.Restraints;

/// <summary>How wrong the bonds of a model are on the whole, which tells what its distances and torsions are worth where links are found.</summary>
internal static class BondErrors
{
    private const double NitrogenToAlpha = 1.459;
    private const double AlphaToCarbonyl = 1.525;
    private const double OfNormal = 1.4826;
    private const int Fewest = 10;

    /// <summary>1.48 times the median deviation of the bonds N-CA and CA-C of all residues that have them (Engh and Huber, International Tables F (2001) 382), Å; 0 for fewer than ten bonds.</summary>
    /// <param name="sites">Model.</param>
    public static double Of(ModelSites sites)
    {
        var deviations = new List<double>();
        for (int r = 0; r < sites.Model.Residues.Count; r++)
        {
            int n = sites.FindAny(r, "N"), ca = sites.FindAny(r, "CA"), c = sites.FindAny(r, "C");
            if (n < 0 || ca < 0 || c < 0)
                continue;
            deviations.Add(Math.Abs(Vec3.Distance(sites.Positions[n], sites.Positions[ca]) - NitrogenToAlpha));
            deviations.Add(Math.Abs(Vec3.Distance(sites.Positions[ca], sites.Positions[c]) - AlphaToCarbonyl));
        }

        if (deviations.Count < Fewest)
            return 0;
        deviations.Sort();
        return OfNormal * deviations[deviations.Count / 2];
    }
}
