using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Rotamers;

/// <summary>
/// Finds side chains that fit a map better in another rotamer. Each is tried in all rotamers with everything else fixed; residues that can touch each other are never turned at the same
/// time, so the result does not depend on the number of threads. A change is accepted when map, rotamer probability and contacts together improve, the density does not fall, and no
/// outlier results.
/// </summary>
/// <param name="density">Density at a position (Å); low-pass or matched filtered to the resolution, any scale, background near 0. Called from many threads.</param>
/// <param name="options">How evidence is weighed; the default when null.</param>
/// <param name="suspect">Side chains that are poor besides outliers (<see cref="ResidualDensity.IsUnexplained"/>); null: those of low density.</param>
public sealed class RotamerFitter(Func<Vec3, double> density, RotamerFitOptions? options = null, Func<SideChain, bool>? suspect = null)
{
    /// <summary>Smaller changes of all torsions are left to the minimiser, degrees.</summary>
    private const double SmallTurn = 20;
    private const double KeptDensity = 0.02;
    private readonly RotamerFitOptions options = options ?? new();

    /// <summary>Searches.</summary>
    /// <param name="model">Names, residues, occupancies.</param>
    /// <param name="positions">3N coordinates, Å; not changed.</param>
    /// <param name="bonds">Restraints of the model: side chains with a bond to another residue stay; null = disregard.</param>
    /// <param name="movable">Atoms that may move; null = all.</param>
    /// <param name="cancel">Stops between residues; what was found so far is returned.</param>
    /// <exception cref="ArgumentException">Numbers of atoms differ.</exception>
    /// <exception cref="NumericalException">The map has no density at the main chain.</exception>
    public RotamerFitResult Run(Model model, ReadOnlySpan<double> positions, RestraintTable? bonds = null, bool[]? movable = null, CancellationToken cancel = default)
    {
        int n = model.Atoms.Count;
        if (positions.Length != 3 * n || (movable != null && movable.Length != n) || (bonds != null && bonds.AtomCount != n))
            throw new ArgumentException($"{positions.Length} coordinates, {movable?.Length} flags and {bonds?.AtomCount} restrained atoms for {n} atoms", nameof(positions));
        double[] start = positions.ToArray(), x = positions.ToArray();
        var skipped = new List<RotamerSkip>();
        SideChain[] chains = Eligible(model, bonds, movable, skipped);
        if (chains.Length == 0)
            return new(x, [], skipped, 0);
        var expected = new DensityModel(model, x, density);
        double[] references = expected.Amplitudes(chains);
        var conformers = new Conformers(model);
        if (options.SuspectsOnly)
            chains = Suspects(model, conformers, expected, x, chains, ref references);
        bool[] soft = new bool[n];
        foreach (SideChain chain in chains)
            Array.ForEach(chain.Moving, a => soft[a] = true);
        int[][] colours = ResidueColours.Of(chains, x);
        for (int round = 0; round < options.Rounds; round++)
        {
            int changes = 0;
            if (round > 0)
                expected = new DensityModel(model, x, density);
            foreach (int[] colour in colours)
                changes += Visit(model, conformers, expected, chains, references, colour, round == 0 ? soft : null, x, cancel);
            if ((changes == 0 && round > 0) || cancel.IsCancellationRequested)
                break;
        }

        return new(x, Records(model, conformers, expected, chains, references, start, x), skipped, chains.Length);
    }

    private static SideChain[] Eligible(Model model, RestraintTable? bonds, bool[]? movable, List<RotamerSkip> skipped)
    {
        var reasons = new SortedDictionary<int, string>();
        SideChain[] all = [.. SideChain.Find(model, r => reasons[r] = "atoms are missing")];
        var bonded = new HashSet<int>();
        for (int b = 0; b < (bonds?.BondCount ?? 0); b++)
        {
            int i = bonds!.BondAtoms[2 * b], j = bonds.BondAtoms[2 * b + 1];
            if (model.Atoms[i].ResidueIndex != model.Atoms[j].ResidueIndex)
                bonded.UnionWith([i, j]);
        }

        var eligible = new List<SideChain>();
        foreach (SideChain chain in all)
        {
            if (chain.AltLoc != '\0' || chain.Moving.Any(a => model.Atoms[a].AltLoc != '\0'))
                reasons[chain.Residue] = "alternate conformations";
            else if (chain.Moving.Any(bonded.Contains))
                reasons[chain.Residue] = "bonded to another residue";
            else if (movable != null && chain.Moving.Any(a => !movable[a]))
                reasons[chain.Residue] = "fixed";
            else if (chain.Moving.All(a => model.Atoms[a].Occupancy <= 0))
                reasons[chain.Residue] = "occupancy 0";
            else
                eligible.Add(chain);
        }

        skipped.AddRange(reasons.Select(r => new RotamerSkip(r.Key, Labels.Residue(model, r.Key), r.Value)));
        return [.. eligible];
    }

