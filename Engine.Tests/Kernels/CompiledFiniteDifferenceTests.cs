using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>On random inputs that fill several work-groups the gradients of the device are the finite differences of its own energies.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.Compiled))]
public sealed class CompiledFiniteDifferenceTests(string accelerator) : KernelFixture(accelerator)
{
    private const int Atoms = 300;
    private const double Step = 1e-5;

    [Test]
    public void RestraintGradient()
    {
        Accelerator accelerator = Device;
        KernelSamples samples = new(11);
        double[] start = samples.Lattice(Atoms);
        using RestraintTerms terms = accelerator.Restraints.Create(samples.Restraints(Atoms, 200));
        terms.SetNonbonded(samples.Pairs(start), 100);
        using DeviceBuffer<double> positions = accelerator.Upload<double>(start, "test");
        using DeviceBuffer<double> gradient = accelerator.Allocate<double>(start.Length, "test");
        accelerator.Restraints.Evaluate(terms, positions, 1, gradient);
        double[] analytic = new double[start.Length];
        accelerator.Download(gradient, analytic);
        Compare(start, analytic, shifted =>
        {
            accelerator.Upload<double>(shifted, positions);
            return accelerator.Restraints.Evaluate(terms, positions, 1, null).Total;
        });
    }

    [TestCase(InterpolationKind.Trilinear)]
    [TestCase(InterpolationKind.Tricubic)]
    public void InterpolationGradient(InterpolationKind kind)
    {
        Accelerator accelerator = Device;
        KernelSamples samples = new(12);
        GridFrame frame = new(9, 8, 7, 1, 2, 3, [0.9, 0.1, 0.05, 0, 1.1, 0.2, 0, 0, 1.2], true);
        double[] start = samples.Numbers(3 * Atoms, -20, 20);
        using DeviceBuffer<float> map = accelerator.Upload<float>(samples.Singles((int)frame.VoxelCount, -1, 1), "test");
        using DeviceBuffer<float> weights = accelerator.Upload<float>(samples.Singles(Atoms, 0, 1), "test");
        using DeviceBuffer<double> positions = accelerator.Upload<double>(start, "test");
        using DeviceBuffer<double> gradient = accelerator.Allocate<double>(start.Length, "test");
        accelerator.Interpolation.Evaluate(map, frame, positions, weights, kind, 2, gradient);
        double[] analytic = new double[start.Length];
        accelerator.Download(gradient, analytic);
        Compare(start, analytic, shifted =>
        {
            accelerator.Upload<double>(shifted, positions);
            return accelerator.Interpolation.Evaluate(map, frame, positions, weights, kind, 2, null);
        });
    }

    [Test]
    public void RidingGradient()
    {
        // A target that is linear in all atoms: its gradient by the heavy atoms, with the hydrogens placed anew each time.
        Accelerator accelerator = Device;
        KernelSamples samples = new(13);
        double[] start = samples.Lattice(Atoms);
        double[] slope = samples.Numbers(start.Length, -1, 1);
        using RidingAtoms riding = accelerator.Riding.Create(samples.Riding(Atoms), Atoms);
        using DeviceBuffer<double> positions = accelerator.Upload<double>(start, "test");
        using DeviceBuffer<double> factors = accelerator.Upload<double>(slope, "test");
        using DeviceBuffer<double> gradient = accelerator.Upload<double>(slope, "test");
        accelerator.Riding.Capture(riding, positions);
        accelerator.Riding.PullBack(riding, positions, gradient);
        double[] analytic = new double[start.Length];
        accelerator.Download(gradient, analytic);
        Compare(start, analytic, shifted =>
        {
            accelerator.Upload<double>(shifted, positions);
            accelerator.Riding.Place(riding, positions);
            return accelerator.Vectors.Dot(positions, factors);
        });
    }

    private static void Compare(double[] start, double[] analytic, Func<double[], double> energy)
    {
        double size = Math.Sqrt(analytic.Select(g => g * g).Average());
        double[] shifted = [.. start];
        for (int i = 0; i < start.Length; i += 7)
        {
            shifted[i] = start[i] + Step;
            double up = energy(shifted);
            shifted[i] = start[i] - Step;
            double down = energy(shifted);
            shifted[i] = start[i];
            Assert.That(analytic[i], Is.EqualTo((up - down) / (2 * Step)).Within(1e-4 * (size + Math.Abs(analytic[i]))), $"number {i}");
        }
    }
}
