using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Density on shells round atoms against the rule written out point by point.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class AtomProfileTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly ShellRule Rule = new();
    private static readonly ShellPoints Points = new(Rule);
    private static readonly GridFrame Frame = GridFrame.Orthogonal(14, 12, 13, -3, 2, 1, 0.9, 1.1, 1.0, false);
    private static readonly GridFrame Skewed = new(9, 8, 7, 1, 2, 3, [0.9, 0.1, 0.05, 0, 1.1, 0.2, 0, 0, 1.2], true);

    /// <summary>Crowded atoms, some near the faces and some outside, on grids that repeat and that do not.</summary>
    [Test]
    public void ProfilesAreThoseOfTheRule([Values] bool periodic, [Values] bool skewed)
    {
        GridFrame frame = (skewed ? Skewed : Frame) with { Periodic = periodic };
        KernelSamples samples = new(11);
        float[] voxels = samples.Singles((int)frame.VoxelCount, -1, 1);
        ProfileAtoms atoms = ReferenceAtomProfile.Cloud(samples, 24, 1, 7);
        AtomProfiles found = Sample(voxels, frame, atoms);
        var expected = new AtomProfiles(new double[found.Sums.Length], new int[found.Counts.Length]);
        for (int i = 0; i < atoms.Count; i++)
            ReferenceAtomProfile.Fill(voxels, frame, atoms, Points, i, expected);
        Assert.That(found.Counts, Is.EqualTo(expected.Counts));
        Assert.That(found.Sums, Is.EqualTo(expected.Sums).Within(2e-5));
        Assert.That(found.Counts, Has.Some.Zero.And.Some.GreaterThan(8), "shells without and with more points than asked for");
    }

    /// <summary>A lone atom has 8 points on each shell; the mean over them of a linear density is that of the atom.</summary>
    [Test]
    public void ALoneAtomHasTheFirstPointsOfEveryShell()
    {
        float[] voxels = [.. Enumerable.Range(0, (int)Frame.VoxelCount).Select(i => i % Frame.Nx * 0.5f)];
        AtomProfiles found = Sample(voxels, Frame, new ProfileAtoms([2.1, 8, 7], [0, 0], []));
        Assert.That(found.Counts[0], Is.EqualTo(1));
        Assert.That(found.Counts.AsSpan(1, Rule.Shells).ToArray(), Is.All.EqualTo(8));
        Assert.That(found.Sums[0], Is.EqualTo(0.5 * (2.1 + 3) / 0.9).Within(1e-6));
        for (int k = 1; k <= Rule.Shells; k++)
        {
            double expected = Enumerable.Range(0, 8).Sum(p => 0.5 / 0.9 * k * Rule.Step * Points.Coordinates[p]);
            Assert.That(found.Sums[k], Is.EqualTo(expected).Within(1e-5), $"shell {k}");
        }
    }

    /// <summary>Points of every try lie on the unit sphere, poles first and last, and the spiral of N points has no two at one place.</summary>
    [Test]
    public void PointsLieOnTheSphere()
    {
        int all = Points.Start[^1];
        for (int attempt = 0; attempt < Rule.Tries; attempt++)
        {
            int count = Points.Count(attempt), start = Points.Start[attempt];
            (double X, double Y, double Z)[] p =
                [.. Enumerable.Range(start, count).Select(k => (Points.Coordinates[k], Points.Coordinates[all + k], Points.Coordinates[2 * all + k]))];
            Assert.That(p.Select(v => v.X * v.X + v.Y * v.Y + v.Z * v.Z), Is.All.EqualTo(1).Within(1e-12));
            Assert.That((p[0].Z, p[^1].Z), Is.EqualTo((-1.0, 1.0)));
            Assert.That(p.Distinct().Count(), Is.EqualTo(count));
        }
    }

    /// <summary>A place that is not a number, atoms outside, an atom upon another, and no atoms at all.</summary>
    [Test]
    public void OddAtomsAreSafe()
    {
        float[] voxels = new KernelSamples(12).Singles((int)Frame.VoxelCount, -1, 1);
        AtomProfiles found = Sample(voxels, Frame, new ProfileAtoms([double.NaN, 5, 5, -100, 5, 5, 2, 7, 7, 2, 7, 7], [0, 0, 0, 1, 2], [3, 2]));
        Assert.That(found.Sums[0], Is.NaN);
        Assert.That(found.Counts.AsSpan(0, 2 * Rule.Stride).ToArray(), Is.All.Zero);
        Assert.That(found.Counts.AsSpan(2 * Rule.Stride, Rule.Shells + 1).ToArray(), Is.All.GreaterThan(0), "atoms at one place do not take each other's points");
        Assert.That(found.Sums.AsSpan(2 * Rule.Stride, Rule.Stride).ToArray(), Is.EqualTo(found.Sums.AsSpan(3 * Rule.Stride).ToArray()));
        Assert.That(Sample(voxels, Frame, new ProfileAtoms([], [0], [])).Sums, Is.Empty);
    }

    [Test]
    public void WrongSizesAreRefused()
    {
        using DeviceBuffer<float> map = Put(new float[10]);
        Assert.That(() => Device.AtomProfiles.Sample(map, Frame, new ProfileAtoms([1, 2, 3], [0, 0], []), Points), Throws.InstanceOf<ArgumentException>());
        using DeviceBuffer<float> large = Put(new float[Frame.VoxelCount]);
        foreach (ProfileAtoms wrong in new ProfileAtoms[] { new([1, 2], [0, 0], []), new([1, 2, 3], [0, 1], [1]), new([1, 2, 3], [0, 1], []), new([1, 2, 3, 4, 5, 6], [0, 2, 1], [1]) })
            Assert.That(() => Device.AtomProfiles.Sample(large, Frame, wrong, Points), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new ShellPoints(new ShellRule(Tries: 0)), Throws.InstanceOf<ArgumentException>());
    }

    private AtomProfiles Sample(float[] voxels, GridFrame frame, ProfileAtoms atoms)
    {
        using DeviceBuffer<float> map = Put(voxels);
        return Device.AtomProfiles.Sample(map, frame, atoms, Points);
    }
}
