using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Ncs;

/// <summary>Restraints to a reference structure.</summary>
[TestFixture]
public sealed class ReferenceModelTests
{
    [Test]
    public void TargetsAreTheTorsionsOfTheReference()
    {
        Model model = NcsCase.Ring(1, 0.2), reference = NcsCase.Ring(1);
        RestraintTable table = ReferenceModel.Torsions(model, Coordinates.Of(model), reference, ReferenceMatch.Find(model, reference));
        for (int t = 0; t < table.TorsionCount; t++)
        {
            Vec3[] p = [.. table.TorsionAtoms[(4 * t)..(4 * t + 4)].Select(i => reference.Atoms[i].Position)];
            double deviation = Math.IEEERemainder(table.TorsionIdeal[t] - Vec3.TorsionDegrees(p[0], p[1], p[2], p[3]), 180);
            Assert.That(deviation, Is.Zero.Within(1e-9));
        }

        int residues = model.Residues.Count, breaks = 3 * (residues - 1);
        Assert.That(table.TorsionCount, Is.GreaterThan(breaks + residues));
        Assert.That(table.TorsionWeight, Is.All.EqualTo(0.16).Within(1e-12));
        Assert.That(table.TorsionTop, Is.All.EqualTo(36).Within(1e-9));
        Assert.That(table.TorsionPeriod, Is.All.Zero);
        RestraintTable main = ReferenceModel.Torsions(model, Coordinates.Of(model), reference, ReferenceMatch.Find(model, reference), new() { SideChains = false });
        Assert.That(main.TorsionCount, Is.EqualTo(breaks));
    }

    [Test]
    public void MissingAtomsGapsMutationsAndOutliersHaveNoTargets()
    {
        Model model = NcsCase.Ring(1), whole = NcsCase.Ring(1), reference = new();
        NcsCase.AddChain(reference, "Q", whole, r => r.Number is not (20 or 21), (_, p) => NcsCase.Turn(1).Apply(p));
        Residue mutated = reference.Residues[4], blind = reference.Residues[9];
        mutated.Name = mutated.Name == "ALA" ? "SER" : "ALA";
        reference.Atoms[blind.FirstAtom + 1].Name = "XX";
        bool[] unreliable = [.. reference.Residues.Select((_, r) => r == 30)];
        ReferenceMatch match = ReferenceMatch.Find(model, reference);
        Assert.That(match.Chains.Single().Reference, Is.EqualTo("Q"));
        RestraintTable table = ReferenceModel.Torsions(model, Coordinates.Of(model), reference, match, null, unreliable);
        string[] named = [.. Enumerable.Range(0, table.TorsionCount).Select(t => Describe(model, table.TorsionAtoms[(4 * t)..(4 * t + 4)]))];
        Assert.Multiple(() =>
        {
            Assert.That(named, Has.Member("5.C 6.N 6.CA 6.C").And.Member("18.N 18.CA 18.C 19.N"));
            Assert.That(named, Has.Member("4.C 5.N 5.CA 5.C").And.No.Member("5.N 5.CA 5.CB 5.CG"), "a mutation keeps the main chain");
            Assert.That(named, Has.No.Member("19.N 19.CA 19.C 20.N").And.No.Member("21.C 22.N 22.CA 22.C"), "gap");
            Assert.That(named.Where(n => n.Contains("20.", StringComparison.Ordinal)), Is.Empty);
            Assert.That(named.Where(n => n.Contains(" 10.CA", StringComparison.Ordinal)), Is.Empty, "an atom that the reference lacks");
            int number = reference.Residues[30].Number;
            Assert.That(named, Has.No.Member($"{number - 1}.C {number}.N {number}.CA {number}.C"), "an outlier");
        });
        Assert.That(table.TorsionIdeal, Is.All.Matches<double>(double.IsFinite));
    }

