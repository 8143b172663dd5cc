using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Hydrogens that ride: they follow their frames, and their gradients go back to them.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class RidingTests(string accelerator) : KernelFixture(accelerator)
{
    /// <summary>A rigid motion of everything heavy carries the hydrogens with it.</summary>
    [Test]
    public void HydrogensFollowARigidMotion()
    {
        KernelSamples samples = new(1);
        double[] start = samples.Lattice(300);
        RidingTable table = FramedOnly(samples.Riding(300));
        using RidingAtoms riding = Device.Riding.Create(table, 300);
        using DeviceBuffer<double> x = Put(start);
        Device.Riding.Capture(riding, x);
        double[] expected = [.. Enumerable.Range(0, 300).SelectMany(i => Moved(start.AsSpan(3 * i, 3)))], damaged = [.. expected];
        foreach (int h in table.Hydrogen)
            damaged.AsSpan(3 * h, 3).Fill(99);
        Device.Upload<double>(damaged, x);
        Device.Riding.Place(riding, x);
        Assert.That(Get(x), Is.EqualTo(expected).Within(1e-9));
    }

    /// <summary>Without a frame a hydrogen keeps its vector from the parent.</summary>
    [Test]
    public void HydrogenWithoutFrameKeepsItsVector()
    {
        using RidingAtoms riding = Device.Riding.Create(new RidingTable { Hydrogen = [1], Frame = [0, -1, -1] }, 2);
        using DeviceBuffer<double> x = Put(1.0, 2, 3, 1.5, 2.25, 2.5), gradient = Put(1.0, 1, 1, 0.5, -2, 4);
        Device.Riding.Capture(riding, x);
        Device.Upload<double>([5, 5, 5, 0, 0, 0], x);
        Device.Riding.Place(riding, x);
        Assert.That(Get(x), Is.EqualTo(new[] { 5, 5, 5, 5.5, 5.25, 4.5 }).Within(1e-12));
        Device.Riding.PullBack(riding, x, gradient);
        Assert.That(Get(gradient), Is.EqualTo(new[] { 1.5, -1, 5, 0, 0, 0 }).Within(1e-12));
    }

    /// <summary>The pulled back gradient is that of a target as a function of the heavy atoms alone.</summary>
    [Test]
    public void PullBackIsTheFiniteDifference()
    {
        KernelSamples samples = new(2);
        double[] start = samples.Lattice(150), slope = samples.Numbers(450, -1, 1);
        RidingTable table = samples.Riding(150);
        using RidingAtoms riding = Device.Riding.Create(table, 150);
        using DeviceBuffer<double> x = Put(start), factors = Put(slope), gradient = Put(slope);
        Device.Riding.Capture(riding, x);
        Device.Riding.PullBack(riding, x, gradient);
        double[] analytic = Get(gradient);
        Assert.That(table.Hydrogen.SelectMany(h => analytic[(3 * h)..(3 * h + 3)]), Is.All.Zero);
        FiniteDifference.Check(start, analytic, shifted =>
        {
            Device.Upload<double>(shifted, x);
            Device.Riding.Place(riding, x);
            return Device.Vectors.Dot(x, factors);
        }, stride: 2);
    }

    /// <summary>Force and torque on the molecule are kept.</summary>
    [Test]
    public void PullBackKeepsForceAndTorque()
    {
        KernelSamples samples = new(3);
        double[] start = samples.Lattice(120), before = samples.Numbers(360, -1, 1);
        using RidingAtoms riding = Device.Riding.Create(FramedOnly(samples.Riding(120)), 120);
        using DeviceBuffer<double> x = Put(start), gradient = Put(before);
        Device.Riding.Capture(riding, x);
        Device.Riding.PullBack(riding, x, gradient);
        double[] after = Get(gradient);
        for (int a = 0; a < 3; a++)
        {
            int b = (a + 1) % 3, c = (a + 2) % 3;
            Assert.That(Enumerable.Range(0, 120).Sum(i => after[3 * i + a] - before[3 * i + a]), Is.EqualTo(0).Within(1e-9));
            double Torque(double[] g) => Enumerable.Range(0, 120).Sum(i => start[3 * i + b] * g[3 * i + c] - start[3 * i + c] * g[3 * i + b]);
            Assert.That(Torque(after), Is.EqualTo(Torque(before)).Within(1e-8));
        }
    }

    /// <summary>No riding atoms: nothing happens.</summary>
    [Test]
    public void EmptyTableDoesNothing()
    {
        using RidingAtoms riding = Device.Riding.Create(new RidingTable { Hydrogen = [], Frame = [] }, 1);
        using DeviceBuffer<double> x = Put(1.0, 2, 3), gradient = Put(4.0, 5, 6);
        Device.Riding.Capture(riding, x);
        Device.Riding.Place(riding, x);
        Device.Riding.PullBack(riding, x, gradient);
        Assert.That(Get(x), Is.EqualTo(new double[] { 1, 2, 3 }));
        Assert.That(Get(gradient), Is.EqualTo(new double[] { 4, 5, 6 }));
    }

    /// <summary>Indices outside the structure, and tables of the wrong length, are refused.</summary>
    [Test]
    public void BadTablesAreRefused()
    {
        Assert.That(() => Device.Riding.Create(new RidingTable { Hydrogen = [4], Frame = [0, 1, 2] }, 4), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Device.Riding.Create(new RidingTable { Hydrogen = [3], Frame = [0, 1, 4] }, 4), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Device.Riding.Create(new RidingTable { Hydrogen = [3], Frame = [0, 1] }, 4), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Device.Riding.Create(new RidingTable { Hydrogen = [3], Frame = [-1, 1, 2] }, 4), Throws.InstanceOf<ArgumentException>());
    }

    private static RidingTable FramedOnly(RidingTable table)
    {
        int[] kept = [.. Enumerable.Range(0, table.Count).Where(h => table.Frame[3 * h + 1] >= 0)];
        return new RidingTable { Hydrogen = [.. kept.Select(h => table.Hydrogen[h])], Frame = [.. kept.SelectMany(h => table.Frame[(3 * h)..(3 * h + 3)])] };
    }

    /// <summary>A turn by the rotation matrix (1/3)(2 -1 2; 2 2 -1; -1 2 2) and a shift.</summary>
    private static double[] Moved(ReadOnlySpan<double> p) =>
        [(2 * p[0] - p[1] + 2 * p[2]) / 3 + 7, (2 * p[0] + 2 * p[1] - p[2]) / 3 - 3, (-p[0] + 2 * p[1] + 2 * p[2]) / 3 + 1];
}
