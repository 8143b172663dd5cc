using Engine.Kernels;
using Engine.Kernels.Cpu;

namespace Engine.Core.Refinement.Flips;

/// <summary>
/// Minimises small parts of a structure against density and restraints, each on the thread that asks for it: parts of some hundred atoms are too small to be split over threads or worth a
/// launch on a device. Safe for concurrent use.
/// </summary>
internal sealed class LocalRefiner : IDisposable
{
    private const double LeastWeight = 1;
    private const double MostWeight = 300;
    private readonly CpuAccelerator cpu = new(1);
    private readonly DeviceBuffer<float> voxels;
    private readonly TargetMap map;

    /// <summary>Takes a filtered map.</summary>
    /// <param name="filtered">Filtered map, mean 0 and standard deviation 1.</param>
    /// <param name="frame">Where it lies.</param>
    /// <param name="interpolation">Rule between voxels.</param>
    public LocalRefiner(NativeBuffer<float> filtered, GridFrame frame, InterpolationKind interpolation)
    {
        voxels = cpu.Upload(filtered, "filtered map");
        map = new TargetMap(voxels, frame, interpolation);
    }

    /// <summary>
    /// The weight of the density at which the coordinates are best balanced: at a minimum of w M + E the gradients cancel, so w = -∇M·∇E / |∇M|².
    /// </summary>
    /// <param name="problem">The whole structure.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public double BalancedWeight(RefinementProblem problem, double[] x)
    {
        using var target = new RefinementTarget(cpu, problem, map);
        using DeviceBuffer<double> positions = cpu.Upload((ReadOnlySpan<double>)x, "coordinates");
        target.CaptureRiding(positions);
        double[] restraints = Gradient(target, positions, 0, x.Length), both = Gradient(target, positions, 1, x.Length);
        double product = 0, norm = 0;
        for (int i = 0; i < both.Length; i++)
        {
            double density = both[i] - restraints[i];
            product -= density * restraints[i];
            norm += density * density;
        }

        return norm > 0 ? Math.Clamp(product / norm, LeastWeight, MostWeight) : LeastWeight;
    }

    /// <summary>Minimises.</summary>
    /// <param name="problem">A part of a structure.</param>
    /// <param name="frame">3N coordinates, Å, that say where hydrogens are relative to what carries them.</param>
    /// <param name="x">Start; overwritten by the result.</param>
    /// <param name="weight">Weight of the density.</param>
    /// <param name="iterations">Limit.</param>
    /// <param name="cancel">Stops early.</param>
    /// <returns>The target at the end.</returns>
    public double Minimize(RefinementProblem problem, double[] frame, double[] x, double weight, int iterations, CancellationToken cancel)
    {
        using var target = new RefinementTarget(cpu, problem, map) { MapWeight = weight };
        using var minimizer = new Lbfgs(cpu, x.Length, new LbfgsOptions { MaxIterations = iterations });
        using DeviceBuffer<double> positions = cpu.Upload((ReadOnlySpan<double>)frame, "coordinates");
        target.CaptureRiding(positions);
        cpu.Upload((ReadOnlySpan<double>)x, positions);
        LbfgsResult result = minimizer.Minimize(target, positions, 0, cancel);
        target.PlaceRiding(positions);
        cpu.Download(positions, x);
        return result.Final;
    }

    /// <summary>Frees the map.</summary>
    public void Dispose()
    {
        voxels.Dispose();
        cpu.Dispose();
    }

    private double[] Gradient(RefinementTarget target, DeviceBuffer<double> positions, double weight, int length)
    {
        using DeviceBuffer<double> gradient = cpu.Allocate<double>(length, "gradient");
        target.MapWeight = weight;
        target.Evaluate(positions, gradient);
        var host = new double[length];
        cpu.Download(gradient, host);
        return host;
    }
}
