using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>A target map on the accelerator: sigma-scaled voxels, where they lie, and how values between voxels are defined.</summary>
/// <param name="Voxels">Voxel values, mean 0 and standard deviation 1 over the box.</param>
/// <param name="Frame">Where the grid lies.</param>
/// <param name="Interpolation">Interpolation rule.</param>
public sealed record TargetMap(DeviceBuffer<float> Voxels, GridFrame Frame, InterpolationKind Interpolation);

/// <summary>
/// T(x) = w T_map(x) + E_restraints(x), with w = <see cref="MapWeight"/> and T_map = -Σ ρ(x_i) or another <see cref="IMapTerm"/>. Hydrogens ride, fixed atoms have no gradient, and the contact list is found
/// again whenever an atom has moved more than half the list's margin, so T is always the exact sum.
/// </summary>
public sealed class RefinementTarget : IObjective, IDisposable
{
    private const double Margin = 1.0;

    private readonly Accelerator accelerator;
    private readonly RefinementProblem problem;
    private readonly IMapTerm? map;
    private readonly bool ownsMap;
    private readonly RestraintTerms terms;
    private readonly RidingAtoms? riding;
    private readonly DeviceBuffer<double>? freedom;
    private readonly DeviceBuffer<double> positions;
    private readonly DeviceBuffer<double> listed;
    private readonly DeviceBuffer<double> shift;
    private readonly double[] host;
    private bool hasList;

    /// <summary>Puts a problem on the device.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="problem">Restraints and weights.</param>
    /// <param name="map">Target map whose density at the atoms counts, or null for geometry alone.</param>
    public RefinementTarget(Accelerator accelerator, RefinementProblem problem, TargetMap? map)
        : this(accelerator, problem, map == null ? null : new DensityTerm(accelerator, map, problem.MapWeights), true)
    {
    }

    private RefinementTarget(Accelerator accelerator, RefinementProblem problem, IMapTerm? map, bool ownsMap)
    {
        (this.accelerator, this.problem, this.map, this.ownsMap) = (accelerator, problem, map, ownsMap);
        long length = 3L * problem.AtomCount;
        terms = accelerator.Restraints.Create(problem.AllTerms);
        riding = problem.Riding == null ? null : accelerator.Riding.Create(problem.Riding, problem.AtomCount);
        positions = accelerator.Allocate<double>(length, "coordinates");
        listed = accelerator.Allocate<double>(length, "coordinates of the contact list");
        shift = accelerator.Allocate<double>(length, "shifts");
        host = new double[length];
        if (Array.Exists(problem.Movable, m => !m))
            freedom = accelerator.Upload((ReadOnlySpan<double>)FreedomMask(problem.Movable), "free atoms");
    }

    /// <summary>Puts a problem with a map term of its own on the device.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="problem">Restraints and weights.</param>
    /// <param name="map">Agreement with the map; stays the caller's.</param>
    public static RefinementTarget With(Accelerator accelerator, RefinementProblem problem, IMapTerm map) => new(accelerator, problem, map, false);

    /// <summary>Weight w of the map term.</summary>
    public double MapWeight { get; set; }

    /// <summary>Factor of the repulsion; a new one counts after <see cref="Restart"/>.</summary>
    public double ContactFactor { get; set; } = 1;

    /// <summary>Restraint energies of the last evaluation.</summary>
    public RestraintEnergies LastEnergies { get; private set; }

    /// <summary>The map term of the last evaluation, without its weight: -Σ ρ(x_i) for density.</summary>
    public double LastMapTerm { get; private set; }

    /// <summary>Forgets the contact list, so that sums do not depend, in their last bits, on what was evaluated before.</summary>
    public void Restart() => hasList = false;

    /// <summary>Takes the hydrogens' places relative to their parents from these coordinates.</summary>
    /// <param name="x">3N coordinates, Å.</param>
    public void CaptureRiding(DeviceBuffer<double> x)
    {
        if (riding != null)
            accelerator.Riding.Capture(riding, x);
    }

    /// <summary>Moves the hydrogens of <paramref name="x"/> to where their parents put them.</summary>
    /// <param name="x">3N coordinates, Å.</param>
    public void PlaceRiding(DeviceBuffer<double> x)
    {
        if (riding != null)
            accelerator.Riding.Place(riding, x);
    }

    /// <inheritdoc/>
    public double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient)
    {
        VectorKernels vectors = accelerator.Vectors;
        vectors.Copy(x, positions);
        PlaceRiding(positions);
        if (!RefreshContacts())
            return double.NaN;
        accelerator.Clear(gradient);
        LastEnergies = accelerator.Restraints.Evaluate(terms, positions, 1, gradient);
        double value = LastEnergies.Total;
        if (map != null && MapWeight != 0)
        {
            double weighted = map.Evaluate(positions, MapWeight, gradient);
            LastMapTerm = weighted / MapWeight;
            value += weighted;
        }

        if (riding != null)
            accelerator.Riding.PullBack(riding, positions, gradient);
        if (freedom != null)
            vectors.Multiply(gradient, freedom, gradient);
        return value;
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        terms.Dispose();
        riding?.Dispose();
        if (ownsMap)
            map?.Dispose();
        freedom?.Dispose();
        positions.Dispose();
        listed.Dispose();
        shift.Dispose();
    }

    private static double[] FreedomMask(bool[] movable)
    {
        var mask = new double[3 * movable.Length];
        for (int i = 0; i < mask.Length; i++)
            mask[i] = movable[i / 3] ? 1 : 0;
        return mask;
    }

    /// <summary>Finds the contacts again when an atom has moved too far; false when the coordinates are not finite.</summary>
    private bool RefreshContacts()
    {
        accelerator.Vectors.AddScaled(positions, -1, listed, shift);
        double longest = accelerator.Vectors.MaxTripleLength(shift);
        if (!double.IsFinite(longest))
            return false;
        if (hasList && longest <= 0.5 * Margin)
            return true;

        accelerator.Download(positions, host);
        terms.SetNonbonded(NeighborSearch.Find(problem.Nonbonded, host, Margin), ContactFactor * problem.Nonbonded.Repulsion);
        accelerator.Vectors.Copy(positions, listed);
        hasList = true;
        return true;
    }
}
