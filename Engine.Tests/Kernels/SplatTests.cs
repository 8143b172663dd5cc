using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Atoms on a grid against the formula, voxel by voxel, and against integrals.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class SplatTests(string accelerator) : KernelFixture(accelerator)
{
    /// <summary>Random isotropic and anisotropic atoms, inside and across the edges.</summary>
    [Test]
    public void DensityIsTheFormula([Values] bool periodic, [Values] bool anisotropic)
    {
        KernelSamples samples = new(1);
        GridFrame frame = GridFrame.Orthogonal(19, 23, 17, -1, 2, -3, 0.7, 0.6, 0.8, periodic);
        GaussianAtoms atoms = samples.Gaussians(60, 14, anisotropic);
        float[] expected = ReferenceSplat.Density(atoms, 7, frame);
        float[] actual = Add(atoms, 7, frame);
        Assert.That(expected.Max(), Is.GreaterThan(0.3));
        Compare(actual, expected, atoms, 7);
    }

    /// <summary>Form factors of one, three and eight Gaussians, a constant (b = 0) among them.</summary>
    [Test]
    public void AnyNumberOfGaussiansWorks([Values(1, 3, 8)] int terms, [Values] bool anisotropic)
    {
        GridFrame frame = GridFrame.Orthogonal(18, 16, 20, 0, 0, 0, 0.6, 0.7, 0.6, true);
        GaussianAtoms atoms = SplatSamples.WithTerms(12, terms, 9, anisotropic);
        Compare(Add(atoms, 7, frame), ReferenceSplat.Density(atoms, 7, frame), atoms, 7);
    }

    /// <summary>A box smaller than the atom: the same voxel is reached by several images.</summary>
    [Test]
    public void AtomMayBeLargerThanTheBox()
    {
        GridFrame frame = GridFrame.Orthogonal(5, 4, 3, 0, 0, 0, 0.8, 0.9, 1.0, true);
        GaussianAtoms atoms = Carbon([1.3, 0.2, 2.7], 20, 5.5f);
        Compare(Add(atoms, 0, frame), ReferenceSplat.Density(atoms, 0, frame), atoms, 0);
    }

    /// <summary>The grid's sum times the voxel volume is the sum of occupancy times the form factor at s = 0.</summary>
    [TestCase(0.0)]
    [TestCase(40.0)]
    public void IntegralIsTheFormFactorAtZero(double blur)
    {
        const double Voxel = 0.45;
        GridFrame frame = GridFrame.Orthogonal(48, 48, 48, 0, 0, 0, Voxel, Voxel, Voxel, true);
        GaussianAtoms atoms = Carbon([10.1, 9.3, 0.4], 25, 10.5f);
        double total = Add(atoms, blur, frame).Sum(v => (double)v) * Voxel * Voxel * Voxel;
        Assert.That(total, Is.EqualTo(atoms.FormFactors.Take(5).Sum()).Within(2e-5 * total));
    }

    /// <summary>An anisotropic atom with a round ellipsoid is the isotropic atom with B = 8π² U.</summary>
    [Test]
    public void RoundEllipsoidIsIsotropic()
    {
        GridFrame frame = GridFrame.Orthogonal(20, 20, 20, 0, 0, 0, 0.5, 0.5, 0.5, false);
        GaussianAtoms iso = Carbon([5.1, 4.9, 5.3], (float)(8 * Math.PI * Math.PI * 0.4), 4);
        GaussianAtoms aniso = new()
        {
            Positions = iso.Positions,
            FormFactor = iso.FormFactor,
            FormFactors = iso.FormFactors,
            BIso = [0],
            Occupancy = iso.Occupancy,
            Radius = iso.Radius,
            AnisoRow = [0],
            UAniso = [0.4f, 0.4f, 0.4f, 0, 0, 0],
        };
        float[] expected = Add(iso, 3, frame);
        Assert.That(Add(aniso, 3, frame), Is.EqualTo(expected).Within(1e-5 * expected.Max()));
    }

    /// <summary>Density is added to what is there, and moving everything by one voxel moves the density.</summary>
    [Test]
    public void DensityIsAddedAndMovesWithTheAtoms()
    {
        GridFrame frame = GridFrame.Orthogonal(12, 14, 16, 0, 0, 0, 0.6, 0.7, 0.5, true);
        KernelSamples samples = new(4);
        GaussianAtoms atoms = samples.Gaussians(9, 8, true);
        GaussianAtoms moved = new()
        {
            Positions = [.. atoms.Positions.Select((x, i) => x + new[] { 0.6, 0.7, 0.5 }[i % 3])],
            FormFactor = atoms.FormFactor,
            FormFactors = atoms.FormFactors,
            BIso = atoms.BIso,
            Occupancy = atoms.Occupancy,
            Radius = atoms.Radius,
            AnisoRow = atoms.AnisoRow,
            UAniso = atoms.UAniso,
        };
        using DeviceBuffer<float> grid = Put(Enumerable.Repeat(2f, (int)frame.VoxelCount).ToArray());
        Device.Splat.Add(atoms, 5, frame, grid);
        float[] first = Get(grid), second = Add(moved, 5, frame);
        float[] back = [.. Enumerable.Range(0, first.Length).Select(i =>
            2 + second[((i / 168 + 1) % 16 * 14 + (i / 12 + 1) % 14) * 12 + (i + 1) % 12])];

        // Voxels on the cut-off sphere may fall to either side of it; there are few, and their density is small.
        int different = first.Zip(back, (a, b) => Math.Abs(a - b) > 1e-4 ? 1 : 0).Sum();
        Assert.That(different, Is.LessThan(first.Length / 200));
        Assert.That(first.Max(), Is.GreaterThan(2.3));
    }

    /// <summary>Atoms beyond the edge of a grid that does not repeat leave only what reaches it.</summary>
    [Test]
    public void FarAtomsLeaveNothing()
    {
        GridFrame frame = GridFrame.Orthogonal(8, 8, 8, 0, 0, 0, 1, 1, 1, false);
        Assert.That(Add(Carbon([20, 4, 4], 20, 4), 0, frame), Is.All.Zero);
        Assert.That(Add(Carbon([4, -9, 4], 20, 4), 0, frame), Is.All.Zero);
        Assert.That(Add(Carbon([6, 6, 11.5], 20, 6), 0, frame)[^1], Is.Positive);
    }

    /// <summary>No atoms at all leave the grid as it was.</summary>
    [Test]
    public void NoAtomsAddNothing()
    {
        GaussianAtoms none = new() { Positions = [], FormFactor = [], FormFactors = [], BIso = [], Occupancy = [], Radius = [] };
        Assert.That(Add(none, 0, GridFrame.Orthogonal(3, 4, 5, 0, 0, 0, 1, 1, 1, true)), Is.All.Zero);
    }

    /// <summary>Gaussians without a positive width, and frames that are not orthogonal, are refused.</summary>
    [Test]
    public void ImpossibleAtomsAreRefused()
    {
        GridFrame frame = GridFrame.Orthogonal(8, 8, 8, 0, 0, 0, 1, 1, 1, true);
        Assert.That(() => Add(Carbon([1, 1, 1], -30, 3), 0, frame), Throws.InstanceOf<NumericalException>());
        GaussianAtoms flat = new()
        {
            Positions = [1, 1, 1],
            FormFactor = [0],
            FormFactors = ReferenceSplat.Carbon,
            BIso = [0],
            Occupancy = [1],
            Radius = [3],
            AnisoRow = [0],
            UAniso = [0.5f, 0.5f, 0.5f, 0.9f, 0, 0],
        };
        Assert.That(() => Add(flat, 0, frame), Throws.InstanceOf<NumericalException>());
        Assert.That(() => Add(SplatSamples.WithTerms(2, 9, 5, false), 0, frame), Throws.InstanceOf<ArgumentException>());
        GridFrame skewed = frame with { ToGrid = [1, 0.1, 0, 0, 1, 0, 0, 0, 1] };
        Assert.That(() => Add(Carbon([1, 1, 1], 20, 3), 0, skewed), Throws.InstanceOf<ArgumentException>());
    }

    private static void Compare(float[] actual, float[] expected, GaussianAtoms atoms, double blur)
    {
        // A voxel at the cut-off to rounding may be in or out.
        double edge = Enumerable.Range(0, atoms.Count).Max(i => ReferenceSplat.AtCutOff(atoms, i, blur));
        int onEdge = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(actual[i] - expected[i]);
            if (difference > 1e-5 * Math.Max(1, Math.Abs(expected[i])))
            {
                Assert.That(difference, Is.LessThan(1.01 * edge), $"voxel {i}");
                onEdge++;
            }
        }

        Assert.That(onEdge, Is.LessThanOrEqualTo(2));
    }

    private static GaussianAtoms Carbon(double[] position, float b, float radius) => new()
    {
        Positions = position,
        FormFactor = [0],
        FormFactors = ReferenceSplat.Carbon,
        BIso = [b],
        Occupancy = [1],
        Radius = [radius],
    };

    private float[] Add(GaussianAtoms atoms, double blur, GridFrame frame)
    {
        using DeviceBuffer<float> grid = Device.Allocate<float>(frame.VoxelCount, "test");
        Device.Splat.Add(atoms, blur, frame, grid);
        return Get(grid);
    }
}
