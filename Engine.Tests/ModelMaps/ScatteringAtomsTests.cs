using Engine.Core.Geometry;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

[TestFixture]
public class ScatteringAtomsTests
{
    [Test]
    public void Selection_OccupancyAndHydrogensDecideWhichAtomsScatter()
    {
        Model model = TestModel.Of(
            Carbon(), Carbon(a => a.Occupancy = 0), Carbon(a => a.Element = Element.H), Carbon(a => a.Element = Element.D), Carbon());
        bool[] selection = [true, true, true, true, false];
        ScatteringAtoms all = Make(model, selection), heavy = ScatteringAtoms.Create(model, selection, ScatteringTable.Electron, withHydrogens: false);
        Assert.That(all.AtomIndices, Is.EqualTo(new[] { 0, 2, 3 }));
        Assert.That(heavy.AtomIndices, Is.EqualTo(new[] { 0 }));
        Assert.That(all.Warnings, Has.Count.EqualTo(1).And.Some.Contains("occupancy 0"));
    }

    [Test]
    public void NoAtom_IsAnErrorThatSaysWhy()
    {
        Model model = TestModel.Of(Carbon(a => a.Occupancy = 0));
        Assert.That(() => Make(model, [false]), Throws.TypeOf<InputException>().With.Message.Contains("--select"));
        Assert.That(() => Make(model, [true]), Throws.TypeOf<InputException>().With.Message.Contains("occupancy 0"));
        Assert.That(() => Make(new Model(), []), Throws.TypeOf<InputException>());
        Assert.That(() => Make(model, [true, true]), Throws.ArgumentException);
    }

    [Test]
    public void OddAtoms_AreUsedAndReported()
    {
        Model model = TestModel.Of(
            Carbon(a => a.Element = Element.Unknown), Carbon(a => a.Charge = -1), Carbon(a => a.BIso = -3), Carbon(a => a.BIso = 5000),
            Carbon(a => (a.Element, a.Charge) = (new Element(12), 2)));
        ScatteringAtoms atoms = Make(model, TestModel.All(model));
        Assert.That(atoms.Warnings, Is.EqualTo(new[]
        {
            "1 atoms of unknown element scatter as carbon",
            "charged atoms (C1-, Mg2+) scatter as neutral ones",
            "2 B factors lie outside 0 to 999 Å² and were brought into that range",
        }));
        Assert.That(atoms.BMin, Is.Zero);
        Assert.That(atoms.MeanB, Is.EqualTo((20 + 20 + 0 + 999 + 20) / 5.0));
    }

    [Test]
    public void AnisotropicAtom_HasTheBOfItsAxes()
    {
        Model model = TestModel.Of(Carbon(), Carbon(a => a.UAniso = [0.5, 0.4, 0.3, 0.1, 0, 0]));
        ScatteringAtoms atoms = Make(model, TestModel.All(model));
        double bPerU = 8 * Math.PI * Math.PI, axis = 0.45 - Math.Sqrt(0.05 * 0.05 + 0.1 * 0.1);
        Assert.That(axis, Is.GreaterThan(0.3));
        Assert.That(atoms.BMin, Is.EqualTo(20).Within(1e-12));
        Assert.That(atoms.MeanB, Is.EqualTo((20 + 0.4 * bPerU) / 2).Within(1e-9));
        Assert.That(Make(model, [false, true]).BMin, Is.EqualTo(0.3 * bPerU).Within(1e-9));
        Assert.That(atoms.Warnings, Is.Empty);
    }

    [Test]
    public void DisplacementThatIsNotPositiveDefinite_IsRaisedAndReported()
    {
        // Eigenvalues 0.3, 0.2 and -0.1 Å²: the last gives B = -7.9 Å², below carbon's narrowest Gaussian.
        double c = Math.Sqrt(0.5);
        double[] u = [0.5 * (0.2 - 0.1), 0.5 * (0.2 - 0.1), 0.3, 0.5 * (0.2 + 0.1), 0, 0];
        Assert.That(c * c * (u[0] + u[1] - 2 * u[3]), Is.EqualTo(-0.1).Within(1e-12));
        Model model = TestModel.Of(Carbon(a => a.UAniso = u));
        ScatteringAtoms atoms = Make(model, [true]);
        Assert.That(atoms.BMin + 0.2465, Is.EqualTo(0.5).Within(1e-6));
        Assert.That(atoms.Warnings, Has.Count.EqualTo(1).And.Some.StartsWith("1 anisotropic displacements"));
        Assert.That(model.Atoms[0].UAniso, Is.EqualTo(u), "the model itself is left as it is");
    }

    [Test]
    public void SetPositions_TakesTheSelectedAtomsOfTheWholeModel()
    {
        Model model = TestModel.Of(Carbon(), Carbon(), Carbon());
        ScatteringAtoms atoms = Make(model, [true, false, true]);
        atoms.SetPositions([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.That(atoms.Positions.ToArray(), Is.EqualTo(new double[] { 1, 2, 3, 7, 8, 9 }));
        Assert.Throws<NumericalException>(() => atoms.SetPositions([1, 2, 3, 4, 5, 6, 7, double.NaN, 9]));
    }

    [Test]
    public void PositionThatIsNotANumber_IsAnInputError() =>
        Assert.Throws<InputException>(() => Make(TestModel.Of(Carbon(a => a.Position = new Vec3(1, double.NaN, 2))), [true]));

    private static ScatteringAtoms Make(Model model, bool[] selection) => ScatteringAtoms.Create(model, selection, ScatteringTable.Electron);

    private static Atom Carbon(Action<Atom>? change = null)
    {
        var atom = new Atom { Name = "C", Element = Element.C, BIso = 20 };
        change?.Invoke(atom);
        return atom;
    }
}
