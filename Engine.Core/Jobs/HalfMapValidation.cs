using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Simulation;

namespace Engine.Core.Jobs;

/// <summary>How a refinement is tested with half maps.</summary>
public sealed record HalfMapValidationOptions
{
    /// <summary>Resolution of the refinement, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Root mean square shake of the model before it is refined against one half, Å: it forgets the noise of the full map.</summary>
    public double Shake { get; init; } = 0.5;

    /// <summary>Seed of the shake.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Form factors.</summary>
    public ScatteringTable Scattering { get; init; } = ScatteringTable.Electron;

    /// <summary>Limits of the verdict.</summary>
    public OverfittingLimits Limits { get; init; } = new();
}

/// <summary>
/// Refines a model against a map, in place: coordinates, and B factors and occupancies where the protocol refines them. Protocol and weight must be those of the
/// refinement that is tested. Stops early when cancelled.
/// </summary>
/// <param name="half">Half map; not to be changed.</param>
/// <param name="model">Shaken copy of the refined model; changed.</param>
/// <param name="cancel">Stops.</param>
public delegate void HalfMapRefinement(DensityMap half, Model model, CancellationToken cancel);

/// <summary>
/// Cross-validation of a refinement after Brown et al. 2015 (Acta Cryst. D71, 136): the refined model is shaken, refined against one half map alone by the same
/// protocol, and compared with both halves.
/// </summary>
public static class HalfMapValidation
{
    /// <summary>Tests a refinement.</summary>
    /// <param name="pair">Half maps and mask.</param>
    /// <param name="structure">The final structure, refined against the full map; not changed. The first model counts.</param>
    /// <param name="selection">One flag per atom: true where it was refined. All atoms scatter; only these are shaken.</param>
    /// <param name="refine">The protocol.</param>
    /// <param name="options">Options.</param>
    /// <param name="cancel">Stops; the report of a stopped test says so and gives no verdict.</param>
    public static HalfMapReport Run(
        HalfMapPair pair, Structure structure, bool[] selection, HalfMapRefinement refine, HalfMapValidationOptions options, CancellationToken cancel)
    {
        Model final = structure.First, shaken = Shaken(structure, selection, options.Shake, options.Seed);
        bool[] heavy = [.. final.Atoms.Select(a => !a.Element.IsHydrogen)];
        FscCurve full = pair.WithAverage(final, heavy, options.Scattering);
        refine(pair.Half1, shaken, cancel);
        (FscCurve work, FscCurve test) = pair.WithModel(shaken, heavy, options.Scattering);
        OverfittingVerdict? verdict = cancel.IsCancellationRequested
            ? null
            : OverfittingTest.Judge(
                new OverfittingCurves(work, test, pair.Masked, pair.IndependentFraction) { Neutral = Neutral(pair, final, shaken, heavy, options) }, options.Resolution, options.Limits);
        return new HalfMapReport(
            options.Resolution, options.Shake, options.Seed,
            pair.Masked.Crossing(HalfMapReport.HalfMapThreshold), pair.Unmasked.Crossing(HalfMapReport.HalfMapThreshold),
            full.Crossing(HalfMapReport.ModelThreshold), work.Crossing(HalfMapReport.ModelThreshold), test.Crossing(HalfMapReport.ModelThreshold),
            full.Average(options.Resolution), work.Average(options.Resolution), test.Average(options.Resolution),
            Coordinates.Rmsd(Coordinates.Of(final), Coordinates.Of(shaken), selection), verdict, HalfMapReport.Table(pair, full, work, test));
    }

    private static (FscCurve First, FscCurve Second, FscCurve Between) Neutral(HalfMapPair pair, Model final, Model refined, bool[] heavy, HalfMapValidationOptions options)
    {
        (FscCurve first, FscCurve second) = pair.WithModel(final, heavy, options.Scattering);
        return (first, second, pair.Between(final, refined, heavy, options.Scattering));
    }

    /// <summary>A copy of a structure's first model with the selected atoms shaken.</summary>
    internal static Model Shaken(Structure structure, bool[] selection, double shake, ulong seed)
    {
        Model final = structure.First, shaken = StructureCopy.Copy(structure).First;
        ModelShaker.Shake(shaken, shake, seed);
        for (int i = 0; i < selection.Length; i++)
        {
            if (!selection[i])
                shaken.Atoms[i].Position = final.Atoms[i].Position;
        }

        return shaken;
    }
}
