using System.Diagnostics;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Refinement.Displacements;
using Engine.Kernels;

namespace Engine.Core.Refinement.Occupancies;

/// <summary>Occupancy of a group before and after.</summary>
/// <param name="Group">Atoms.</param>
/// <param name="Before">Mean over its atoms before.</param>
/// <param name="After">After.</param>
public sealed record OccupancyChange(OccupancyGroup Group, double Before, double After);

/// <summary>Result of <see cref="OccupancyRefinement"/>.</summary>
/// <param name="Occupancy">Occupancy of every atom of the model.</param>
/// <param name="Changes">All refined groups.</param>
/// <param name="CcBefore">CC under the weights of the target before.</param>
/// <param name="CcAfter">CC under the weights of the target after.</param>
/// <param name="Iterations">Iterations of the minimiser.</param>
/// <param name="Seconds">Time.</param>
public sealed record OccupancyResult(
    double[] Occupancy, IReadOnlyList<OccupancyChange> Changes, double CcBefore, double CcAfter, int Iterations, double Seconds);

/// <summary>
/// Refines occupancies of groups of atoms in real space by least squares of the model map, coordinates and B fixed. Alternates add up to 1 exactly, and no
/// occupancy leaves 0 to 1; the result is in hundredths, as files hold it.
/// </summary>
public sealed class OccupancyRefinement : IObjective
{
    private const double SmallestResidual = 1e-9;
    private const double LargestStep = 0.3;

    private readonly Accelerator accelerator;
    private readonly ModelMapFit fit;
    private readonly OccupancyVariables variables;
    private readonly AtomGradients gradients;
    private readonly double[] occupancy;
    private readonly double[] own;
    private readonly double[] byAtom;
    private readonly double[] q;

    internal OccupancyRefinement(Accelerator accelerator, ModelMapFit fit, OccupancyVariables variables, double[] occupancy)
    {
        (this.accelerator, this.fit, this.variables, this.occupancy) = (accelerator, fit, variables, occupancy);
        gradients = new AtomGradients(fit.Atoms.Count, AtomParameters.Occupancy);
        own = new double[fit.Atoms.Count];
        byAtom = new double[occupancy.Length];
        q = new double[variables.Length];
    }

    /// <summary>Refines the occupancies of sets of groups.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Observed map, orthogonal, any scale.</param>
    /// <param name="state">Model and present values; not changed.</param>
    /// <param name="sets">Sets, as from <see cref="OccupancyGroups.Find"/>.</param>
    /// <param name="options">Map and limits.</param>
    /// <param name="cancel">Stops after the present iteration, with valid values.</param>
    /// <exception cref="InputException">No atom lies in the map, or the map is not orthogonal.</exception>
    /// <exception cref="UsageException">An atom is in two groups, or a group is empty.</exception>
    public static OccupancyResult Run(
        Accelerator accelerator, DensityMap map, DisplacementState state, IReadOnlyList<OccupancySet> sets, OccupancyOptions options, CancellationToken cancel = default)
    {
        var clock = Stopwatch.StartNew();
        Check(sets, state.Occupancy.Length);
        var variables = new OccupancyVariables(sets);
        double[] occupancy = [.. state.Occupancy], start = variables.Start(state.Occupancy);
        variables.Set(start, occupancy);

        // The mask goes round all that may be there.
        ScatteringAtoms atoms = (state with { Occupancy = occupancy }).Scattering(map, options.Fit.Scattering);
        using var fit = new ModelMapFit(accelerator, map, atoms, options.Fit);
        atoms.SetOccupancies([.. atoms.AtomIndices.Select(i => state.Occupancy[i])]);
        double before = fit.Evaluate(null);
        int iterations = 0;
        if (sets.Count > 0)
        {
            var run = new OccupancyRefinement(accelerator, fit, variables, occupancy);
            using DeviceBuffer<double> parameters = accelerator.Upload<double>(start, "occupancies");
            var limits = new LbfgsOptions { MaxShift = LargestStep, MaxIterations = options.Iterations, RelativeDecrease = 1e-7 };
            using var minimizer = new Lbfgs(accelerator, start.Length, limits);
            iterations = minimizer.Minimize(run, parameters, 0, cancel).Iterations;
            accelerator.Download(parameters, start);
            variables.SetRounded(start, occupancy);
            atoms.SetOccupancies([.. atoms.AtomIndices.Select(i => occupancy[i])]);
        }

        double after = fit.Evaluate(null);
        OccupancyChange[] changes = [.. sets.SelectMany(s => s.Groups).Select(g => new OccupancyChange(g, g.Atoms.Average(a => state.Occupancy[a]), occupancy[g.Atoms[0]]))];
        return new OccupancyResult(occupancy, changes, Correlation(before), Correlation(after), iterations, clock.Elapsed.TotalSeconds);
    }

    /// <inheritdoc/>
    public double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient)
    {
        accelerator.Download(x, q);
        if (!q.All(double.IsFinite))
            return double.NaN;
        variables.Set(q, occupancy);
        IReadOnlyList<int> index = fit.Atoms.AtomIndices;
        for (int i = 0; i < own.Length; i++)
            own[i] = occupancy[index[i]];
        fit.Atoms.SetOccupancies(own);
        double residual = Math.Max(SmallestResidual, fit.Evaluate(gradients)), half = 0.5 * fit.IndependentData;
        for (int i = 0; i < own.Length; i++)
            byAtom[index[i]] = half / residual * gradients.Occupancy[i];
        var slopes = new double[q.Length];
        variables.Gradient(q, byAtom, slopes);
        accelerator.Upload<double>(slopes, gradient);
        return half * Math.Log(residual);
    }

    private static double Correlation(double residual) => Math.Sqrt(Math.Max(0, 1 - residual));

    private static void Check(IReadOnlyList<OccupancySet> sets, int atoms)
    {
        var seen = new HashSet<int>();
        foreach (OccupancyGroup group in sets.SelectMany(s => s.Groups))
        {
            if (group.Atoms.Count == 0)
                throw new UsageException($"occupancy group {group.Label} has no atoms");
            foreach (int a in group.Atoms)
            {
                if (a < 0 || a >= atoms || !seen.Add(a))
                    throw new UsageException($"occupancy group {group.Label}: atom {a + 1} is in another group too, or not in the model");
            }
        }
    }
}
