using Engine.Core.Chemistry;

namespace Engine.Core.Restraints;

/// <summary>
/// The place of CB over the main chain, as two harmonic torsions N-C-CA-CB and C-N-CA-CB with σ 2.5° and the values of <see cref="CBetaGeometry"/>. D-amino acids have the
/// opposite signs.
/// </summary>
internal static class CBetaTorsions
{
    private const double Sigma = 2.5;

    /// <summary>Adds the two torsions of an amino acid; nothing for residues without N, CA, C and CB.</summary>
    public static void Write(ResidueMatch match, TermCollector terms)
    {
        if (match.Template is not ResidueTemplate template || !ComponentGroups.IsPeptide(template.Component))
            return;
        int n = template.IndexOf("N"), ca = template.IndexOf("CA"), c = template.IndexOf("C"), cb = template.IndexOf("CB");
        if (n < 0 || ca < 0 || c < 0 || cb < 0 || Hand(template, n, ca, c, cb) is not int hand)
            return;
        var ideal = CBetaGeometry.Of(template.Component.Id);
        foreach (int[] map in match.Maps)
        {
            if (map[n] < 0 || map[ca] < 0 || map[c] < 0 || map[cb] < 0)
                continue;
            terms.AddTorsion(map[n], map[c], map[ca], map[cb], hand * ideal.TorsionFromC, Sigma, 0, true);
            terms.AddTorsion(map[c], map[n], map[ca], map[cb], hand * ideal.TorsionFromN, Sigma, 0, true);
        }
    }

    /// <summary>+1 for L, -1 for D; null when CA has no such chiral centre.</summary>
    private static int? Hand(ResidueTemplate template, int n, int ca, int c, int cb)
    {
        foreach (TemplateChiral chiral in template.Chirals)
        {
            if (chiral.Centre != ca || chiral.Both)
                continue;
            int[] order = [chiral.Atom1, chiral.Atom2, chiral.Atom3];
            int[] place = [Array.IndexOf(order, n), Array.IndexOf(order, c), Array.IndexOf(order, cb)];
            if (place.Min() < 0)
                continue;
            bool even = (place[1] - place[0] + 3) % 3 == 1;
            return chiral.Volume > 0 == even ? 1 : -1;
        }

        return null;
    }
}
