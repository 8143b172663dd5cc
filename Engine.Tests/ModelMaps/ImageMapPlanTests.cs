using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using Engine.Kernels.OpenCl;
using Engine.Tests.Kernels;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

/// <summary>Sums of atom images against direct summation, each atom at its own resolution; gradients against finite differences of the same oracle.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public class ImageMapPlanTests(string accelerator) : KernelFixture(accelerator)
{
    /// <summary>A wide edge, so that images end soon.</summary>
    private const double Edge = 0.4;

    private static readonly MapGrid Grid = TestGrid.Make(18, 20, 16, new Vec3(0.9, 0.85, 0.95), new Vec3(12, -7, 3));

    [Test]
    public void Map_IsThatOfDirectSummation_WithAResolutionForEveryAtom()
    {
        (Model model, ScatteringAtoms atoms) = Sample(16, anisotropic: true);
        using var plan = new ImageMapPlan(Device, Grid, ModelMapOptions.Default, Images(8));
        plan.Compute(atoms);
        Assert.That(MapDifference.RelativeRms(Get(plan.Values), Direct(model, atoms)), Is.LessThan(6e-4));
        Assert.That(plan.Warnings, Is.Empty);
    }

    /// <summary>The derivative by U takes the images as band limited, which their end at the radius makes true only in part: it is good to 0.5 % from 4 d on.</summary>
    [Test]
    public void Gradients_AreDerivativesOfTheMapItself([Values(4.0)] double radius)
    {
        (Model model, _) = Sample(6, anisotropic: true);
        var images = new ImageMapOptions { Radius = radius };
        using var plan = new ImageMapPlan(Device, Grid, ModelMapOptions.Default, images);
        float[] slopes = SmoothSlopes(Grid);
        using DeviceBuffer<float> onDevice = Put(slopes);
        ScatteringAtoms atoms = Take(model);
        plan.Compute(atoms);
        var gradients = new AtomGradients(atoms.Count);
        plan.Gradients(atoms, onDevice, gradients);
        for (int i = 0; i < model.Atoms.Count; i++)
        {
            int at = i;
            Atom atom = model.Atoms[i];
            Vec3 place = atom.Position;
            for (int axis = 0; axis < 3; axis++)
            {
                Vec3 along = axis == 0 ? new(1, 0, 0) : axis == 1 ? new(0, 1, 0) : new(0, 0, 1);
                Check("position", gradients.Position, 3 * i + axis, 0.02, h => atom.Position = place + along * h);
            }

            double occupancy = atom.Occupancy, b = atom.BIso;
            Check("occupancy", gradients.Occupancy, i, 0.05, h => atom.Occupancy = occupancy + h);
            Check("resolution", gradients.Resolution, i, 0.02, h => model.Residues[at].Number = (int)Math.Round(1e6 * h));
            if (atom.UAniso is not { } u)
            {
                Check("B", gradients.B, i, 1, h => atom.BIso = b + h);
                continue;
            }

            for (int k = 0; k < 6; k++)
                Check("U", gradients.U, 6 * i + k, 0.01, h => atom.UAniso = [.. u.Select((x, n) => n == k ? x + h : x)]);
        }

        // The number of an atom's residue carries a change of its resolution.
        ScatteringAtoms Take(Model from)
        {
            ScatteringAtoms taken = ScatteringAtoms.Create(from, TestModel.All(from), ScatteringTable.Electron);
            taken.SetResolutions([.. Enumerable.Range(0, from.Atoms.Count).Select(i => 2.7 + 0.07 * (i % 11) + (from.Residues[i].Number > 100 || from.Residues[i].Number < 0 ? 1e-6 * from.Residues[i].Number : 0))]);
            return taken;
        }

        void Check(string what, double[] actual, int index, double step, Action<double> shift)
        {
            double Value(double h)
            {
                shift(h);
                plan.Compute(Take(model));
                return Get(plan.Values).Zip(slopes, (a, s) => (double)a * s).Sum();
            }

            double expected = (8 * (Value(step) - Value(-step)) - Value(2 * step) + Value(-2 * step)) / (12 * step);
            shift(0);
            double size = Math.Sqrt(actual.Where(x => x != 0).Average(x => x * x));
            Assert.That(actual[index], Is.EqualTo(expected).Within(1e-3 * Math.Abs(expected) + (what == "U" ? 5e-3 : 5e-4) * size), $"{what} {index}");
        }
    }

    [Test]
    public void ManySmallBatches_GiveTheMapOfOne()
    {
        (_, ScatteringAtoms atoms) = Sample(24, anisotropic: true);
        using var whole = new ImageMapPlan(Device, Grid, ModelMapOptions.Default, new ImageMapOptions { Radius = 4 });
        using var pieces = new ImageMapPlan(Device, Grid, ModelMapOptions.Default, new ImageMapOptions { Radius = 4 }) { ProfileBytes = 8192 };
        whole.Compute(atoms);
        pieces.Compute(atoms);
        double scale = Get(whole.Values).Max();
        Assert.That(Get(pieces.Values), Is.EqualTo(Get(whole.Values)).Within(3e-6 * scale));
        using DeviceBuffer<float> slopes = Put(SmoothSlopes(Grid));
        var a = new AtomGradients(atoms.Count);
        var b = new AtomGradients(atoms.Count);
        whole.Gradients(atoms, slopes, a);
        pieces.Gradients(atoms, slopes, b);
        Assert.That(b.Position, Is.EqualTo(a.Position).Within(1e-12));
        Assert.That(b.U, Is.EqualTo(a.U).Within(1e-12));
    }

    [Test]
    public void CoarseGrid_IsReachedThroughAFinerOne_WithAWarning()
    {
        RequireFourier();
        (Model model, ScatteringAtoms atoms) = Sample(6, anisotropic: false);
        atoms.SetResolution(1.8);
        using var plan = new ImageMapPlan(Device, Grid, ModelMapOptions.Default, Images(8));
        plan.Compute(atoms);
        Assert.That(plan.Warnings, Has.Count.EqualTo(1).And.One.Contains("resampled"));
        Assert.That(MapDifference.RelativeRms(Get(plan.Values), Direct(model, atoms)), Is.LessThan(6e-4));

        // The way back: T = Σ g ρ is linear in the occupancies, so their gradients add up to it.
        float[] slopes = SmoothSlopes(Grid);
        double target = Get(plan.Values).Zip(slopes, (a, g) => (double)a * g).Sum();
        using DeviceBuffer<float> onDevice = Put(slopes);
        var gradients = new AtomGradients(atoms.Count);
        plan.Gradients(atoms, onDevice, gradients);
        Assert.That(gradients.Occupancy.Zip(model.Atoms, (g, a) => g * a.Occupancy).Sum(), Is.EqualTo(target).Within(1e-5 * Math.Abs(target)));
    }

    [Test]
    public void BoxThatDoesNotRepeat_CutsAtomsOff()
    {
        Model model = TestModel.Of(new Atom { Element = Element.C, Name = "CA", Position = Grid.Origin + new Vec3(0.2, 8, 8), BIso = 20 });
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, TestModel.All(model), ScatteringTable.Electron);
        atoms.SetResolution(2.5);
        using var wrapped = new ImageMapPlan(Device, Grid, ModelMapOptions.Default, new ImageMapOptions { Radius = 2 });
        using var cut = new ImageMapPlan(Device, Grid, ModelMapOptions.Default, new ImageMapOptions { Radius = 2, Wrap = false });
        wrapped.Compute(atoms);
        cut.Compute(atoms);
        float[] w = Get(wrapped.Values), c = Get(cut.Values);
        for (int i = 0; i < w.Length; i++)
            Assert.That(c[i], i % Grid.Nx <= 6 ? Is.EqualTo(w[i]) : Is.Zero, $"voxel {i}");
        Assert.That(Enumerable.Range(0, w.Length).Any(i => i % Grid.Nx > 12 && w[i] != 0), "the periodic box continues on the other side");
    }

    [Test]
    public void TooFineAResolution_InABoxThatDoesNotRepeat_IsRefused()
    {
        (_, ScatteringAtoms atoms) = Sample(3, anisotropic: false);
        atoms.SetResolution(1.2);
        using var plan = new ImageMapPlan(Device, Grid, ModelMapOptions.Default, new ImageMapOptions { Wrap = false });
        Assert.That(() => plan.Compute(atoms), Throws.TypeOf<UsageException>().With.Message.Contains("--no-wrap"));
    }

    [Test]
    public void AtomsOfOccupancyZero_AddNothing_ButHaveAGradient()
    {
        (Model model, _) = Sample(4, anisotropic: true);
        foreach (Atom atom in model.Atoms)
            atom.Occupancy = 0;
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, TestModel.All(model), ScatteringTable.Electron, keepAbsent: true);
        atoms.SetResolution(2.6);
        using var plan = new ImageMapPlan(Device, Grid, ModelMapOptions.Default, new ImageMapOptions { Radius = 3 });
        plan.Compute(atoms);
        Assert.That(Get(plan.Values), Is.All.Zero);
        using DeviceBuffer<float> slopes = Put(SmoothSlopes(Grid));
        var gradients = new AtomGradients(atoms.Count);
        plan.Gradients(atoms, slopes, gradients);
        Assert.That(gradients.Occupancy, Is.All.Not.Zero);
        Assert.That(gradients.Position, Is.All.Zero);
    }

    private static ImageMapOptions Images(double radius) => new() { Edge = Edge, Radius = radius };

    private static double[] Direct(Model model, ScatteringAtoms atoms)
    {
        double[] d = atoms.Resolutions.ToArray();
        return DirectSummation.Map(Grid, model.Atoms, (1 + Edge) / d.Min(), (i, s) => DirectSummation.Window(s * d[i], Edge), withF000: true);
    }

    private static (Model Model, ScatteringAtoms Atoms) Sample(int count, bool anisotropic)
    {
        Model model = TestModel.Random(Grid, count, 7, 8, 60, anisotropic);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, TestModel.All(model), ScatteringTable.Electron);
        atoms.SetResolutions([.. Enumerable.Range(0, count).Select(i => 2.7 + 0.07 * (i % 11))]);
        return (model, atoms);
    }

    /// <summary>Slopes with few Fourier components, as a residual map has.</summary>
    private static float[] SmoothSlopes(MapGrid grid)
    {
        var slopes = new float[grid.VoxelCount];
        for (int i = 0; i < slopes.Length; i++)
        {
            double x = 2 * Math.PI * (i % grid.Nx) / grid.Nx, y = 2 * Math.PI * (i / grid.Nx % grid.Ny) / grid.Ny, z = 2 * Math.PI * (i / grid.Nx / grid.Ny) / grid.Nz;
            slopes[i] = (float)(0.3 + Math.Sin(2 * x + y) * Math.Cos(3 * z) + 0.5 * Math.Cos(4 * x - 2 * z + 0.3) * Math.Sin(3 * y + 1) + 0.2 * Math.Sin(5 * y + z));
        }

        return slopes;
    }

    private void RequireFourier()
    {
        if (Device.Kind == AcceleratorKind.OpenCl && VkFft.Problem is { } problem)
            Assert.Ignore(problem);
    }
}
