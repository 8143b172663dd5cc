using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Validation.Contacts;

namespace Engine.Core.Validation.Hydrogens;

/// <summary>What became of the end of an Asn, Gln or His.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Name">Readable name, such as "A 308 GLN".</param>
/// <param name="IsFlipped">True when it was turned by 180°.</param>
/// <param name="State">What was chosen, such as "flipped" or "HD1".</param>
/// <param name="Score">Score of the choice: 4 × overlap volume of hydrogen bonds - 10 × that of clashes, Å³.</param>
/// <param name="OtherScore">Best score of the other orientation, everything else as chosen; the same score when turning was not allowed.</param>
public sealed record FlipRecord(int Residue, string Name, bool IsFlipped, string State, double Score, double OtherScore);

/// <summary>Turns hydrogens and the ends of side chains to the best contacts, in the manner of Reduce (Word and co-workers, J. Mol. Biol. 285 (1999) 1735).</summary>
internal sealed class HydrogenOptimiser(ContactSystem system, IReadOnlyList<HydrogenGroup> groups, HydrogenOptions options)
{
    /// <summary>Fine steps about the best coarse one, degrees.</summary>
    private static readonly int[] FineSteps = [-8, -6, -4, -2, 2, 4, 6, 8];

    private const int FineRounds = 2;

    private readonly Model model = system.Model;

    /// <summary>Atoms that the chosen states do without.</summary>
    public bool[] Absent { get; } = new bool[system.Radius.Length];

    /// <summary>Moves the atoms of the model to the best states; returns what became of the flips.</summary>
    public List<FlipRecord> Run()
    {
        List<Mover> movers = new MoverFinder(system, groups, options).Find();
        LeaveOneOnHistidine(movers);
        if (movers.Count == 0)
            return [];
        var scorer = new MoverScorer(system, movers);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads };
        var alone = new double[movers.Count][];
        Parallel.For(0, movers.Count, parallel, m => alone[m] = scorer.Alone(movers[m], Absent));
        Dictionary<(int, int), double[,]> pairs = Pairs(movers, scorer, parallel);
        int[] chosen = new CliqueSolver(alone, pairs).Solve();
        var state = movers.Select((m, k) => m.States[chosen[k]]).ToArray();
        for (int m = 0; m < state.Length; m++)
            Apply(movers[m], state[m]);
        for (int round = 0; round < FineRounds; round++)
        {
            for (int m = 0; m < state.Length; m++)
            {
                if (movers[m].Rotor != null)
                    state[m] = Refined(movers[m], state[m], scorer);
            }
        }

        return [.. Enumerable.Range(0, state.Length).Where(m => movers[m].Rotor == null).Select(m => Record(movers[m], state[m], scorer))];
    }

    /// <summary>A His that has no choice, because it has alternates or is bound, is protonated at NE2 alone when both nitrogens have room.</summary>
    private void LeaveOneOnHistidine(List<Mover> movers)
    {
        HashSet<int> chosen = [.. movers.Where(m => m.Rotor == null).Select(m => m.Residue)];
        foreach (HydrogenGroup g in groups.Where(g => g.Names is ["HD1"] && model.Residues[g.Residue].Name == "HIS" && !chosen.Contains(g.Residue)))
        {
            if (groups.Any(o => o.Residue == g.Residue && o.Names is ["HE2"]))
                Absent[g.First] = true;
        }
    }

    /// <summary>Scores of the pairs that touch in some of their states.</summary>
    private static Dictionary<(int, int), double[,]> Pairs(List<Mover> movers, MoverScorer scorer, ParallelOptions parallel)
    {
        List<(int, int)> near = Near(movers);
        var tables = new double[near.Count][,];
        Parallel.For(0, near.Count, parallel, k => tables[k] = Table(movers[near[k].Item1], movers[near[k].Item2], scorer));
        var pairs = new Dictionary<(int, int), double[,]>();
        for (int k = 0; k < near.Count; k++)
        {
            if (tables[k].Cast<double>().Any(v => v != 0))
                pairs[near[k]] = tables[k];
        }

        return pairs;
    }

    private static List<(int, int)> Near(List<Mover> movers)
    {
        double widest = movers.Max(m => m.Reach);
        var grid = new AtomGrid([.. movers.Select(m => m.Centre)], Enumerable.Range(0, movers.Count), 2 * widest + 5);
        var found = new List<int>();
        var near = new List<(int, int)>();
        for (int a = 0; a < movers.Count; a++)
        {
            grid.Near(movers[a].Centre, movers[a].Reach + widest + 5, found);
            near.AddRange(found.Where(b => b > a && MoverScorer.MayTouch(movers[a], movers[b])).Select(b => (a, b)));
        }

        return near;
    }

    private static double[,] Table(Mover a, Mover b, MoverScorer scorer)
    {
        var table = new double[a.States.Length, b.States.Length];
        for (int s = 0; s < a.States.Length; s++)
        {
            for (int t = 0; t < b.States.Length; t++)
                table[s, t] = scorer.Between(a, a.States[s], b, b.States[t]);
        }

        return table;
    }

    private void Apply(Mover mover, MoverState state)
    {
        for (int k = 0; k < mover.Atoms.Length; k++)
        {
            Absent[mover.Atoms[k]] = state.Places[k] == null;
            if (state.Places[k] is Vec3 at)
                model.Atoms[mover.Atoms[k]].Position = at;
        }

        if (mover.Rotor != null)
            return;
        for (int k = 0; k < mover.Atoms.Length; k++)
            system.Role[mover.Atoms[k]] = mover.RoleIn(system, k, state);
    }

    private MoverState Refined(Mover mover, MoverState state, MoverScorer scorer)
    {
        MoverState best = state;
        double highest = scorer.InPlace(mover, state, Absent);
        foreach (int step in FineSteps)
        {
            double torsion = state.Torsion + step;
            var tried = state with { Torsion = torsion, Places = [.. mover.Rotor!.Places(i => model.Atoms[i].Position, torsion).Select(p => (Vec3?)p)] };
            double score = scorer.InPlace(mover, tried, Absent);
            if (score > highest + 1e-9)
                (best, highest) = (tried, score);
        }

        Apply(mover, best);
        return best;
    }

    private FlipRecord Record(Mover mover, MoverState state, MoverScorer scorer)
    {
        double score = scorer.InPlace(mover, state, Absent) + state.Penalty;
        double other = mover.States.Where(s => s.IsFlip != state.IsFlip).Select(s => scorer.InPlace(mover, s, Absent) + s.Penalty).DefaultIfEmpty(score).Max();
        return new(mover.Residue, Labels.Residue(model, mover.Residue), state.IsFlip, state.Name, score, other);
    }
}
