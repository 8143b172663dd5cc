using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps.AdHoc;
using Engine.Core.Models;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps.AdHoc;

/// <summary>Ad hoc maps on every accelerator against the formulas as their sources write them.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class AdHocMapTests(string accelerator) : KernelFixture(accelerator)
{
    private const double Resolution = 3;
    private static readonly MapGrid Grid = TestGrid.Make(26, 28, 30, new Vec3(0.8, 0.75, 0.85), new Vec3(5, -3, 2));
    private static readonly Vec3 Middle = new(15.13, 7.41, 14.6);

    /// <summary>The density of one sulphur atom, respectively of the Cα of a tryptophan, at distance r, double precision.</summary>
    private static readonly Dictionary<string, Func<double, double>> Shapes = new()
    {
        ["gaussian"] = r => Enumerable.Range(0, 5).Sum(k => GaussianTerm(FormFactorTable.Electron(Element.S), k, r)),
        ["molmap"] = r => Normal(16, 1 / (2 * Square(Resolution / (Math.PI * Math.Sqrt(2)))), r),
        ["emready"] = r => Normal(16, Square(Math.PI / (1.2 + 0.6 * Resolution)), r),
        ["cryofit"] = r => Normal(1, 3 / (2 * Square(Resolution / 2)), r),
        ["demo-emfit"] = r => Normal(186.213, Square(Math.PI / (2.4 + 0.8 * Resolution)), r),
    };

    [Test]
    public void OneAtom_HasTheDensityOfTheFormula([Values("gaussian", "molmap", "emready", "cryofit", "demo-emfit")] string name, [Values] bool periodic)
    {
        float[] map = Compute(One(name), name, periodic);
        double peak = Shapes[name](0);
        foreach ((int x, int y, int z) in TestGrid.Voxels(Grid))
        {
            Vec3 v = Grid.VoxelSize, r = Grid.Origin + new Vec3(x * v.X, y * v.Y, z * v.Z) - Middle;
            double distance = periodic ? Math.Sqrt(TestGrid.DistanceSquared(Grid, x, y, z, Middle)) : r.Length;
            Assert.That(map[(z * Grid.Ny + y) * Grid.Nx + x], Is.EqualTo(Shapes[name](distance)).Within(1e-5 * peak), $"{distance} Å");
        }
    }

    [Test]
    public void Integral_IsTheSumOfTheWeights([Values("gaussian", "molmap", "emready", "cryofit", "demo-emfit")] string name)
    {
        Model model = Several();
        using AdHocMap map = AdHocMap.Compute(Device, Grid, model, TestModel.All(model), AdHocFormula.Named(name), Resolution, true);
        double voxel = Grid.Box.A * Grid.Box.B * Grid.Box.C / Grid.VoxelCount, integral = Get(map.Values).Sum(x => (double)x) * voxel;
        double expected = name switch
        {
            "gaussian" => Sum(Element.C) + 0.25 * Sum(Element.N) + 0.5 * Sum(Element.O) + Sum(Element.H) + Sum(new Element(20)),
            "molmap" => 6 + 6 + 7 + 8 + 1 + 20,
            "emready" => 6 + 6 + 7 + 8 + 20,
            "cryofit" => 5,
            _ => 71.079,
        };
        Assert.That(map.Description.TotalWeight, Is.EqualTo(expected).Within(1e-3 * expected));
        Assert.That(integral, Is.EqualTo(expected).Within(1e-3 * expected));

        static double Sum(Element element) => FormFactorTable.Electron(element).A.Sum();
    }

    /// <summary>Of an atom at two alternate locations the better occupied one counts where the formula ignores occupancies, both where it does not.</summary>
    [Test]
    public void AlternateLocations_FollowTheFormula()
    {
        Model model = TestModel.Of(Atom(Element.C, Middle, a => (a.AltLoc, a.Occupancy) = ('A', 0.4)), Atom(Element.N, Middle, a => (a.AltLoc, a.Occupancy) = ('B', 0.6)));
        model.Residues[1].Number = model.Residues[0].Number;
        using AdHocMap molmap = AdHocMap.Compute(Device, Grid, model, TestModel.All(model), AdHocFormula.Molmap, Resolution, true);
        using AdHocMap gaussian = AdHocMap.Compute(Device, Grid, model, TestModel.All(model), AdHocFormula.Gaussian, Resolution, true);
        using AdHocMap selected = AdHocMap.Compute(Device, Grid, model, [true, false], AdHocFormula.Molmap, Resolution, true);
        Assert.That((molmap.Description.AtomCount, gaussian.Description.AtomCount, selected.Description.AtomCount), Is.EqualTo((1, 2, 1)));
        Assert.That((molmap.Description.TotalWeight, selected.Description.TotalWeight), Is.EqualTo((7.0, 6.0)));
        Assert.That(molmap.Warnings, Has.Some.Contains("alternate"));
        Assert.That(selected.Warnings, Has.None.Contains("alternate"));
    }

    [Test]
    public void Description_SaysHowTheMapWasMade()
    {
        Model model = One("molmap");
        using AdHocMap map = AdHocMap.Compute(Device, Grid, model, [true], AdHocFormula.Molmap, Resolution, false);
        AdHocDescription d = map.Description;
        Assert.That((d.Formula, d.AtomCount, d.Unit, d.Scattering, d.Periodic, d.Resolution), Is.EqualTo(("molmap", 1, "e", (string?)null, false, 3.0)));
        Assert.That(d.EquivalentB, Is.EqualTo(36).Within(1e-9));
        Assert.That(d.CutOff, Is.EqualTo(5 * 3 / (Math.PI * Math.Sqrt(2))).Within(1e-5));
        Assert.That(d.TotalWeight, Is.EqualTo(16));
        using AdHocMap gaussian = AdHocMap.Compute(Device, Grid, model, [true], AdHocFormula.Gaussian, Resolution, true);
        Assert.That((gaussian.Description.Scattering, gaussian.Description.Unit), Is.EqualTo(("electron", "Å")));
        using DensityMap host = gaussian.ToDensityMap();
        Assert.That(host.Name, Is.EqualTo("gaussian map"));
        Assert.That(host.Values[100], Is.EqualTo(Get(gaussian.Values)[100]));
    }

    [Test]
    public void BadInput_IsRefused()
    {
        Model model = One("molmap");
        MapGrid skew = TestGrid.Make(8, 8, 8, new Vec3(1, 1, 1)) with { Cell = new UnitCell(8, 8, 8, 90, 100, 90) };
        Assert.That(() => Make(Grid, model, AdHocFormula.Molmap, 0), Throws.TypeOf<UsageException>().With.Message.Contains("above 0"));
        Assert.That(() => Make(Grid, model, AdHocFormula.Molmap, double.NaN), Throws.TypeOf<UsageException>());
        Assert.That(() => Make(skew, model, AdHocFormula.Molmap, 3), Throws.TypeOf<InputException>().With.Message.Contains("orthogonal"));
        Assert.That(() => Make(Grid, model, AdHocFormula.DemoEmFit, 3), Throws.TypeOf<InputException>().With.Message.Contains("CA atoms"));
        Assert.That(() => Make(Grid, TestModel.Of(Atom(Element.H, Middle)), AdHocFormula.EmReady, 3), Throws.TypeOf<InputException>().With.Message.Contains("hydrogen"));
        Assert.That(() => Make(Grid, TestModel.Of(Atom(Element.C, new Vec3(500, 0, 0))), AdHocFormula.Molmap, 3), Throws.TypeOf<InputException>().With.Message.Contains("outside"));
        Assert.That(() => Make(Grid, TestModel.Of(Atom(Element.C, new Vec3(double.NaN, 0, 0))), AdHocFormula.Molmap, 3), Throws.TypeOf<InputException>());
        Assert.That(() => AdHocMap.Compute(Device, Grid, model, [], AdHocFormula.Molmap, 3, true), Throws.ArgumentException);
    }

    [Test]
    public void OddAtoms_AreReported()
    {
        Model model = TestModel.Of(Atom(Element.Unknown, Middle, a => a.Name = "X"), Atom(Element.C, Middle + new Vec3(40, 0, 0)), Atom(Element.D, Middle));
        using AdHocMap molmap = AdHocMap.Compute(Device, Grid, model, TestModel.All(model), AdHocFormula.Molmap, Resolution, false);
        Assert.That(molmap.Description.TotalWeight, Is.EqualTo(6 + 6 + 1));
        Assert.That(molmap.Warnings, Is.EqualTo(new[] { "1 atoms of unknown element count as carbon", "1 of 3 atoms lie outside the map's box; their density outside is lost" }));
        Model chain = TestModel.Of(Atom(Element.C, Middle), Atom(Element.C, Middle + new Vec3(40, 0, 0)));
        chain.Residues[0].Name = "UNK";
        using AdHocMap demo = AdHocMap.Compute(Device, Grid, chain, TestModel.All(chain), AdHocFormula.DemoEmFit, Resolution, true);
        Assert.That(demo.Warnings, Has.Some.Contains("mean mass").And.Some.Contains("periodic"));
    }

    private static double Square(double x) => x * x;

    private static double Normal(double weight, double k, double r) => weight * Math.Pow(k / Math.PI, 1.5) * Math.Exp(-k * r * r);

    private static double GaussianTerm(FormFactor factor, int k, double r)
    {
        double v = factor.B[k] + 30 + 4 * Math.PI * Resolution * Resolution / Math.Pow(4 * Math.PI / 3, 2.0 / 3);
        return 0.5 * Normal(factor.A[k], 4 * Math.PI * Math.PI / v, r);
    }

    private static Atom Atom(Element element, Vec3 position, Action<Atom>? change = null)
    {
        var atom = new Atom { Name = "CA", Element = element, Position = position, BIso = 30 };
        change?.Invoke(atom);
        return atom;
    }

    /// <summary>A half-occupied sulphur atom, or for the Cα formula the Cα of a tryptophan.</summary>
    private static Model One(string formula)
    {
        Model model = TestModel.Of(Atom(formula == "demo-emfit" ? Element.C : Element.S, Middle, a => a.Occupancy = 0.5));
        model.Residues[0].Name = "TRP";
        return model;
    }

    /// <summary>A Cα, atoms of other elements and occupancies, one of them at 0, and a calcium ion, named CA too.</summary>
    private static Model Several()
    {
        Vec3 Place(double t) => Middle + new Vec3(9 * t, -7 * t, 5 * t);
        Model model = TestModel.Of(
            Atom(Element.C, Place(0)), Atom(Element.C, Place(0.3), a => (a.Name, a.Occupancy) = ("C1", 0)), Atom(Element.N, Place(-0.5), a => a.Occupancy = 0.25),
            Atom(Element.O, Place(1), a => a.Occupancy = 0.5), Atom(Element.H, Place(-1.2)), Atom(new Element(20), Place(0.8)));
        model.Residues[5].Name = "CA";
        return model;
    }

    private float[] Compute(Model model, string name, bool periodic)
    {
        using AdHocMap map = AdHocMap.Compute(Device, Grid, model, [true], AdHocFormula.Named(name), Resolution, periodic);
        return Get(map.Values);
    }

    private void Make(MapGrid grid, Model model, AdHocFormula formula, double d) =>
        AdHocMap.Compute(Device, grid, model, TestModel.All(model), formula, d, true).Dispose();
}
