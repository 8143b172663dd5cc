using System.Numerics;
using Engine.Core.DensityModification;
using Engine.Core.Geometry;
using Engine.Core.Maps;

namespace Engine.Tests.DensityModification;

/// <summary>A small random map with probabilities and mixtures, in double precision and as the engine takes them.</summary>
internal sealed class PhasingCase
{
    /// <summary>Mixtures that differ enough for a likelihood that is far from quadratic.</summary>
    public static readonly DensityHistograms Histograms = new(new([0.5, 0.3, 0.2], [-0.3, 0.9, 2.2], [0.8, 0.5, 1.1]), new([0.85, 0.15], [-0.1, 0.2], [0.4, 0.9]));

    private readonly KernelSamples samples;

    /// <summary>Makes a case.</summary>
    public PhasingCase(int nx, int ny, int nz, double voxel = 1.5)
    {
        (Nx, Ny, Nz, samples) = (nx, ny, nz, new KernelSamples(nx + 100 * ny));
        Grid = TestGrid(nx, ny, nz, voxel);
        Map = Floats(-1.5, 3);
        Probability = [.. Floats(-0.3, 1.3).Select(p => (float)Math.Clamp(p, 0.02, 0.98))];
        Mean = Floats(-1, 2.5);
        Deviation = Floats(0.1, 0.6);
        Share = [.. Floats(-0.5, 0.9).Select(q => Math.Max(0, q))];
    }

    /// <summary>Voxels along x.</summary>
    public int Nx { get; }

    /// <summary>Voxels along y.</summary>
    public int Ny { get; }

    /// <summary>Voxels along z.</summary>
    public int Nz { get; }

    /// <summary>The grid.</summary>
    public MapGrid Grid { get; }

    /// <summary>Densities.</summary>
    public float[] Map { get; }

    /// <summary>Probability of the molecule.</summary>
    public float[] Probability { get; }

    /// <summary>Expected densities.</summary>
    public float[] Mean { get; }

    /// <summary>Their deviations.</summary>
    public float[] Deviation { get; }

    /// <summary>How likely they hold.</summary>
    public float[] Share { get; }

    /// <summary>The map in double precision.</summary>
    public double[] Exact => [.. Map.Select(v => (double)v)];

    /// <summary>The same in double precision.</summary>
    /// <param name="noise">Deviation of the map's noise; null = without an expected density.</param>
    public ReferencePhasing Reference(double? noise)
    {
        var likelihood = new ReferenceLikelihood(Terms(Histograms.Molecule), Terms(Histograms.Solvent));
        double[] p = [.. Probability.Select(v => (double)v)];
        if (noise is not { } sigma)
            return new(Nx, Ny, Nz, likelihood, p);
        return new(Nx, Ny, Nz, likelihood, p)
        {
            Expected = ([.. Share.Select(v => (double)v)], [.. Mean.Select(v => (double)v)], [.. Deviation.Select(v => Math.Sqrt((double)v * v + sigma * sigma))]),
        };
    }

    /// <summary>Index of a coefficient's real part in a half space.</summary>
    public int Index(int h, int k, int l) => 2 * (((l + Nz) % Nz * Ny + (k + Ny) % Ny) * (Nx / 2 + 1) + h);

    /// <summary>All coefficients of the half space within a resolution but F(000), as signed indices.</summary>
    public IEnumerable<(int H, int K, int L)> Within(double resolution)
    {
        for (int l = -(Nz - 1) / 2; l <= Nz / 2; l++)
        {
            for (int k = -(Ny - 1) / 2; k <= Ny / 2; k++)
            {
                for (int h = 0; h <= Nx / 2; h++)
                {
                    double s = Math.Sqrt(Math.Pow(h / Grid.Box.A, 2) + Math.Pow(k / Grid.Box.B, 2) + Math.Pow(l / Grid.Box.C, 2));
                    if (s > 0 && s < 1 / resolution)
                        yield return (h, k, l);
                }
            }
        }
    }

    /// <summary>The half space of a map by direct sums.</summary>
    public float[] Spectrum(double[] map)
    {
        ReferencePhasing reference = Reference(null);
        var half = new float[2 * (Nx / 2 + 1) * Ny * Nz];
        for (int i = 0; i < half.Length / 2; i++)
        {
            int h = i % (Nx / 2 + 1), k = i / (Nx / 2 + 1) % Ny, l = i / (Nx / 2 + 1) / Ny;
            Complex f = reference.Transform(map, h, k, l);
            (half[2 * i], half[2 * i + 1]) = ((float)f.Real, (float)f.Imaginary);
        }

        return half;
    }

    /// <summary>A grid of cubic voxels at the origin.</summary>
    public static MapGrid TestGrid(int nx, int ny, int nz, double voxel) => new()
    {
        Nx = nx,
        Ny = ny,
        Nz = nz,
        Cell = new UnitCell(nx * voxel, ny * voxel, nz * voxel),
        Sampling = (nx, ny, nz),
        Origin = default,
    };

    private static (double W, double C, double S)[] Terms(GaussianMixture mixture) =>
        [.. Enumerable.Range(0, mixture.Count).Select(k => (mixture.Weights[k], mixture.Means[k], mixture.Deviations[k]))];

    private float[] Floats(double low, double high) => samples.Singles(Nx * Ny * Nz, low, high);
}
