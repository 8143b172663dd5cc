using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>What the user can choose about a refinement.</summary>
public sealed record RefinementOptions
{
    /// <summary>Resolution d, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Macro-cycles.</summary>
    public int Cycles { get; init; } = 5;

    /// <summary>Minimiser iterations per macro-cycle.</summary>
    public int Iterations { get; init; } = 150;

    /// <summary>What coordinates are fitted to.</summary>
    public CoordinateTarget Target { get; init; } = CoordinateTarget.Auto;

    /// <summary>Resolution of every atom of the model for model-map targets, Å; null = <see cref="Resolution"/>.</summary>
    public double[]? LocalResolution { get; init; }

    /// <summary>Weight of the Ramachandran potential; 0 = off, null = by resolution (<see cref="Restraints.Ramachandran.WeightAt"/>).</summary>
    public double? RamachandranWeight { get; init; }

    /// <summary>Fixed weight of the map term; null = found automatically.</summary>
    public double? Weight { get; init; }

    /// <summary>Fixed weight of the map term in macro-cycles that fit the model map, where <see cref="Weight"/> is that of the density; null = <see cref="Weight"/>.</summary>
    public double? ModelMapWeight { get; init; }

    /// <summary>Parts of the model whose weights may differ where the automatic weight finds that they should; a fixed <see cref="Weight"/> is the same for all.</summary>
    public WeightGrouping WeightGroups { get; init; }

    /// <summary>Fixed factor of each atom's weight in the map term; null = 1, or found by <see cref="WeightGroups"/>.</summary>
    public double[]? WeightFactors { get; init; }

    /// <summary>Bond rmsd to aim for, Å; null = by resolution (<see cref="GeometryGoal"/>).</summary>
    public double? BondRmsd { get; init; }

    /// <summary>Angle rmsd to aim for, degrees; null = by resolution.</summary>
    public double? AngleRmsd { get; init; }

    /// <summary>
    /// B that blurs the target map, Å²; null = <see cref="MatchedFilter.BlurFor"/>. An atom fits where the map looks like the atom, so the density at a point is replaced by
    /// the map's overlap with an atom's image there.
    /// </summary>
    public double? Blur { get; init; }

    /// <summary>
    /// Factor of the weight of side-chain and other periodic torsions (single bonds between sp3 atoms and the like). Dictionaries give their minima, not how sharp they are in
    /// a population; at full weight they pull atoms out of the density.
    /// </summary>
    public double TorsionScale { get; init; } = 0.1;

    /// <summary>Bonds and angles of the main chain have the targets of their φ and ψ (<see cref="Restraints.BackboneTargets"/>), found anew for each macro-cycle, instead of one target for all.</summary>
    public bool BackboneTargets { get; init; }

    /// <summary>Steps and restraints of the full protocol; null: coordinates, dictionaries and Ramachandran potential only.</summary>
    public FullProtocol? Full { get; init; }

    /// <summary>Interpolation of the target map.</summary>
    public InterpolationKind Interpolation { get; init; } = InterpolationKind.Tricubic;
}

/// <summary>What coordinates are fitted to.</summary>
public enum CoordinateTarget
{
    /// <summary>Density at the atoms first, the model map by least squares in the last two macro-cycles.</summary>
    Auto,

    /// <summary>Interpolated density at the atoms.</summary>
    Density,

    /// <summary>The model map, least squares inside the molecular mask.</summary>
    LeastSquares,

    /// <summary>The model map, correlation inside the molecular mask.</summary>
    Correlation,
}

/// <summary>The deviations from ideal geometry that the map weight is tuned to.</summary>
/// <param name="BondRmsd">Å.</param>
/// <param name="AngleRmsd">Degrees.</param>
public sealed record GeometryGoal(double BondRmsd, double AngleRmsd)
{
    /// <summary>Bond rmsd that no refinement with automatic weight may exceed, Å.</summary>
    public const double BondCeiling = 0.015;

    /// <summary>Angle rmsd that no refinement with automatic weight may exceed, degrees.</summary>
    public const double AngleCeiling = 2.0;

    /// <summary>
    /// The goal of a resolution, with the user's values where given: 0.0092 Å and 1.15° to 2 Å, 0.0078 Å and 1.1° at 3 Å, 0.0095 Å and 1.25° from 3.5 Å. On simulated maps of 3 Å a tighter geometry is
    /// nearer to the truth; at 4 Å it hardly matters to the truth (0.367 Å instead of 0.376) but to the fit.
    /// </summary>
    /// <param name="options">Resolution and the user's wishes.</param>
    public static GeometryGoal For(RefinementOptions options)
    {
        double d = options.Resolution, fine = Math.Clamp(d - 2, 0, 1), coarse = Math.Clamp((d - 3) / 0.5, 0, 1);
        return new(
            Math.Min(BondCeiling, options.BondRmsd ?? 0.0092 - 0.0014 * fine + 0.0017 * coarse),
            Math.Min(AngleCeiling, options.AngleRmsd ?? 1.15 - 0.05 * fine + 0.15 * coarse));
    }

    /// <summary>How far deviations are along the way to the goal: 1 = one of them is there.</summary>
    /// <param name="bondRmsd">Å.</param>
    /// <param name="angleRmsd">Degrees.</param>
    public double Ratio(double bondRmsd, double angleRmsd) => Math.Max(bondRmsd / BondRmsd, angleRmsd / AngleRmsd);
}
