using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>
/// Gradients of T = Σ g ρ by the parameters of Gaussian atoms. ρ is the sum over voxels inside the cut-off sphere of the formula of
/// <see cref="GaussianAtoms"/>, in double; the sphere stays where it is while parameters are shifted, as it does for the kernel.
/// </summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class SplatGatherTests(string accelerator) : KernelFixture(accelerator)
{
    private const double Blur = 6;

    /// <summary>Isotropic and anisotropic atoms inside, near faces and across them, on a grid that repeats and on one that ends.</summary>
    [Test]
    public void SumsAreTheDerivatives([Values] bool periodic, [Values] bool anisotropic)
    {
        GridFrame frame = GridFrame.Orthogonal(19, 23, 17, -1, 2, -3, 0.7, 0.6, 0.8, periodic);
        Check(new KernelSamples(11).Gaussians(40, 12, anisotropic), frame);
    }

    /// <summary>Form factors of one, three and eight Gaussians, a constant (b = 0) among them.</summary>
    [Test]
    public void AnyNumberOfGaussiansWorks([Values(1, 3, 8)] int terms, [Values] bool anisotropic)
    {
        GridFrame frame = GridFrame.Orthogonal(18, 16, 20, 0, 0, 0, 0.6, 0.7, 0.6, true);
        Check(SplatSamples.WithTerms(12, terms, 9, anisotropic), frame);
    }

    /// <summary>Atoms exactly on voxels, on the origin and on the far faces.</summary>
    [Test]
    public void AtomsMaySitOnVoxelsAndFaces([Values] bool periodic)
    {
        GridFrame frame = GridFrame.Orthogonal(12, 14, 16, 0, 0, 0, 0.5, 0.5, 0.5, periodic);
        Check(SplatSamples.At([2, 3, 4, 0, 0, 0, 6, 7, 8, 5.5, 6.5, 7.5, 3.001, 0, 7.999], 20, 2.6f), frame);
    }

    /// <summary>A box smaller than the atom: the same voxel counts for several images.</summary>
    [Test]
    public void AtomMayBeLargerThanTheBox()
    {
        GridFrame frame = GridFrame.Orthogonal(5, 4, 3, 0, 0, 0, 0.8, 0.9, 1.0, true);
        Check(SplatSamples.At([1.3, 0.2, 2.7], 20, 5.5f), frame);
    }

    /// <summary>Σ sums × parameters belongs to the same density that <see cref="SplatKernels.Add"/> writes: Σ weight sum × occupancy = Σ g ρ.</summary>
    [Test]
    public void WeightSumsAreThoseOfAdd([Values] bool periodic)
    {
        GridFrame frame = GridFrame.Orthogonal(33, 21, 26, -1, 2, -3, 0.7, 0.6, 0.8, periodic);
        GaussianAtoms atoms = new KernelSamples(3).Gaussians(300, 18, true);
        float[] slopes = new KernelSamples(4).Singles((int)frame.VoxelCount, -1, 2);
        using DeviceBuffer<float> grid = Device.Allocate<float>(frame.VoxelCount, "test");
        Device.Splat.Add(atoms, Blur, frame, grid);
        double expected = Get(grid).Zip(slopes, (rho, g) => (double)rho * g).Sum();
        double[] sums = Gather(atoms, frame, slopes);
        double actual = Enumerable.Range(0, atoms.Count).Sum(i => atoms.Occupancy[i] * sums[AtomSums.Stride * i + AtomSums.Weight]);
        Assert.That(actual, Is.EqualTo(expected).Within(1e-5 * Math.Abs(expected)));
    }

    /// <summary>An atom of occupancy 0 keeps its derivative by the occupancy and has no other.</summary>
    [Test]
    public void AbsentAtomsKeepTheirWeightSum()
    {
        GridFrame frame = GridFrame.Orthogonal(12, 14, 16, 0, 0, 0, 0.6, 0.7, 0.5, true);
        float[] slopes = new KernelSamples(5).Singles((int)frame.VoxelCount, -1, 1);
        double[] present = Gather(SplatSamples.At([3, 4, 5], 20, 3), frame, slopes);
        double[] absent = Gather(SplatSamples.At([3, 4, 5], 20, 3, occupancy: 0), frame, slopes);
        Assert.That(absent[AtomSums.Weight], Is.EqualTo(present[AtomSums.Weight]).And.Not.Zero);
        Assert.That(absent[1..], Is.All.Zero);
    }

    /// <summary>Atoms beyond a grid that does not repeat give 0, and no atoms give nothing; impossible ones are refused.</summary>
    [Test]
    public void FarNoneAndImpossibleAtoms()
    {
        GridFrame frame = GridFrame.Orthogonal(8, 8, 8, 0, 0, 0, 1, 1, 1, false);
        float[] slopes = [.. Enumerable.Repeat(1f, 512)];
        Assert.That(Gather(SplatSamples.At([20, 4, 4, 4, -9, 4], 20, 4), frame, slopes), Is.All.Zero);
        using DeviceBuffer<float> g = Put(slopes);
        using DeviceBuffer<double> one = Device.Allocate<double>(AtomSums.Stride, "test");
        Device.Splat.Gather(SplatSamples.At([], 20, 4), Blur, frame, g, one);
        Assert.Throws<NumericalException>(() => Device.Splat.Gather(SplatSamples.At([1, 1, 1], -30, 3), 0, frame, g, one));
        GridFrame skewed = frame with { ToGrid = [1, 0.1, 0, 0, 1, 0, 0, 0, 1] };
        Assert.Throws<ArgumentException>(() => Device.Splat.Gather(SplatSamples.At([1, 1, 1], 20, 3), 0, skewed, g, one));
    }

    private double[] Gather(GaussianAtoms atoms, GridFrame frame, float[] slopes)
    {
        using DeviceBuffer<float> g = Put(slopes);
        double[] before = new double[AtomSums.Stride * atoms.Count];
        Array.Fill(before, 7);
        using DeviceBuffer<double> sums = Put(before);
        Device.Splat.Gather(atoms, Blur, frame, g, sums);
        return Get(sums);
    }

    private void Check(GaussianAtoms atoms, GridFrame frame)
    {
        float[] slopes = new KernelSamples(21).Singles((int)frame.VoxelCount, -1, 1.5);
        double[] actual = Gather(atoms, frame, slopes);
        var expected = new double[actual.Length];
        for (int i = 0; i < atoms.Count; i++)
            ReferenceSplatGradients.Of(atoms, i, Blur, frame, slopes).CopyTo(expected.AsSpan(AtomSums.Stride * i));
        for (int quantity = 0; quantity < AtomSums.Stride; quantity++)
        {
            double[] right = [.. Enumerable.Range(0, atoms.Count).Select(i => expected[AtomSums.Stride * i + quantity])];
            double size = Math.Sqrt(right.Select(v => v * v).Average());
            for (int i = 0; i < atoms.Count; i++)
            {
                Assert.That(
                    actual[AtomSums.Stride * i + quantity], Is.EqualTo(right[i]).Within(2e-4 * Math.Abs(right[i]) + 2e-5 * size), $"atom {i}, number {quantity}");
            }
        }
    }
}
