using Engine.Core.ModelMaps;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>What a <see cref="ModelMapTerm"/> compares.</summary>
public enum ModelMapCriterion
{
    /// <summary>Least squares, (1 - CC²) with scale and offset fitted.</summary>
    LeastSquares,

    /// <summary>1 - CC.</summary>
    Correlation,
}

/// <summary>
/// T = M (1 - CC²) or M (1 - CC): agreement of the map that the model predicts with the observed one under weights (a mask), M the number of atoms that move, so
/// that the term grows with the model as the restraints do. Every atom has its own form factor, B, occupancy and resolution; the gradient is exact.
/// </summary>
public sealed class ModelMapTerm : IMapTerm
{
    private readonly Accelerator accelerator;
    private readonly ModelMapSetting setting;
    private readonly AtomGradients gradients;
    private readonly float[] pull;
    private readonly double[] host;
    private readonly DeviceBuffer<double> scratch;
    private readonly DeviceBuffer<float> slopes;
    private readonly double moving;

    /// <summary>Prepares the term.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="setting">Maps, atoms and how to compare; stays the caller's.</param>
    /// <param name="pull">Factor of each atom's gradient (all atoms of the problem); 0 for fixed ones, below 1 for atoms whose density is known to mislead.</param>
    public ModelMapTerm(Accelerator accelerator, ModelMapSetting setting, float[] pull)
    {
        (this.accelerator, this.setting, this.pull) = (accelerator, setting, pull);
        gradients = new AtomGradients(setting.Atoms.Count, AtomParameters.Position);
        host = new double[3 * pull.Length];
        scratch = accelerator.Allocate<double>(host.Length, "gradient of the map term");
        slopes = accelerator.Allocate<float>(setting.Method.Grid.VoxelCount, "derivative of the map term");
        moving = Math.Max(1, pull.Count(p => p > 0));
    }

    /// <summary>Correlation of the maps at the last evaluation.</summary>
    public double LastCorrelation { get; private set; }

    /// <inheritdoc/>
    public double Evaluate(DeviceBuffer<double> positions, double scale, DeviceBuffer<double> gradient)
    {
        ModelMapMethod method = setting.Method;
        accelerator.Download(positions, host);
        foreach (double v in host)
        {
            if (!double.IsFinite(v))
                return double.NaN;
        }

        setting.Atoms.SetPositions(host);
        method.Compute(setting.Atoms);
        bool squares = setting.Criterion == ModelMapCriterion.LeastSquares;
        MapTargetValue target = squares
            ? MapTargets.LeastSquares(accelerator, setting.Observed, method.Values, setting.Weights, method.Grid.VoxelCount, slopes)
            : MapTargets.Correlation(accelerator, setting.Observed, method.Values, setting.Weights, method.Grid.VoxelCount, slopes);
        LastCorrelation = squares ? Math.Sqrt(Math.Max(0, 1 - target.Value)) : 1 - target.Value;
        method.Gradients(setting.Atoms, slopes, gradients);
        Scatter(scale * moving);
        accelerator.Upload<double>(host, scratch);
        accelerator.Vectors.Axpy(1, scratch, gradient);
        return scale * moving * target.Value;
    }

    /// <summary>Frees the work space.</summary>
    public void Dispose()
    {
        scratch.Dispose();
        slopes.Dispose();
    }

    private void Scatter(double factor)
    {
        Array.Clear(host);
        IReadOnlyList<int> index = setting.Atoms.AtomIndices;
        double[] own = gradients.Position;
        for (int i = 0; i < index.Count; i++)
        {
            int atom = index[i];
            double f = factor * pull[atom];
            for (int k = 0; k < 3; k++)
                host[3 * atom + k] = f * own[3 * i + k];
        }
    }
}

/// <summary>What a <see cref="ModelMapTerm"/> works on.</summary>
/// <param name="Method">How model maps are computed.</param>
/// <param name="Atoms">All atoms that scatter, movable or not, with their B factors, occupancies and resolutions.</param>
/// <param name="Observed">Observed map, on the method's grid.</param>
/// <param name="Weights">Weight per voxel; null = 1 everywhere.</param>
/// <param name="Criterion">What is compared.</param>
public sealed record ModelMapSetting(
    ModelMapMethod Method, ScatteringAtoms Atoms, DeviceBuffer<float> Observed, DeviceBuffer<float>? Weights, ModelMapCriterion Criterion);
