using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Validation.Nucleic;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>Sugars of nucleic acids against cctbx 2022.9 (rna_puckers).</summary>
[TestFixture]
public sealed class SugarPuckerReportTests
{
    [Test]
    public void FiguresAreThoseOfCctbx()
    {
        SugarPuckerReport report = Read("1ehz-5.pdb");
        (double Delta, double? Epsilon, double? Distance)[] expected = [(82.86, 204.43, 4.572), (83.38, 214.85, 4.633), (80.73, 211.72, 4.694), (82.16, 202.63, 4.570), (84.94, null, null)];
        Assert.That(report.Sugars, Has.Count.EqualTo(5));
        Assert.Multiple(() =>
        {
            for (int k = 0; k < expected.Length; k++)
            {
                NucleotideSugar s = report.Sugars[k];
                Assert.That(s.Delta, Is.EqualTo(expected[k].Delta).Within(0.006));
                Assert.That(s.Epsilon, expected[k].Epsilon is double e ? Is.EqualTo(e).Within(0.006) : Is.Null);
                if (expected[k].Distance is double d)
                    Assert.That(s.Perpendicular, Is.EqualTo(d).Within(0.0006));
                Assert.That((s.Expected, s.IsFromPhosphorus, s.IsOutlier), Is.EqualTo(((SugarPucker?)SugarPucker.C3Endo, k < 4, false)));
                Assert.That(s.Phase, Is.InRange(0, 36), "C3'-endo");
                Assert.That(s.Amplitude, Is.InRange(30, 45));
            }
        });
    }

    [Test]
    public void AnAFormHelixHasNoOutliers()
    {
        SugarPuckerReport report = Read("1rna.cif");
        Assert.That((report.Count, report.Outliers), Is.EqualTo((28, 0)));
        Assert.That(report.Sugars[0].Name, Is.EqualTo("A 1 U"));
    }

    /// <summary>δ that does not fit the distance, and ε out of range.</summary>
    [TestCase(84, 3.5, false)]
    [TestCase(84, 2.0, true)]
    [TestCase(147, 2.0, false)]
    [TestCase(147, 3.5, true)]
    [TestCase(115, 3.5, true)]
    public void PuckerAndDeltaMustAgree(double delta, double distance, bool outlier)
    {
        var sugar = new NucleotideSugar(
            0, "A 1 G", '\0', true, delta, 200, distance, true, distance < NucleotideSugar.PhosphorusLimit ? SugarPucker.C2Endo : SugarPucker.C3Endo, null, null);
        Assert.That(sugar.IsOutlier, Is.EqualTo(outlier));
        Assert.That((sugar with { IsRibose = false }).IsOutlier, Is.False, "DNA is not judged");
        Assert.That((sugar with { Delta = 84, Expected = SugarPucker.C3Endo, Epsilon = 100 }).IsEpsilonOutlier);
    }

