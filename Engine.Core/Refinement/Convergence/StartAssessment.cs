using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>What the user says about the start.</summary>
public enum StartMode
{
    /// <summary>Decided by <see cref="StartAssessment"/>.</summary>
    Auto,

    /// <summary>Within reach of gradient refinement.</summary>
    Good,

    /// <summary>Far away: all steps of large radius.</summary>
    Poor,
}

/// <summary>How far a start is from density and from sensible geometry.</summary>
/// <param name="DensityPerAtom">Mean density at the atoms at resolution d, standard deviations of the map.</param>
/// <param name="RandomMean">Mean of the same over random places and orientations of the model.</param>
/// <param name="RandomDeviation">Standard deviation of that.</param>
/// <param name="BondRmsd">Å.</param>
/// <param name="AngleRmsd">Degrees.</param>
/// <param name="ShareDisplaced">Share of the residues whose stretch of chain gains density by a shift of 1.5 Å or more.</param>
public sealed record StartAssessment(
    double DensityPerAtom, double RandomMean, double RandomDeviation, double BondRmsd, double AngleRmsd, double ShareDisplaced)
{
    /// <summary>Bonds above this rmsd are torn, Å: random errors of about 0.45 Å per atom.</summary>
    public const double TornBonds = 0.35;

    /// <summary>A start is displaced when more than this share of its residues would rather be elsewhere.</summary>
    public const double MostDisplaced = 0.15;

    /// <summary>Fewer standard deviations above random places than this tell nothing of a fit.</summary>
    public const double LeastScore = 4;

    private const int Places = 64;
    private const double Displacement = 1.5;

    /// <summary>Standard deviations by which the start lies above random places.</summary>
    public double Score => RandomDeviation > 0 ? (DensityPerAtom - RandomMean) / RandomDeviation : 0;

    /// <summary>True when covalent geometry is torn.</summary>
    public bool IsTorn => BondRmsd > TornBonds;

    /// <summary>True when parts or all of the model lie beside their density.</summary>
    public bool IsDisplaced => ShareDisplaced > MostDisplaced || Score < LeastScore;

    /// <summary>True when gradient refinement alone would not do.</summary>
    public bool IsPoor => IsTorn || IsDisplaced;

    /// <summary>Measures a start.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="levels">The map.</param>
    /// <param name="model">Residues and chains.</param>
    /// <param name="problem">Restraints in full.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="resolution">d, Å.</param>
    /// <param name="seed">Seed of the random places.</param>
    public static StartAssessment Of(
        Accelerator accelerator, MapLevels levels, Model model, RefinementProblem problem, double[] x, double resolution, ulong seed)
    {
        TargetMap map = levels.At(resolution), smooth = levels.At(Math.Max(resolution, 4));
        (double bond, double angle) = BondAngleRmsd.Compute(problem.Table, x);
        ShiftField field = new Morphing(accelerator, new MorphingOptions()).Find(model, x, problem.MapWeights, smooth);
        (double mean, double deviation) = Elsewhere(accelerator, map, problem, x, seed);
        return new(
            AtomDensity.Mean(accelerator, map, x, problem.MapWeights), mean, deviation, bond, angle, field.ShareBeyond(Displacement));
    }

    /// <summary>Density per atom where the model does not belong: shifted by 4 to 10 Å and turned at random about its centroid.</summary>
    private static (double Mean, double Deviation) Elsewhere(Accelerator accelerator, TargetMap map, RefinementProblem problem, double[] x, ulong seed)
    {
        IReadOnlyList<AtomGroup> whole = AtomGroup.Whole(problem.Movable);
        if (whole.Count == 0)
            return (0, 0);
        using var objective = new RigidBodyObjective(accelerator, whole, x, problem.MapWeights) { Map = map };
        double norm = Math.Max(1, problem.MapWeights.Sum());
        var random = new RandomSource(seed);
        Vec3 Direction() => new Vec3(random.NextNormal(), random.NextNormal(), random.NextNormal()).Normalized();
        var values = new double[Places];
        var v = new double[6];
        for (int k = 0; k < Places; k++)
        {
            objective.Set(v, 0, new(Math.PI * random.NextUniform() * Direction(), (4 + 6 * random.NextUniform()) * Direction()));
            values[k] = -objective.Value(v) / norm;
        }

        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(d => (d - mean) * (d - mean))));
    }
}