    [Test]
    public void HalfTurnsTakeTheNearerTarget()
    {
        Model model = NcsCase.Ring(1), reference = NcsCase.Ring(1);
        int r = reference.Residues.FindIndex(x => x.Name is "PHE" or "TYR");
        Atom a = reference.Atoms.Skip(reference.Residues[r].FirstAtom).First(x => x.Name == "CD1"), b = reference.Atoms.Skip(reference.Residues[r].FirstAtom).First(x => x.Name == "CD2");
        (a.Position, b.Position) = (b.Position, a.Position);
        double[] x = Coordinates.Of(model);
        RestraintTable table = ReferenceModel.Torsions(model, x, reference, ReferenceMatch.Find(model, reference));
        for (int t = 0; t < table.TorsionCount; t++)
        {
            Vec3[] p = [.. table.TorsionAtoms[(4 * t)..(4 * t + 4)].Select(i => model.Atoms[i].Position)];
            Assert.That(Math.IEEERemainder(table.TorsionIdeal[t] - Vec3.TorsionDegrees(p[0], p[1], p[2], p[3]), 360), Is.Zero.Within(6));
        }
    }

    [Test]
    public void SitesAreSuperposedFirst()
    {
        Model model = NcsCase.Ring(2), reference = new();
        NcsCase.AddChain(reference, "A", NcsCase.Ring(1), _ => true, (_, p) => NcsCase.Turn(3).Apply(p) + new Vec3(50, 0, 0));
        double[] x = Coordinates.Of(model);
        ReferenceMatch match = ReferenceMatch.Find(model, reference);
        Assert.That(match.Chains.Select(c => c.Reference), Is.EqualTo(new[] { "A", "A" }));
        RestraintTable table = ReferenceModel.Sites(model, x, reference, match);
        Assert.That(table.SiteAtoms, Is.EqualTo(Enumerable.Range(0, model.Atoms.Count)));
        Assert.That(table.SiteIdeal, Is.EqualTo(x).Within(1e-8));
        Assert.That(table.SiteWeight, Is.All.EqualTo(4));
        Assert.That(table.SiteTop, Is.All.EqualTo(4));
        bool[] half = [.. Enumerable.Range(0, model.Atoms.Count).Select(a => a % 2 == 0)];
        RestraintTable part = ReferenceModel.Sites(model, x, reference, match, selected: half);
        Assert.That(part.SiteAtoms, Is.EqualTo(table.SiteAtoms.Where(a => half[a])));
        RestraintTable inPlace = ReferenceModel.Sites(model, x, reference, match, new() { SideChains = false }, superpose: false);
        Assert.That(inPlace.SiteCount, Is.EqualTo(model.Atoms.Count(a => a.Name is "N" or "CA" or "C" or "O")));
        Assert.That(inPlace.SiteIdeal[0], Is.EqualTo(reference.Atoms[0].Position.X));
    }

    [Test]
    public void ChainsWithoutLikenessAreListed()
    {
        Model model = NcsCase.Ring(2), reference = NcsCase.Ring(2);
        foreach (Residue residue in model.Residues.Where(r => r.ChainIndex == 1))
            residue.Name = "GLY";
        ReferenceMatch match = ReferenceMatch.Find(model, reference);
        Assert.That(match.Unmatched, Is.EqualTo(new[] { "B" }));
        Assert.That(match.Chains.Single().Reference, Is.EqualTo("A"));
        Assert.Throws<UsageException>(() => ReferenceModel.Torsions(model, Coordinates.Of(model), reference, match, new() { TorsionSigma = 0 }));
    }

    [Test]
    public void NucleotidesHaveSixTorsionsAndChi()
    {
        Model model = StructureReader.Read(NucleicPath()).First;
        RestraintTable table = ReferenceModel.Torsions(model, Coordinates.Of(model), model, ReferenceMatch.Find(model, model));
        string[] named = [.. Enumerable.Range(0, table.TorsionCount).Select(t => Names(model, table.TorsionAtoms[(4 * t)..(4 * t + 4)]))];
        foreach (string expected in new[]
        {
            "O3' P O5' C5'", "P O5' C5' C4'", "O5' C5' C4' C3'", "C5' C4' C3' O3'", "C4' C3' O3' P", "C3' O3' P O5'", "O4' C1' N9 C4", "O4' C1' N1 C2",
        })
        {
            Assert.That(named.Count(n => n == expected), Is.GreaterThan(3), expected);
        }
    }

    private static string NucleicPath() => SharedData.Require("data", "models", "biotite", "1bna.pdb");

    private static string Describe(Model model, int[] atoms) =>
        string.Join(' ', atoms.Select(i => $"{model.Residues[model.Atoms[i].ResidueIndex].Number}.{model.Atoms[i].Name}"));

    private static string Names(Model model, int[] atoms) => string.Join(' ', atoms.Select(i => model.Atoms[i].Name));
}
