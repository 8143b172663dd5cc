using Engine.Core.ModelMaps;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>Result of <see cref="ResolutionFit"/>.</summary>
/// <param name="Resolutions">Resolution of each group, Å.</param>
/// <param name="Start">1 - CC² at the start.</param>
/// <param name="Final">1 - CC² at the end.</param>
/// <param name="Evaluations">Model maps computed.</param>
public sealed record ResolutionFitResult(double[] Resolutions, double Start, double Final, int Evaluations);

/// <summary>
/// Finds the resolution of groups of atoms (chains, domains, or all) that makes the model map most like a map: least squares with a common scale and offset,
/// minimised over ln d of the groups by the analytic dT/dd of every atom.
/// </summary>
public sealed class ResolutionFit : IObjective, IDisposable
{
    private const double LargestStep = 0.15;

    private readonly Accelerator accelerator;
    private readonly ModelMapMethod method;
    private readonly ScatteringAtoms atoms;
    private readonly int[] group;
    private readonly DeviceBuffer<float> observed;
    private readonly DeviceBuffer<float>? weights;
    private readonly DeviceBuffer<float> slopes;
    private readonly AtomGradients gradients;
    private readonly double finest;
    private readonly double[] logs;
    private readonly int groups;

    /// <summary>Prepares a fit.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="method">How model maps are computed: one that knows the resolution of each atom.</param>
    /// <param name="atoms">Atoms; their resolutions are changed.</param>
    /// <param name="group">Group of each atom, from 0.</param>
    /// <param name="observed">The map, on the method's grid.</param>
    /// <param name="weights">Weight per voxel (a mask), or null.</param>
    /// <param name="finest">Finest resolution that is tried, Å.</param>
    public ResolutionFit(
        Accelerator accelerator, ModelMapMethod method, ScatteringAtoms atoms, int[] group, DeviceBuffer<float> observed, DeviceBuffer<float>? weights, double finest)
    {
        if (group.Length != atoms.Count)
            throw new ArgumentException($"{group.Length} groups for {atoms.Count} atoms", nameof(group));
        (this.accelerator, this.method, this.atoms, this.group, this.observed, this.weights, this.finest) = (accelerator, method, atoms, group, observed, weights, finest);
        groups = group.Max() + 1;
        logs = new double[(groups + 2) / 3 * 3];
        gradients = new AtomGradients(atoms.Count, AtomParameters.Resolution);
        slopes = accelerator.Allocate<float>(method.Grid.VoxelCount, "derivative of the target");
    }

    /// <summary>Runs the fit.</summary>
    /// <param name="start">Resolution of each group to start from, Å.</param>
    /// <param name="maxIterations">Limit of iterations.</param>
    public ResolutionFitResult Run(ReadOnlySpan<double> start, int maxIterations = 40)
    {
        if (start.Length != groups)
            throw new ArgumentException($"{start.Length} resolutions for {groups} groups", nameof(start));
        for (int g = 0; g < groups; g++)
            logs[g] = Math.Log(start[g]);
        using DeviceBuffer<double> x = accelerator.Upload<double>(logs, "resolutions");
        var options = new LbfgsOptions { MaxShift = LargestStep, MaxIterations = maxIterations, RelativeDecrease = 1e-5, Patience = 3 };
        using var minimizer = new Lbfgs(accelerator, logs.Length, options);
        LbfgsResult result = minimizer.Minimize(this, x);
        accelerator.Download(x, logs);
        SetResolutions();
        return new ResolutionFitResult([.. Enumerable.Range(0, groups).Select(Resolution)], result.Start, result.Final, result.Evaluations);
    }

    /// <inheritdoc/>
    public double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient)
    {
        accelerator.Download(x, logs);
        SetResolutions();
        method.Compute(atoms);
        MapTargetValue target = MapTargets.LeastSquares(accelerator, observed, method.Values, weights, method.Grid.VoxelCount, slopes);
        method.Gradients(atoms, slopes, gradients);
        var byGroup = new double[logs.Length];
        for (int i = 0; i < group.Length; i++)
            byGroup[group[i]] += gradients.Resolution[i];
        for (int g = 0; g < groups; g++)
            byGroup[g] = Math.Exp(logs[g]) > finest ? byGroup[g] * Resolution(g) : Math.Min(0, byGroup[g] * finest);
        accelerator.Upload<double>(byGroup, gradient);
        return target.Value;
    }

    /// <summary>Frees the work space.</summary>
    public void Dispose() => slopes.Dispose();

    private double Resolution(int g) => Math.Max(finest, Math.Exp(logs[g]));

    private void SetResolutions()
    {
        var values = new double[atoms.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = Resolution(group[i]);
        atoms.SetResolutions(values);
    }
}
