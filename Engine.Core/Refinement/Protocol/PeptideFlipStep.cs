using System.Globalization;
using Engine.Core.Maps;
using Engine.Core.Refinement.Flips;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>Turns peptide groups that fit the map and the Ramachandran distributions better another way round.</summary>
/// <param name="atEnd">
/// False: before the coordinates are minimised, every suspect peptide. True: after it in the last macro-cycles; Ramachandran outliers that the minimisation left are mended, at the price of
/// a little fit.
/// </param>
public sealed class PeptideFlipStep(bool atEnd) : IRefinementStep, IDisposable
{
    private const double MendingFactor = 3;
    private const double LeastMendingWeight = 10;
    private const double HoldSigma = 0.1;
    private const double HoldLimit = 0.3;
    private const double PeptideSigma = 0.2;
    private DensityMap? filtered;
    private PeptideFlipper? flipper;

    /// <inheritdoc/>
    public string Name => atEnd ? "backbone mending" : "peptide flips";

    /// <inheritdoc/>
    public StepPhase Phase => atEnd ? StepPhase.AfterCoordinates : StepPhase.BeforeCoordinates;

    /// <inheritdoc/>
    public double AllowedLoss => atEnd ? 0.003 : 0.0001;

    /// <inheritdoc/>
    public IReadOnlyList<StepChange> Changes { get; private set; } = [];

    /// <inheritdoc/>
    public bool RunsIn(int cycle, int cycles) => cycle >= 2 && (!atEnd || cycle >= cycles - 1);

    /// <inheritdoc/>
    public string? Run(StepContext context, RefinementState state, CancellationToken cancel)
    {
        RefinementOptions options = context.Options;
        filtered ??= MatchedFilter.Filter(context.Accelerator, context.Map, options.Blur ?? MatchedFilter.BlurFor(options.Resolution));
        flipper ??= new PeptideFlipper(filtered, options.Interpolation, new PeptideFlipOptions { MendOutliers = atEnd });
        double weight = options.RamachandranWeight ?? Ramachandran.WeightAt(options.Resolution);
        weight = atEnd ? Math.Max(weight * MendingFactor, LeastMendingWeight) : weight;
        RestraintTable? extra = weight > 0 ? Ramachandran.Restraints(context.Model, state.Positions, weight, context.Movable) : null;
        if (atEnd)
            extra = extra?.Append(Hold(context, state.Positions)).Append(RotamerRestraints.Build(context.Model, state.Positions));
        RefinementProblem problem = RefinementProblem.Create(context.Restraints, context.Movable, options.TorsionScale, extra);
        PeptideFlipResult result = flipper.Run(context.Model, state.Positions, problem, null, cancel);
        if (result.Flips.Count == 0)
            return null;
        Changes = [.. result.Flips.Select(f => StepChange.Of(
            context.Model, f.Residue1, atEnd ? "mended peptide" : "peptide", f.Gain, FormattableString.Invariant($"{f.Name} by {f.Angle:0}°, Ramachandran outliers {f.OutliersBefore} -> {f.OutliersAfter}")))];
        result.Positions.CopyTo(state.Positions, 0);
        int before = result.Flips.Sum(f => f.OutliersBefore), after = result.Flips.Sum(f => f.OutliersAfter);
        return string.Create(CultureInfo.InvariantCulture, $"{result.Flips.Count} of {result.Examined} suspect peptides {(atEnd ? "mended" : "turned")}, Ramachandran outliers around them {before} -> {after}");
    }

    /// <summary>Springs to the present places, weak ones for peptide groups; all let go of what must move far.</summary>
    private static RestraintTable Hold(StepContext context, double[] x)
    {
        int[] atoms = [.. Enumerable.Range(0, context.Movable.Length).Where(i => context.Movable[i] && context.Restraints.IsHydrogen[i] == 0)];
        double[] weights = [.. atoms.Select(i => context.Model.Atoms[i].Name is "C" or "O" or "N" ? 1 / (PeptideSigma * PeptideSigma) : 1 / (HoldSigma * HoldSigma))];
        return new RestraintTable
        {
            AtomCount = context.Movable.Length,
            SiteAtoms = atoms,
            SiteIdeal = [.. atoms.SelectMany(i => new[] { x[3 * i], x[3 * i + 1], x[3 * i + 2] })],
            SiteWeight = weights,
            SiteTop = [.. weights.Select(w => HoldLimit * HoldLimit * w)],
        };
    }

    /// <summary>Frees the filtered map.</summary>
    public void Dispose()
    {
        flipper?.Dispose();
        filtered?.Dispose();
    }
}
