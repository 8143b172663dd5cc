using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Kernels;

namespace Engine.Core.Refinement.Flips;

/// <summary>The end of an Asn, Gln or His that was turned round.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Name">Readable name, such as "A 15 ASN".</param>
/// <param name="ScoreBefore">Hydrogen bonds less bad contacts before.</param>
/// <param name="ScoreAfter">The same after.</param>
public sealed record AmideFlip(int Residue, string Name, double ScoreBefore, double ScoreAfter);

/// <summary>What a search for turned ends did.</summary>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="Flips">Turned ends, in order of the residues.</param>
/// <param name="Examined">Number of ends that were tried.</param>
public sealed record AmideFlipResult(double[] Positions, IReadOnlyList<AmideFlip> Flips, int Examined);

/// <summary>
/// Turns the ends of Asn, Gln and His by 180° where that makes better hydrogen bonds: O and N, or N and C, look alike in a map, so only neighbours can tell (Word and co-workers,
/// J. Mol. Biol. 285 (1999) 1735). A bond of a donor and an acceptor counts 1 at 2.6 to 3.1 Å, less to 3.5 Å; two donors or two acceptors that near count against, as does a carbon with a
/// polar atom below 3.2 Å. Heavy atoms decide, so hydrogens may be there or not; they turn along.
/// </summary>
public static class AmideFlipper
{
    private const double Reach = 3.6;
    private const double LeastGain = 1.7;
    private const int Rounds = 3;

    /// <summary>Searches.</summary>
    /// <param name="model">Names, residues, occupancies.</param>
    /// <param name="positions">3N coordinates, Å; not changed.</param>
    /// <param name="bonds">Restraints of the model: ends with a bond to another residue stay; null = disregard.</param>
    /// <param name="movable">Atoms that may move; null = all.</param>
    /// <exception cref="ArgumentException">Numbers of atoms differ.</exception>
    public static AmideFlipResult Run(Model model, ReadOnlySpan<double> positions, RestraintTable? bonds = null, bool[]? movable = null)
    {
        int n = model.Atoms.Count;
        if (positions.Length != 3 * n || (movable != null && movable.Length != n) || (bonds != null && bonds.AtomCount != n))
            throw new ArgumentException($"{positions.Length} coordinates, {movable?.Length} flags and {bonds?.AtomCount} restrained atoms for {n} atoms", nameof(positions));
        double[] x = positions.ToArray();
        PolarRole[] roles = PolarRoles.Of(model);
        var conformers = new Conformers(model);
        var linked = Linked(model, bonds);
        SideChain[] chains = [.. SideChain.Find(model).Where(c => c.Type is "ASN" or "GLN" or "HIS" && c.AltLoc == '\0' && End(model, c).All(i =>
            model.Atoms[i].AltLoc == '\0' && model.Atoms[i].Occupancy > 0 && (movable == null || movable[i]) && !linked.Contains(i)))];
        var points = new Vec3[n];
        var scores = new SortedDictionary<int, AmideFlip>();
        for (int round = 0, changes = 1; round < Rounds && changes > 0; round++)
        {
            changes = 0;
            for (int i = 0; i < n; i++)
                points[i] = TermGeometry.At(x, i);
            // Ends reach no farther than this from where they were when the grid was made.
            var grid = new AtomGrid(points, Enumerable.Range(0, n).Where(i => !model.Atoms[i].Element.IsHydrogen && model.Atoms[i].Occupancy > 0), Reach + 2.5);
            foreach (SideChain chain in chains)
            {
                double before = Score(model, chain, roles, conformers, grid, x);
                double[] turned = Turned(chain, x);
                double after = Score(model, chain, roles, conformers, grid, turned);
                if (after <= before + LeastGain)
                    continue;
                x = turned;
                changes++;
                if (!scores.Remove(chain.Residue))
                    scores[chain.Residue] = new(chain.Residue, Labels.Residue(model, chain.Residue), before, after);
            }
        }

        return new(x, [.. scores.Values], chains.Length);
    }

