using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Validation.Backbone;

/// <summary>
/// Which residues are in helices and which in strands of sheets, from the CA trace alone. The Ramachandran Z-score was calibrated with such an assignment, and one from hydrogen bonds
/// gives other scores for poor models; restraints use that one (<see cref="SecondaryStructure.SecondaryStructureFinder"/>).
/// </summary>
public static class BackboneParts
{
    /// <summary>CA atoms of neighbours are nearer than this, Å.</summary>
    private const double LongestStep = 6;

    /// <summary>Part of each residue of a model; strands need a neighbour in their own chain.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The number of coordinates is not 3N.</exception>
    public static BackbonePart[] Of(Model model, double[] x)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (x.Length != 3 * model.Atoms.Count)
            throw new ArgumentException($"{x.Length} coordinates for {model.Atoms.Count} atoms", nameof(x));
        var parts = new BackbonePart[model.Residues.Count];
        Array.Fill(parts, BackbonePart.Loop);
        foreach (Chain chain in model.Chains)
        {
            var strands = new List<TraceStrand>();
            foreach ((int[] residues, Vec3[] trace) in Traces(model, x, chain))
                Assign(residues, trace, parts, strands);
            foreach (int residue in StrandPairs.Paired(strands))
                parts[residue] = BackbonePart.Sheet;
        }

        return parts;
    }

    /// <summary>Helices first, so that strands get what is left.</summary>
    private static void Assign(int[] residues, Vec3[] trace, BackbonePart[] parts, List<TraceStrand> strands)
    {
        var used = new bool[trace.Length];
        foreach (TraceShape shape in new[] { TraceShape.Alpha, TraceShape.ThreeTen, TraceShape.Pi, TraceShape.Strand })
        {
            foreach ((int first, int last) in new TraceSegments(trace, shape).Find())
            {
                if (Free(used, first, last) is not (int from, int to) || to - from + 1 < shape.Shortest)
                    continue;
                Array.Fill(used, true, from, to - from + 1);
                if (shape == TraceShape.Strand)
                    strands.Add(new(residues[from..(to + 1)], trace[from..(to + 1)]));
                else
                    Mark(residues.AsSpan(from, to - from + 1), parts);
            }
        }
    }

    private static void Mark(ReadOnlySpan<int> residues, BackbonePart[] parts)
    {
        foreach (int r in residues)
            parts[r] = BackbonePart.Helix;
    }

    /// <summary>The first stretch of a segment that no other has.</summary>
    private static (int First, int Last)? Free(bool[] used, int first, int last)
    {
        int from = first;
        while (from <= last && used[from])
            from++;
        if (from > last)
            return null;
        int to = from;
        while (to < last && !used[to + 1])
            to++;
        return (from, to);
    }

    /// <summary>Unbroken stretches: consecutive numbers, and CA atoms near each other.</summary>
    private static IEnumerable<(int[] Residues, Vec3[] Trace)> Traces(Model model, double[] x, Chain chain)
    {
        var residues = new List<int>();
        var trace = new List<Vec3>();
        foreach (int r in chain.Residues.Where(r => ResidueClasses.IsProtein(model.Residues[r].Name)))
        {
            int alpha = Alpha(model, r);
            if (alpha < 0 || (residues.Count > 0 && IsSamePlace(model.Residues[residues[^1]], model.Residues[r])))
                continue;
            Vec3 at = TermGeometry.At(x, alpha);
            if (residues.Count > 0 && (model.Residues[r].Number != model.Residues[residues[^1]].Number + 1 || Vec3.Distance(at, trace[^1]) >= LongestStep))
            {
                yield return ([.. residues], [.. trace]);
                residues.Clear();
                trace.Clear();
            }

            residues.Add(r);
            trace.Add(at);
        }

        if (residues.Count > 0)
            yield return ([.. residues], [.. trace]);
    }

    private static bool IsSamePlace(Residue a, Residue b) => a.Number == b.Number && a.InsertionCode == b.InsertionCode;

    private static int Alpha(Model model, int residue)
    {
        Residue r = model.Residues[residue];
        for (int i = r.FirstAtom; i < r.FirstAtom + r.AtomCount; i++)
        {
            if (model.Atoms[i].Name == "CA" && model.Atoms[i].Element.Number == 6)
                return i;
        }

        return -1;
    }
}
