using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Validation.Contacts;

namespace Engine.Core.Validation.Hydrogens;

/// <summary>Finds what may turn: OH, SH, NH3 and the methyl of methionine, and the ends of Asn, Gln and His.</summary>
internal sealed class MoverFinder(ContactSystem system, IReadOnlyList<HydrogenGroup> groups, HydrogenOptions options)
{
    /// <summary>Step of the first search, degrees.</summary>
    private const int Step = 10;

    /// <summary>Score by which a flip has to be better than the place that the model has.</summary>
    private const double FlipPenalty = 0.5;

    /// <summary>Score by which two hydrogens on His have to be better than one.</summary>
    private const double ChargePenalty = 0.5;

    /// <summary>Score that keeps hydrogens of His away from metals.</summary>
    private const double MetalPenalty = 100;

    private const double MetalReach = 2.9;

    /// <summary>Atoms nearer than this make no axis, Å.</summary>
    private const double ShortestBond = 0.5;

    private readonly Model model = system.Model;

    /// <summary>All movers in order of the residues.</summary>
    public List<Mover> Find()
    {
        var movers = new List<Mover>();
        foreach (IGrouping<int, HydrogenGroup> residue in groups.GroupBy(g => g.Residue))
        {
            string name = model.Residues[residue.Key].Name;
            if ((name == "HIS" || (options.Flips && name is "ASN" or "GLN")) && Flip(residue.Key, name, [.. residue]) is Mover flip)
                movers.Add(flip);
            if (options.Optimise)
                movers.AddRange(residue.Where(IsRotor).Select(Rotor));
        }

        return movers;
    }

    private Vec3 At(int atom) => model.Atoms[atom].Position;

    private bool IsRotor(HydrogenGroup g) => g.Shape == HydrogenShape.Rotor
        && (g.Names.Length == 1 || model.Atoms[g.Parent].Element.Number == 7 || model.Atoms[g.Neighbours[0]].Element.Number is 16 or 34);

    private Mover Rotor(HydrogenGroup g)
    {
        int turn = g.Names.Length == 3 ? 120 : 360;
        var states = new MoverState[turn / Step];
        for (int k = 0; k < states.Length; k++)
        {
            double torsion = g.Torsion + k * Step;
            states[k] = new("", [.. g.Places(At, torsion).Select(p => (Vec3?)p)], 0, torsion, false);
        }

        return new Mover { Residue = g.Residue, Atoms = [.. Enumerable.Range(g.First, g.Names.Length)], States = states, Rotor = g }.Bounded();
    }

    /// <summary>The mover of a side chain's end; null when atoms are missing, double, or held by something.</summary>
    private Mover? Flip(int residue, string name, HydrogenGroup[] own)
    {
        (string from, string to, string[] turning, string[] parents) = name switch
        {
            "ASN" => ("CB", "CG", new[] { "OD1", "ND2" }, new[] { "ND2" }),
            "GLN" => ("CG", "CD", ["OE1", "NE2"], ["NE2"]),
            _ => ("CB", "CG", ["ND1", "CD2", "CE1", "NE2"], ["ND1", "CD2", "CE1", "NE2"]),
        };
        int[] heavy = [.. turning.Select(n => Only(residue, n))];
        int a = Only(residue, from), b = Only(residue, to);
        HydrogenGroup[] carried = [.. own.Where(g => parents.Contains(model.Atoms[g.Parent].Name))];
        if (a < 0 || b < 0 || Vec3.Distance(At(a), At(b)) < ShortestBond || heavy.Min() < 0 || carried.Length != parents.Length || heavy.Any(IsBound) || carried.Any(g => g.Names.Length != (name == "HIS" ? 1 : 2)))
            return null;
        int[] hydrogens = [.. carried.SelectMany(g => Enumerable.Range(g.First, g.Names.Length))];
        var states = new List<MoverState>();
        foreach (bool flipped in options.Flips ? new[] { false, true } : [false])
        {
            var places = heavy.ToDictionary(i => i, i => flipped ? HalfTurn(At(i), At(a), At(b)) : At(i));
            Vec3?[] all = [.. heavy.Select(i => (Vec3?)places[i]), .. carried.SelectMany(g => g.Places(i => places.GetValueOrDefault(i, At(i)))).Select(p => (Vec3?)p)];
            if (name == "HIS")
                states.AddRange(Tautomers(heavy, hydrogens, all, flipped));
            else
                states.Add(new(flipped ? "flipped" : "as it was", all, flipped ? FlipPenalty : 0, 0, flipped));
        }

        return new Mover { Residue = residue, Atoms = [.. heavy, .. hydrogens], States = [.. states] }.Bounded();
    }

    private IEnumerable<MoverState> Tautomers(int[] heavy, int[] hydrogens, Vec3?[] all, bool flipped)
    {
        int delta = heavy.Length + Array.FindIndex(hydrogens, h => model.Atoms[h].Name == "HD1"), epsilon = heavy.Length + Array.FindIndex(hydrogens, h => model.Atoms[h].Name == "HE2");
        (string, int[])[] kinds = [("HE2", [delta]), ("HD1", [epsilon]), ("HD1 and HE2", [])];
        foreach ((string kind, int[] absent) in options.Optimise || options.Flips ? kinds : kinds[..1])
        {
            Vec3?[] places = [.. all];
            double penalty = (flipped ? FlipPenalty : 0) + (absent.Length == 0 ? ChargePenalty : 0);
            foreach (int k in absent)
                places[k] = null;
            if (places[delta] is Vec3 d && NearMetal(d))
                penalty += MetalPenalty;
            if (places[epsilon] is Vec3 e && NearMetal(e))
                penalty += MetalPenalty;
            yield return new(flipped ? $"flipped, {kind}" : kind, places, penalty, 0, flipped);
        }
    }

    private bool NearMetal(Vec3 hydrogen) => metals.Any(m => Vec3.Distance(m, hydrogen) < MetalReach - 0.4);

    private readonly Vec3[] metals = [.. system.Model.Atoms.Where(a => Metals.IsMetal(a.Element)).Select(a => a.Position)];

    /// <summary>Bonded to another residue or to a metal.</summary>
    private bool IsBound(int atom)
    {
        foreach (int j in system.Graph.Of(atom))
        {
            if (model.Atoms[j].ResidueIndex != model.Atoms[atom].ResidueIndex && !Metals.IsMetal(model.Atoms[j].Element))
                return true;
        }

        return model.Residues[model.Atoms[atom].ResidueIndex].Name != "HIS" && metals.Any(m => Vec3.Distance(m, At(atom)) < MetalReach);
    }

    /// <summary>The atom of a name when there is one only: residues with alternates at their end keep their place.</summary>
    private int Only(int residue, string name)
    {
        Residue r = model.Residues[residue];
        int[] found = [.. Enumerable.Range(r.FirstAtom, r.AtomCount).Where(i => model.Atoms[i].Name == name)];
        return found.Length == 1 ? found[0] : -1;
    }

    /// <summary>A point turned by 180° about the line through two others.</summary>
    private static Vec3 HalfTurn(Vec3 p, Vec3 a, Vec3 b)
    {
        Vec3 axis = (b - a).Normalized(), v = p - b;
        return b + 2 * Vec3.Dot(axis, v) * axis - v;
    }
}
