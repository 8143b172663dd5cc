using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>Links that files often fail to record, found by distance: SG-SG below 2.8 Å; sugar to Asn, Ser, Thr or sugar below 2.3 Å.</summary>
internal static class DistanceLinks
{
    private const double DisulfideReach = 2.8;
    private const double SugarReach = 2.3;

    /// <summary>Pairs of cysteines without HG, nearest first, each sulphur once.</summary>
    /// <param name="sites">Model.</param>
    /// <param name="used">Atoms that have a link already.</param>
    public static List<(int, string, int, string)> Disulfides(ModelSites sites, HashSet<(int, string)> used)
    {
        int[] sulphurs = [.. Enumerable.Range(0, sites.Names.Length).Where(i => sites.Names[i] == "SG" && IsFree(sites, i, used) && !HasHydrogen(sites, i))];
        var close = new List<(double D, int A, int B)>();
        var grid = new AtomGrid(sites.Positions, sulphurs, DisulfideReach);
        var near = new List<int>();
        foreach (int a in sulphurs)
        {
            grid.Near(sites.Positions[a], DisulfideReach, near);
            foreach (int b in near)
            {
                if (b > a && sites.Model.Atoms[a].ResidueIndex != sites.Model.Atoms[b].ResidueIndex && sites.Conformers.Compatible(a, b))
                    close.Add((Vec3.Distance(sites.Positions[a], sites.Positions[b]), a, b));
            }
        }

        var result = new List<(int, string, int, string)>();
        var taken = new HashSet<int>();
        foreach ((_, int a, int b) in close.OrderBy(c => c.D).ThenBy(c => c.A).ThenBy(c => c.B))
        {
            if (taken.Add(a) & taken.Add(b))
                result.Add((sites.Model.Atoms[a].ResidueIndex, "SG", sites.Model.Atoms[b].ResidueIndex, "SG"));
        }

        return result;
    }

    /// <summary>Anomeric carbons that lack their hydroxyl, with the nearest atom that could have taken its place.</summary>
    /// <param name="sites">Model.</param>
    /// <param name="used">Atoms that have a link already.</param>
    public static List<(int, string, int, string)> Sugars(ModelSites sites, HashSet<(int, string)> used)
    {
        var result = new List<(int, string, int, string)>();
        List<(int Atom, string Name)> carbons = AnomericCarbons(sites, used);
        if (carbons.Count == 0)
            return result;
        var grid = new AtomGrid(sites.Positions, Enumerable.Range(0, sites.Names.Length).Where(i => IsAcceptor(sites, i) && IsFree(sites, i, used)), SugarReach);
        var near = new List<int>();
        foreach ((int carbon, string name) in carbons)
        {
            int residue = sites.Model.Atoms[carbon].ResidueIndex;
            grid.Near(sites.Positions[carbon], SugarReach, near);
            int best = -1;
            foreach (int b in near)
            {
                if (sites.Model.Atoms[b].ResidueIndex != residue && sites.Conformers.Compatible(carbon, b)
                    && (best < 0 || Vec3.Distance(sites.Positions[carbon], sites.Positions[b]) < Vec3.Distance(sites.Positions[carbon], sites.Positions[best])))
                {
                    best = b;
                }
            }

            if (best >= 0)
                result.Add((residue, name, sites.Model.Atoms[best].ResidueIndex, sites.Names[best]));
        }

        return result;
    }

    private static List<(int Atom, string Name)> AnomericCarbons(ModelSites sites, HashSet<(int, string)> used)
    {
        var carbons = new List<(int, string)>();
        for (int r = 0; r < sites.Model.Residues.Count; r++)
        {
            if (sites.Components[r] is not ChemicalComponent component || !ComponentGroups.IsSaccharide(component))
                continue;
            bool ketose = ComponentGroups.Match("ketopyranose", component) > 0;
            (string carbon, string hydroxyl) = ketose ? ("C2", "O2") : ("C1", "O1");
            int atom = sites.FindAny(r, carbon);
            if (atom >= 0 && sites.FindAny(r, hydroxyl) < 0 && !used.Contains((r, carbon)))
                carbons.Add((atom, carbon));
        }

        return carbons;
    }

    private static bool IsFree(ModelSites sites, int atom, HashSet<(int, string)> used) => !used.Contains((sites.Model.Atoms[atom].ResidueIndex, sites.Names[atom]));

    private static bool HasHydrogen(ModelSites sites, int sulphur) => sites.FindAny(sites.Model.Atoms[sulphur].ResidueIndex, "HG") >= 0;

    private static bool IsAcceptor(ModelSites sites, int i)
    {
        if (sites.Components[sites.Model.Atoms[i].ResidueIndex] is not ChemicalComponent component)
            return false;
        return (component.Id, sites.Names[i]) switch
        {
            ("ASN", "ND2") or ("SER", "OG") or ("THR", "OG1") => true,
            (_, string name) => name.Length == 2 && name[0] == 'O' && char.IsAsciiDigit(name[1]) && sites.Model.Atoms[i].Element == Element.O
                && ComponentGroups.IsSaccharide(component),
        };
    }
}