    [Test]
    public void DnaHasPhasesAndNoOutliers()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "biotite", "1bna.pdb")).First;
        SugarPuckerReport report = SugarPuckerReport.Compute(model, Coordinates.Of(model));
        Assert.That((report.Sugars.Count, report.Count, report.Outliers), Is.EqualTo((24, 0, 0)));
        Assert.That(report.Sugars.Count(s => s.Phase is > 108 and < 198), Is.GreaterThan(14), "B-form: C2'-endo and beside it");
    }

    /// <summary>Behind the last sugar of a chain, or before a gap, O3' tells the pucker, with a limit of its own: 2.4 Å instead of 2.9 Å.</summary>
    [TestCase(null, 2.6, false, SugarPucker.C3Endo)]
    [TestCase(null, 2.3, false, SugarPucker.C2Endo)]
    [TestCase(1.6, 2.6, true, SugarPucker.C2Endo)]
    [TestCase(2.2, 2.6, false, SugarPucker.C3Endo)]
    public void TheOxygenTellsThePuckerWhereNoPhosphorusFollows(double? bond, double distance, bool isPhosphorus, SugarPucker expected)
    {
        Model model = Sugar(distance, "N1");
        if (bond is { } length)
            AddPhosphorus(model, new Vec3(distance, 0, 1 + length));
        NucleotideSugar sugar = Compute(model).Sugars[0];
        Assert.That((sugar.IsFromPhosphorus, sugar.Expected, sugar.Epsilon != null), Is.EqualTo((isPhosphorus, (SugarPucker?)expected, isPhosphorus)));
        Assert.That(sugar.Perpendicular, Is.EqualTo(distance).Within(1e-9));
    }

    /// <summary>In pseudouridine C5 carries the sugar; N1 is not bonded to it.</summary>
    [Test]
    public void TheGlycosidicBondIsTheOneThatIsThere()
    {
        Model model = Sugar(2.6, "C5");
        Peptides.AddAtom(model, "N1", new Vec3(2, 1, -2));
        Assert.That(Compute(model).Sugars.Single().Perpendicular, Is.EqualTo(2.6).Within(1e-9));
    }

    /// <summary>Atoms that are not bonded make no sugar.</summary>
    [Test]
    public void BrokenSugarsAreNotJudged()
    {
        Model model = Sugar(2.6, "N1");
        model.Atoms[Peptides.Find(model, 1, "C5'")].Position += new Vec3(0, 3, 0);
        Assert.That(Compute(model).Sugars, Is.Empty);
    }

    /// <summary>The phosphorus is that of the sugar's own conformer, also where another one is occupied more.</summary>
    [Test]
    public void ThePhosphorusIsOfTheSameConformer()
    {
        Model model = Sugar(2.6, "N1");
        Atom o3 = model.Atoms[Peptides.Find(model, 1, "O3'")];
        (o3.AltLoc, o3.Occupancy) = ('B', 0.7);
        AddPhosphorus(model, new Vec3(2.6, 0.6, 2.4), 'A', 0.6);
        Peptides.AddAtom(model, "P", new Vec3(2.6, 0, 2.6), null, 'B', 0.4);
        NucleotideSugar sugar = Compute(model).Sugars[0];
        Assert.That((sugar.AltLoc, sugar.IsFromPhosphorus), Is.EqualTo(('B', true)));
        Assert.That(sugar.Perpendicular, Is.EqualTo(2.6).Within(1e-9));
    }

    [Test]
    public void ProteinHasNoSugars()
    {
        Model model = Peptides.Chain(3);
        Assert.That(SugarPuckerReport.Compute(model, Coordinates.Of(model)).Sugars, Is.Empty);
        Assert.Throws<ArgumentException>(() => SugarPuckerReport.Compute(model, [1.0]));
    }

    /// <summary>Part of a ribose whose glycosidic bond lies on the z axis and whose O3' lies at a distance from it.</summary>
    private static Model Sugar(double distance, string glycosidic)
    {
        var model = new Model();
        model.Chains.Add(new Chain { Id = "A" });
        Peptides.AddResidue(model, "U", 1);
        foreach ((string name, Vec3 at) in new (string, Vec3)[]
        {
            ("C5'", new(distance + 2.3, 2.1, 2.2)), ("C4'", new(distance + 1.3, 2.0, 1.1)), ("C3'", new(distance, 1.42, 1)), ("O3'", new(distance, 0, 1)), ("O2'", new(-2, 3, 1)), ("C1'", Vec3.Zero),
            (glycosidic, new(0, 0, -1.47)),
        })
            Peptides.AddAtom(model, name, at);
        return model;
    }

    private static void AddPhosphorus(Model model, Vec3 at, char altLoc = '\0', double occupancy = 1)
    {
        Peptides.AddResidue(model, "A", 2);
        Peptides.AddAtom(model, "P", at, null, altLoc, occupancy);
    }

    private static SugarPuckerReport Compute(Model model) => SugarPuckerReport.Compute(model, Coordinates.Of(model));

    private static SugarPuckerReport Read(string file)
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "pymol", file)).First;
        return SugarPuckerReport.Compute(model, Coordinates.Of(model));
    }
}
