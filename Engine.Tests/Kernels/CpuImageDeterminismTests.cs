using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Atom images on the CPU give the same bits for any number of threads.</summary>
public sealed class CpuImageDeterminismTests
{
    /// <summary>Profiles, map and sums of one thread and of three.</summary>
    [Test]
    public void BitsDoNotDependOnThreads([Values] bool shells)
    {
        (float[] map, double[] sums, MapSums voxels) = Run(1, shells);
        (float[] again, double[] sumsAgain, MapSums voxelsAgain) = Run(3, shells);
        Assert.That(again, Is.EqualTo(map));
        Assert.That(sumsAgain, Is.EqualTo(sums));
        Assert.That(voxelsAgain, Is.EqualTo(voxels));
        Assert.That(map.Max(), Is.Positive);
    }

    private static (float[] Map, double[] Sums, MapSums Voxels) Run(int threads, bool shells)
    {
        using CpuAccelerator device = new(threads);
        GridFrame frame = GridFrame.Orthogonal(70, 75, 80, -3, 1, 2, 0.6, 0.65, 0.7, true);
        AtomClasses classes = ImageSamples.Classes((10, 1.75), (25, 2), (40, 2.4));
        AtomImages images = ImageSamples.Images(new KernelSamples(8).Numbers(900, -20, 70), classes, 2);
        ProfileBasis basis = shells ? ImageSamples.Shells(3) : new ProfileMatrix(new ImageShape { Edge = 0.2, Radius = 3 });
        using ImageProfiles profiles = new(device, basis.Shape, ImageSamples.Everything, classes.Count);
        device.Images.Build(classes, basis, profiles);
        using DeviceBuffer<float> grid = device.Allocate<float>(frame.VoxelCount, "test");
        using DeviceBuffer<double> sums = device.Allocate<double>((long)AtomSums.Stride * images.Count, "test");
        device.Images.Add(images, profiles, frame, grid);
        device.Images.Gather(images, profiles, frame, grid, sums);
        float[] map = new float[frame.VoxelCount];
        double[] numbers = new double[sums.Length];
        device.Download(grid, map);
        device.Download(sums, numbers);
        return (map, numbers, device.Voxels.Sums(grid, grid, null, frame.VoxelCount));
    }
}
