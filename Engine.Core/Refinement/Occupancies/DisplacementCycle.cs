using System.Diagnostics;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Refinement.Displacements;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement.Occupancies;

/// <summary>What <see cref="DisplacementCycle"/> does.</summary>
public sealed record DisplacementPlan
{
    /// <summary>B factors; null = not refined.</summary>
    public BFactorOptions? BFactors { get; init; }

    /// <summary>Occupancies; null = not refined.</summary>
    public OccupancyOptions? Occupancies { get; init; }

    /// <summary>Rounds of B factors and occupancies, when both are refined. The two are correlated, so that each round goes only part of the way.</summary>
    public int Rounds { get; init; } = 4;

    /// <summary>Resolution beyond which an atom's B and occupancy are not both refined, Å: there one undoes the other.</summary>
    public double BothUpTo { get; init; } = 2.5;

    /// <summary>Score of B factors and occupancies, such as CC_mask; null = none.</summary>
    public Func<double[], double[], double?>? Score { get; init; }
}

/// <summary>Result of <see cref="DisplacementCycle"/>.</summary>
/// <param name="B">B of every atom, Å².</param>
/// <param name="Occupancy">Occupancy of every atom.</param>
/// <param name="BFactors">Refinements of B factors in order.</param>
/// <param name="Occupancies">Refinements of occupancies in order.</param>
/// <param name="ScoreBefore">Score before.</param>
/// <param name="ScoreAfter">Score after.</param>
/// <param name="Notes">What the user should know, one line each.</param>
/// <param name="Seconds">Time.</param>
public sealed record DisplacementResult(
    double[] B, double[] Occupancy, IReadOnlyList<BFactorResult> BFactors, IReadOnlyList<OccupancyResult> Occupancies, double? ScoreBefore, double? ScoreAfter,
    IReadOnlyList<string> Notes, double Seconds);

/// <summary>
/// Refines B factors and occupancies in turn. Beyond 2.5 Å atoms whose occupancy is refined take their B from their neighbours: a map of that resolution does not tell
/// a weak atom from a mobile one.
/// </summary>
public static class DisplacementCycle
{
    private const double NeighborPower = -1.69;

    /// <summary>Runs the plan.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Observed map, orthogonal, any scale.</param>
    /// <param name="state">Model and present values; not changed.</param>
    /// <param name="plan">What is refined.</param>
    /// <param name="cancel">Stops early, with valid values.</param>
    /// <exception cref="InputException">No atom lies in the map, or the map is not orthogonal.</exception>
    /// <exception cref="UsageException">Options make no sense.</exception>
    public static DisplacementResult Run(Accelerator accelerator, DensityMap map, DisplacementState state, DisplacementPlan plan, CancellationToken cancel = default)
    {
        var clock = Stopwatch.StartNew();
        IReadOnlyList<OccupancySet> sets = plan.Occupancies == null ? [] : OccupancyGroups.Find(state.Model, state.Positions, state.Occupancy, state.Selection, plan.Occupancies);
        bool[] grouped = new bool[state.Selection.Length];
        foreach (int a in sets.SelectMany(s => s.Groups).SelectMany(g => g.Atoms))
            grouped[a] = true;
        bool apart = plan.BFactors is { } b && sets.Count > 0 && b.Fit.Resolution > plan.BothUpTo;
        var notes = new List<string>();
        if (apart)
            notes.Add($"{grouped.Count(g => g)} atoms whose occupancy is refined take B from their neighbours");
        var byB = new List<BFactorResult>();
        var byOccupancy = new List<OccupancyResult>();
        DisplacementState now = state;
        int rounds = plan.BFactors != null && sets.Count > 0 ? plan.Rounds : 1;
        for (int round = 0; round < rounds && !cancel.IsCancellationRequested; round++)
        {
            if (plan.BFactors != null)
            {
                // The first round may start anew; the others go on from it.
                BFactorOptions options = round == 0 ? plan.BFactors : plan.BFactors with { Reset = false };
                bool[] selection = apart ? [.. state.Selection.Select((s, i) => s && !grouped[i])] : state.Selection;
                byB.Add(BFactorRefinement.Run(accelerator, map, now with { Selection = selection }, options, cancel));
                now = now with { B = apart ? FromNeighbors(now, byB[^1].B, grouped, options) : byB[^1].B };
            }

            if (sets.Count > 0)
            {
                byOccupancy.Add(OccupancyRefinement.Run(accelerator, map, now, sets, plan.Occupancies!, cancel));
                now = now with { Occupancy = byOccupancy[^1].Occupancy };
            }
        }

        notes.AddRange(byB.SelectMany(r => r.Notes).Distinct());
        return new DisplacementResult(
            now.B, now.Occupancy, byB, byOccupancy, plan.Score?.Invoke(state.B, state.Occupancy), plan.Score?.Invoke(now.B, now.Occupancy), notes, clock.Elapsed.TotalSeconds);
    }

    /// <summary>B of the grouped atoms as the mean of ln(B + B0) of refined neighbours, weighted as in the neighbour restraint; hydrogens follow the same rule.</summary>
    private static double[] FromNeighbors(DisplacementState state, double[] refined, bool[] grouped, BFactorOptions options)
    {
        double[] b = [.. refined];
        Vec3[] points = [.. Enumerable.Range(0, grouped.Length).Select(i => new Vec3(state.Positions[3 * i], state.Positions[3 * i + 1], state.Positions[3 * i + 2]))];
        int[] sources = [.. Enumerable.Range(0, grouped.Length).Where(i => state.Selection[i] && !grouped[i] && !state.Model.Atoms[i].Element.IsHydrogen)];
        var grid = new AtomGrid(points, sources, options.NeighborRadius);
        var near = new List<int>();
        for (int i = 0; i < grouped.Length; i++)
        {
            if (!grouped[i])
                continue;
            grid.Near(points[i], options.NeighborRadius, near);
            double sum = 0, weights = 0;
            foreach (int j in near)
            {
                double weight = Math.Pow(Math.Max(1, Vec3.Distance(points[i], points[j])), NeighborPower);
                (sum, weights) = (sum + weight * Math.Log(refined[j] + options.Softening), weights + weight);
            }

            if (weights > 0)
                b[i] = Math.Clamp(Math.Exp(sum / weights) - options.Softening, options.Smallest, options.Largest);
        }

        return b;
    }
}
