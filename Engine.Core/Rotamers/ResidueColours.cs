using Engine.Core.Geometry;
using Engine.Core.Restraints;

namespace Engine.Core.Rotamers;

/// <summary>Sorts side chains into sets whose members cannot touch each other in any rotamer: greedy colouring in the order of the residues.</summary>
internal static class ResidueColours
{
    private const double Contact = 3.6;

    /// <summary>Indices of the side chains of each set.</summary>
    /// <param name="chains">Side chains.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public static int[][] Of(IReadOnlyList<SideChain> chains, double[] x)
    {
        Vec3[] centres = [.. chains.Select(c => TermGeometry.At(x, c.ChiAtoms(0)[2]))];
        double[] reach = [.. chains.Select(c => Reach(c.Type))];
        double longest = 2 * (reach.Length == 0 ? 0 : reach.Max()) + Contact;
        var grid = new AtomGrid(centres, Enumerable.Range(0, centres.Length), longest);
        var colours = new int[centres.Length];
        var near = new List<int>();
        for (int i = 0; i < centres.Length; i++)
        {
            grid.Near(centres[i], longest, near);
            HashSet<int> taken = [.. near.Where(j => j < i && Vec3.Distance(centres[i], centres[j]) < reach[i] + reach[j] + Contact).Select(j => colours[j])];
            while (taken.Contains(colours[i]))
                colours[i]++;
        }

        return [.. Enumerable.Range(0, centres.Length).GroupBy(i => colours[i]).OrderBy(g => g.Key).Select(g => g.ToArray())];
    }

    /// <summary>Greatest distance of a side-chain atom from CB, Å: 1.6 for every bond, 2.9 for an aromatic ring.</summary>
    public static double Reach(string type) => type switch
    {
        "ARG" => 6.2,
        "LYS" => 5.2,
        "TRP" => 5.7,
        "TYR" => 5.7,
        "PHE" => 4.4,
        "HIS" => 3.7,
        "MET" or "GLN" or "GLU" => 4.1,
        "SER" or "THR" or "VAL" or "CYS" or "PRO" => 1.9,
        _ => 2.7,
    };
}
