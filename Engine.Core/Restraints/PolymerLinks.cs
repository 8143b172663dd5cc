using Engine.Core.Chemistry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>
/// Links between neighbours of a chain: C-N below 2.5 Å and O3'-P below 2.6 Å; longer distances are gaps. Across a TER record only a
/// plausible bond (below 2.0 Å) counts. Where the bonds of the whole model are wrong, residues with consecutive numbers are linked up to four times that error beyond the length of the bond.
/// </summary>
internal static class PolymerLinks
{
    private const double PeptideReach = 2.5;
    private const double PhosphateReach = 2.6;
    private const double AcrossTerReach = 2.0;
    private const double PeptideLength = 1.33;
    private const double PhosphateLength = 1.61;
    private const double Errors = 4;

    /// <summary>Caps such as ACE and NH2 have no more heavy atoms than this.</summary>
    private const int LargestCap = 6;

    private enum Kind
    {
        None,
        Peptide,
        Nucleic,
    }

    /// <summary>Residue and atom of both sides of each link.</summary>
    public static IEnumerable<(int Residue1, string Atom1, int Residue2, string Atom2)> Find(ModelSites sites)
    {
        foreach (Chain chain in sites.Model.Chains)
        {
            List<int> before = [], here = [];
            foreach (int r in chain.Residues)
            {
                if (KindOf(sites, r) == Kind.None)
                    continue;
                if (here.Count > 0 && !SamePlace(sites.Model, here[^1], r))
                {
                    before = here;
                    here = [];
                }

                here.Add(r);
                foreach (int p in before)
                {
                    if (Join(sites, p, r) is (string a1, string a2))
                        yield return (p, a1, r, a2);
                }
            }
        }
    }

    /// <summary>Microheterogeneity: residues of several names at one place.</summary>
    private static bool SamePlace(Model model, int r1, int r2)
    {
        Residue a = model.Residues[r1], b = model.Residues[r2];
        return a.Number == b.Number && a.InsertionCode == b.InsertionCode;
    }

    private static (string, string)? Join(ModelSites sites, int r1, int r2)
    {
        double Reach(double usual, double length) =>
            sites.Model.Residues[r1].EndsChain ? AcrossTerReach : IsNext(sites.Model, r1, r2) ? Math.Max(usual, length + Errors * sites.BondError) : usual;
        if (sites.ShortestDistance(r1, "C", r2, "N") < Reach(PeptideReach, PeptideLength)
            && KindOf(sites, r1) == Kind.Peptide && KindOf(sites, r2) == Kind.Peptide)
        {
            return ("C", "N");
        }

        string oxygen = sites.FindAny(r1, "O3'") >= 0 ? "O3'" : "O3*";
        return sites.ShortestDistance(r1, oxygen, r2, "P") < Reach(PhosphateReach, PhosphateLength) ? (oxygen, "P") : null;
    }

    /// <summary>The numbers leave no room for a residue in between.</summary>
    private static bool IsNext(Model model, int r1, int r2) => model.Residues[r2].Number - model.Residues[r1].Number is 0 or 1;

    private static Kind KindOf(ModelSites sites, int r)
    {
        ChemicalComponent? component = sites.Components[r] ?? UnknownBackbone.Of(sites, r);
        if (component == null)
            return Kind.None;
        if (ComponentGroups.IsPeptide(component) || IsCap(component))
            return Kind.Peptide;
        return ComponentGroups.IsNucleic(component) ? Kind.Nucleic : Kind.None;
    }

    private static bool IsCap(ChemicalComponent component)
    {
        int heavy = component.Atoms.Count(a => !a.Element.IsHydrogen);
        return heavy <= LargestCap && component.Atoms.Any(a => (a.Name == "C" && a.Element == Element.C) || (a.Name == "N" && a.Element == Element.N));
    }
}
