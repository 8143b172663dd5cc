using System.Globalization;
using Engine.Core.Maps;
using Engine.Core.Rotamers;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>Turns side chains to rotamers that fit the map better: at 2.5 Å and better all of them once, else outliers and those whose density the model does not explain: at 4 Å a search of all side chains turns more right ones wrong than wrong ones right. In the last macro-cycle only outliers, which may then lose some of their density: what is turned there is minimised once.</summary>
public sealed class RotamerStep : IRefinementStep, IDisposable
{
    /// <summary>The noise that weighs the map includes what is wrong with the whole model around, which all rotamers of a side chain share: twice the noise of a difference on real maps.</summary>
    private const double MapWeight = 4;

    /// <summary>Share of its density that an outlier may lose when it is mended at the end.</summary>
    private const double LastLoss = 0.3;

    private DensityMap? filtered;

    /// <summary>The start is trusted (<see cref="StartRestraints"/>): only side chains that leave much more of the map unexplained than noise does are suspected.</summary>
    public bool IsStartHeld { get; init; }

    /// <inheritdoc/>
    public string Name => "rotamers";

    /// <inheritdoc/>
    public StepPhase Phase => StepPhase.BeforeCoordinates;

    /// <inheritdoc/>
    public IReadOnlyList<StepChange> Changes { get; private set; } = [];

    /// <inheritdoc/>
    public bool RunsIn(int cycle, int cycles) => cycle >= 2;

    /// <inheritdoc/>
    public string? Run(StepContext context, RefinementState state, CancellationToken cancel)
    {
        double blur = context.Options.Blur ?? MatchedFilter.BlurFor(context.Options.Resolution);
        Changes = [];
        filtered ??= MatchedFilter.Filter(context.Accelerator, context.Map, blur);
        var sampler = new DensitySampler(filtered);
        RotamerFitResult result;
        try
        {
            using var left = new ResidualDensity(context.Accelerator, filtered, blur, context.Options.Resolution, context.Model, state.Positions, state.B, state.Occupancy) { IsStrict = IsStartHeld };
            bool last = context.Cycle == context.Options.Cycles;
            var options = new RotamerFitOptions { MapWeight = IsStartHeld ? 1 : MapWeight, SuspectsOnly = last || context.Cycle > 2 || context.Options.Resolution > 2.5 };
            if (last)
                options = options with { MapWeight = 1, AllowedLoss = LastLoss };
            var fitter = new RotamerFitter(sampler.At, options, last ? _ => false : left.IsUnexplained);
            result = fitter.Run(context.Model, state.Positions, context.Restraints.Table, context.Movable, cancel);
        }
        catch (NumericalException e)
        {
            // A model that is not where its density is: there is nothing to fit side chains to, but the refinement goes on.
            return $"side chains are left as they are: {e.Message}";
        }

        if (result.Changes.Count == 0)
            return null;
        Changes = [.. result.Changes.Select(c => StepChange.Of(context.Model, c.Residue, "side chain", c.NewDensity - c.OldDensity, $"{c.OldRotamer} -> {c.NewRotamer}"))];
        result.Positions.CopyTo(state.Positions, 0);
        int outliers = result.Changes.Count(c => c.OldScore.Label == RotamerLabel.Outlier);
        return string.Create(CultureInfo.InvariantCulture, $"{result.Changes.Count} of {result.Examined} side chains turned, {outliers} of them were outliers");
    }

    /// <summary>Frees the filtered map.</summary>
    public void Dispose() => filtered?.Dispose();
}