    /// <summary>Outliers, and those that the caller suspects, else side chains whose density is far below the median of their type (of all types where a type is rare).</summary>
    private SideChain[] Suspects(Model model, Conformers conformers, DensityModel expected, double[] x, SideChain[] chains, ref double[] references)
    {
        const int Rare = 5;
        double[] heights = references;
        var cells = new ClashCells(model, conformers, x);
        SideChainValue[] values = [.. chains.Select((c, i) => new SideChainEnergy(model, c, density, expected, heights[i], options) { Cells = cells }.See(model, x).Of(x))];
        double everywhere = Median(values.Select(v => v.Density));
        Dictionary<string, double> medians = chains.Zip(values).GroupBy(p => p.First.Type)
            .ToDictionary(g => g.Key, g => g.Count() < Rare ? everywhere : Median(g.Select(p => p.Second.Density)));
        int[] kept = [.. Enumerable.Range(0, chains.Length).Where(i => values[i].Score.Label == RotamerLabel.Outlier || (suspect?.Invoke(chains[i]) ?? (values[i].Density < options.PoorShare * medians[chains[i].Type])))];
        references = [.. kept.Select(i => heights[i])];
        return [.. kept.Select(i => chains[i])];
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Turns the side chains of one colour; returns how many.</summary>
    private int Visit(Model model, Conformers conformers, DensityModel expected, SideChain[] chains, double[] references, int[] colour, bool[]? soft, double[] x, CancellationToken cancel)
    {
        var cells = new ClashCells(model, conformers, x);
        var found = new double[]?[colour.Length];
        Parallel.For(0, colour.Length, i =>
        {
            if (cancel.IsCancellationRequested)
                return;
            SideChain chain = chains[colour[i]];
            SideChainEnergy energy = new SideChainEnergy(model, chain, density, expected, references[colour[i]], options) { Cells = cells, Soft = soft }.See(model, x);
            found[i] = chain.Type == "PRO" ? Pucker(model, chain, energy, x) : Turned(chain, energy, x);
        });
        for (int i = 0; i < colour.Length; i++)
        {
            if (found[i] is not double[] moved)
                continue;
            foreach (int atom in chains[colour[i]].Moving)
                moved.AsSpan(3 * atom, 3).CopyTo(x.AsSpan(3 * atom));
        }

        return found.Count(f => f != null);
    }

    /// <summary>Coordinates with the side chain in a better rotamer; null when there is none.</summary>
    private double[]? Turned(SideChain chain, SideChainEnergy energy, double[] x)
    {
        SideChainValue before = energy.Of(x);
        var trial = (double[])x.Clone();
        double[] chi = chain.Chi(x);
        if (RotamerSearch.Best(chain, energy, trial) is not (double[] best, SideChainValue after) || !IsBetter(before, after))
            return null;
        bool small = Enumerable.Range(0, chi.Length).All(k => Math.Abs(ChiDefinition.Difference(chain.Type, k, chi[k], best[k])) < SmallTurn);
        if (small && before.Score.Label != RotamerLabel.Outlier)
            return null;
        x.CopyTo(trial, 0);
        chain.Set(trial, best);
        return trial;
    }

    private double[]? Pucker(Model model, SideChain chain, SideChainEnergy energy, double[] x)
    {
        var trial = (double[])x.Clone();
        chain.FlipPucker(model, trial);
        SideChainValue after = energy.Of(trial);
        return after.Score.Label != RotamerLabel.Outlier && IsBetter(energy.Of(x), after) ? trial : null;
    }

    private bool IsBetter(SideChainValue before, SideChainValue after)
    {
        double loss = before.Score.Label == RotamerLabel.Outlier ? options.AllowedLoss : KeptDensity;
        return after.Total > before.Total + options.LeastGain && after.Density > before.Density - loss;
    }

    private List<RotamerChange> Records(Model model, Conformers conformers, DensityModel expected, SideChain[] chains, double[] references, double[] start, double[] x)
    {
        var cells = new ClashCells(model, conformers, x);
        var changes = new List<RotamerChange>();
        for (int i = 0; i < chains.Length; i++)
        {
            SideChain chain = chains[i];
            if (!chain.Moving.Any(a => !start.AsSpan(3 * a, 3).SequenceEqual(x.AsSpan(3 * a, 3))))
                continue;
            SideChainEnergy energy = new SideChainEnergy(model, chain, density, expected, references[i], options) { Cells = cells }.See(model, x);
            double[] before = chain.Chi(start), after = chain.Chi(x);
            changes.Add(new(
                chain.Residue, Labels.Residue(model, chain.Residue), RotamerLibrary.Nearest(chain.Type, before).Name, RotamerLibrary.Nearest(chain.Type, after).Name,
                RotamerScore.Of(chain.Type, before), RotamerScore.Of(chain.Type, after), energy.Density(start), energy.Density(x), after));
        }

        return changes;
    }
}