    private static double[] Turned(SideChain chain, double[] x)
    {
        double[] turned = [.. x], chi = chain.Chi(x);
        chi[^1] += 180;
        chain.Set(turned, chi);
        return turned;
    }

    private static double Score(Model model, SideChain chain, PolarRole[] roles, Conformers conformers, AtomGrid grid, double[] x)
    {
        double sum = 0;
        var near = new List<int>();
        foreach (int atom in End(model, chain))
        {
            Vec3 at = TermGeometry.At(x, atom);
            grid.Near(at, Reach + 2.5, near);
            foreach (int other in near)
            {
                if (model.Atoms[other].ResidueIndex == chain.Residue || !conformers.Compatible(atom, other))
                    continue;
                double distance = Vec3.Distance(at, TermGeometry.At(x, other));
                if (distance < Reach)
                    sum += Pair(model, chain, atom, other, roles, x, distance);
            }
        }

        return sum;
    }

    private static double Pair(Model model, SideChain chain, int atom, int other, PolarRole[] roles, double[] x, double distance)
    {
        PolarRole a = roles[atom], b = roles[other];
        if (a == PolarRole.None)
            return b is PolarRole.None or PolarRole.Metal ? 0 : -Math.Clamp((3.2 - distance) / 0.4, 0, 1.5);
        if (b == PolarRole.None)
            return -Math.Clamp((2.9 - distance) / 0.4, 0, 1.5);
        if (b == PolarRole.Metal)
            return distance > 2.9 ? 0 : a == PolarRole.Donor ? -3 : 3;
        double near = distance < 2.6 ? 1 - (2.6 - distance) / 0.6 : Math.Clamp((3.5 - distance) / 0.4, 0, 1);
        bool opposite = (a.HasFlag(PolarRole.Donor) && b.HasFlag(PolarRole.Acceptor)) || (a.HasFlag(PolarRole.Acceptor) && b.HasFlag(PolarRole.Donor));
        if (!opposite)
            return -Math.Clamp((3.5 - distance) / 0.4, 0, 1);

        // The partner lies beyond the atom, not beside its bond.
        Vec3 root = TermGeometry.At(x, Root(model, chain, atom));
        double angle = Vec3.AngleDegrees(root, TermGeometry.At(x, atom), TermGeometry.At(x, other));
        return near * Math.Clamp((angle - 80) / 20, 0, 1);
    }

    /// <summary>The atom that carries an end atom; of histidine CG, opposite to which all bonds of the ring point roughly.</summary>
    private static int Root(Model model, SideChain chain, int atom)
    {
        int residue = model.Atoms[atom].ResidueIndex;
        string name = chain.Type == "GLN" ? "CD" : "CG";
        Residue r = model.Residues[residue];
        return Enumerable.Range(r.FirstAtom, r.AtomCount).First(i => model.Atoms[i].Name == name && model.Atoms[i].AltLoc == '\0');
    }

    /// <summary>The heavy atoms that change places.</summary>
    private static IEnumerable<int> End(Model model, SideChain chain) => chain.Moving.Where(i => (chain.Type, model.Atoms[i].Name) is
        ("ASN", "OD1" or "ND2") or ("GLN", "OE1" or "NE2") or ("HIS", "ND1" or "CD2" or "CE1" or "NE2"));

    private static HashSet<int> Linked(Model model, RestraintTable? bonds)
    {
        var linked = new HashSet<int>();
        for (int b = 0; b < (bonds?.BondCount ?? 0); b++)
        {
            int i = bonds!.BondAtoms[2 * b], j = bonds.BondAtoms[2 * b + 1];
            if (model.Atoms[i].ResidueIndex != model.Atoms[j].ResidueIndex)
                linked.UnionWith([i, j]);
        }

        return linked;
    }
}
