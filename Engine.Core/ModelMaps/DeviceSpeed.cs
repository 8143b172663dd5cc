using System.Diagnostics;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// What the steps of a model map cost on a device, measured there and then on small problems of the same kind; this takes a few milliseconds.
/// </summary>
/// <param name="ImageVoxel">Seconds per voxel of an atom image.</param>
/// <param name="ProfileElement">Seconds per node of a radial profile and quadrature point.</param>
/// <param name="GaussianVoxel">Seconds per voxel of a Gaussian atom.</param>
/// <param name="FourierPoint">Seconds per point of a transform and unit of log2 of the number of points.</param>
public sealed record DeviceSpeed(double ImageVoxel, double ProfileElement, double GaussianVoxel, double FourierPoint)
{
    private const int Atoms = 256;
    private const int Size = 48;
    private const int Repeats = 3;

    /// <summary>Measures a device: each step once to warm up, then the fastest of three.</summary>
    /// <param name="accelerator">Device.</param>
    public static DeviceSpeed Measure(Accelerator accelerator)
    {
        GridFrame frame = GridFrame.Orthogonal(Size, Size, Size, 0, 0, 0, 1, 1, 1, periodic: true);
        var positions = new double[3 * Atoms];
        for (int i = 0; i < positions.Length; i++)
            positions[i] = 16 + (i * 0.6180339887 % 1) * 16;
        float[] carbon = ScatteringTable.Electron.Row(Models.Element.C);
        using DeviceBuffer<float> grid = accelerator.Allocate<float>(frame.VoxelCount, "measuring the device");
        (double image, double profile) = MeasureImages(accelerator, frame, positions, carbon, grid);
        const float Radius = 8;
        var gaussians = new GaussianAtoms
        {
            Positions = positions,
            FormFactor = new int[Atoms],
            FormFactors = carbon,
            BIso = Filled(60f),
            Occupancy = Filled(1f),
            Radius = Filled(Radius),
        };
        double gaussian = Fastest(accelerator, () => accelerator.Splat.Add(gaussians, 20, frame, grid)) / (Atoms * Volume(Radius));
        using FourierPlan plan = accelerator.Fourier.CreatePlan(Size, Size, Size);
        using DeviceBuffer<float> half = accelerator.Allocate<float>(plan.HalfLength, "measuring the device");
        double transform = Fastest(accelerator, () => plan.Forward(grid, half)) / (plan.RealLength * Math.Log2(plan.RealLength));
        return new DeviceSpeed(image, profile, gaussian, transform);
    }

    /// <summary>Voxels of 1 Å³ in a sphere.</summary>
    private static double Volume(double radius) => 4.0 / 3 * Math.PI * radius * radius * radius;

    private static float[] Filled(float value)
    {
        var values = new float[Atoms];
        Array.Fill(values, value);
        return values;
    }

    private static (double ImageVoxel, double ProfileElement) MeasureImages(
        Accelerator accelerator, GridFrame frame, double[] positions, float[] carbon, DeviceBuffer<float> grid)
    {
        const double D = 2.5, Radius = 4;
        var matrix = new ProfileMatrix(new ImageShape { Edge = 0.2, Radius = Radius });
        using var profiles = new ImageProfiles(accelerator, matrix.Shape, ImageQuantities.Density, Atoms);
        var b = new double[Atoms];
        var d = new double[Atoms];
        for (int i = 0; i < Atoms; i++)
            (b[i], d[i]) = (20 + i * 0.1, D);
        var classes = new AtomClasses { Terms = carbon.Length / 2, FormFactors = carbon, FormFactor = new int[Atoms], B = b, Resolution = d };
        double profile = Fastest(accelerator, () => accelerator.Images.Build(classes, matrix, profiles));
        var images = new AtomImages { Positions = positions, Class = [.. Enumerable.Range(0, Atoms)], Weight = Filled(1f) };
        double image = Fastest(accelerator, () => accelerator.Images.Add(images, profiles, frame, grid));
        return (image / (Atoms * Volume(Radius * D)), profile / ((double)Atoms * matrix.Shape.Nodes * matrix.Tau.Length));
    }

    private static double Fastest(Accelerator accelerator, Action action)
    {
        double fastest = double.MaxValue;
        for (int i = 0; i <= Repeats; i++)
        {
            accelerator.Synchronize();
            long start = Stopwatch.GetTimestamp();
            action();
            accelerator.Synchronize();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (i > 0)
                fastest = Math.Min(fastest, seconds);
        }

        return fastest;
    }
}
