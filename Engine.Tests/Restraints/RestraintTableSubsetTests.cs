using System.Globalization;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Refinement;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

/// <summary>Parts of tables: the terms that are kept, and the same energies after atoms are numbered anew.</summary>
[TestFixture]
public sealed class RestraintTableSubsetTests
{
    [Test]
    public void TermsWithoutAnyAtomOfTheSetAreLeftOutAndNoOthers()
    {
        RestraintTable table = RefinementCase.Protein(0.1).Restraints.Table;
        bool[] set = RandomSet(table.AtomCount, 0.3);
        RestraintTable part = table.TouchingAny(set);
        Assert.Multiple(() =>
        {
            Assert.That(Terms(part.BondAtoms, 2), Is.EqualTo(Terms(table.BondAtoms, 2).Where(t => Touches(t, set))));
            Assert.That(Terms(part.AngleAtoms, 3), Is.EqualTo(Terms(table.AngleAtoms, 3).Where(t => Touches(t, set))));
            Assert.That(Terms(part.TorsionAtoms, 4), Is.EqualTo(Terms(table.TorsionAtoms, 4).Where(t => Touches(t, set))));
            Assert.That(Terms(part.ChiralAtoms, 4), Is.EqualTo(Terms(table.ChiralAtoms, 4).Where(t => Touches(t, set))));
            Assert.That(Planes(part), Is.EqualTo(Planes(table).Where(t => Touches(t, set))));
        });
    }

    [Test]
    public void PartnersAreTheAtomsThatShareATerm()
    {
        RestraintTable table = RefinementCase.Protein(0.1).Restraints.Table;
        bool[] set = RandomSet(table.AtomCount, 0.02), expected = [.. set];
        IEnumerable<string> terms = Terms(table.BondAtoms, 2).Concat(Terms(table.AngleAtoms, 3)).Concat(Terms(table.TorsionAtoms, 4))
            .Concat(Terms(table.ChiralAtoms, 4)).Concat(Planes(table));
        foreach (string term in terms.Where(t => Touches(t, set)))
        {
            foreach (int atom in Numbers(term))
                expected[atom] = true;
        }

        Assert.That(table.PartnersOf(set), Is.EqualTo(expected));
    }

    [Test]
    public void NumberingAtomsAnewKeepsEveryEnergy()
    {
        RefinementCase whole = RefinementCase.Protein(0.1);
        RestraintTable part = whole.Restraints.Table.TouchingAny(RandomSet(whole.All.Length, 0.05));
        var present = new bool[whole.All.Length];
        foreach (int atom in new[] { part.BondAtoms, part.AngleAtoms, part.TorsionAtoms, part.ChiralAtoms, part.PlaneAtoms }.SelectMany(a => a))
            present[atom] = true;
        int[] atoms = [.. Enumerable.Range(0, present.Length).Where(i => present[i])];
        Assert.That(atoms, Has.Length.LessThan(present.Length), "the part is smaller than the whole");
        double[] x = [.. atoms.SelectMany(i => whole.X[(3 * i)..(3 * i + 3)])];
        RestraintEnergies old = Energies(part, whole.X), anew = Energies(part.Renumber(atoms), x);
        Assert.Multiple(() =>
        {
            Assert.That(anew.Bond, Is.EqualTo(old.Bond).Within(1e-9 * old.Bond));
            Assert.That(anew.Angle, Is.EqualTo(old.Angle).Within(1e-9 * old.Angle));
            Assert.That(anew.Torsion, Is.EqualTo(old.Torsion).Within(1e-9 * old.Torsion));
            Assert.That(anew.Chirality, Is.EqualTo(old.Chirality).Within(1e-9 * old.Chirality));
            Assert.That(anew.Planarity, Is.EqualTo(old.Planarity).Within(1e-9 * old.Planarity));
            Assert.That(old.Planarity * old.Chirality * old.Torsion, Is.GreaterThan(0), "every class is there");
        });
    }

    [Test]
    public void TheTorsionScaleLeavesPlanarTorsionsAlone()
    {
        RestraintTable table = RefinementCase.Protein(0.1).Restraints.Table, scaled = table.WithTorsionScale(0.25);
        for (int t = 0; t < table.TorsionCount; t++)
            Assert.That(scaled.TorsionWeight[t], Is.EqualTo(table.TorsionWeight[t] * (table.TorsionPeriod[t] > 2 ? 0.25 : 1)));
    }

    [Test]
    public void TheTermsOfAFullRefinementComeAlong()
    {
        var table = new RestraintTable
        {
            AtomCount = 8,
            AngleAtoms = [0, 1, 2, 4, 5, 6],
            AngleIdeal = [100, 110],
            AngleWeight = [1, 2],
            AngleTop = [3, 4],
            SiteAtoms = [1, 6],
            SiteIdeal = [1, 2, 3, 4, 5, 6],
            SiteWeight = [1, 2],
            SiteTop = [0, 9],
            SurfaceAtoms = [0, 1, 2, 3, 4, 3, 4, 5, 6, 7],
            SurfaceClass = [0, 0],
            SurfaceWeight = [1, 2],
            Surfaces = new TorsionSurfaces { Nodes = 2, Classes = 1, Values = new double[16] },
            ParallelStart = [0, 3, 6, 9, 12],
            ParallelAtoms = [0, 1, 2, 3, 4, 5, 2, 3, 4, 5, 6, 7],
            ParallelWeight = [5, 6],
            CopyStart = [0, 2, 4],
            CopyAtoms = [0, 1, 5, 6],
            CopyFrame = [0, 1, 1, 0],
            CopyFrames = new double[24],
            CopyWeight = [7, 8],
            CopyTop = [1, 2],
        };
        RestraintTable part = table.TouchingAny([false, false, false, false, false, false, true, false]);
        RestraintTable anew = part.Renumber([2, 3, 4, 5, 6, 7]);
        Assert.Multiple(() =>
        {
            Assert.That(part.AngleTop, Is.EqualTo(new[] { 4.0 }));
            Assert.That(part.SiteIdeal, Is.EqualTo(new double[] { 4, 5, 6 }));
            Assert.That(part.SiteTop, Is.EqualTo(new[] { 9.0 }));
            Assert.That(part.SurfaceWeight, Is.EqualTo(new[] { 2.0 }));
            Assert.That(part.ParallelWeight, Is.EqualTo(new[] { 6.0 }));
            Assert.That(part.ParallelStart, Is.EqualTo(new[] { 0, 3, 6 }));
            Assert.That(part.CopyStart, Is.EqualTo(new[] { 0, 2 }));
            Assert.That(part.CopyWeight, Is.EqualTo(new[] { 8.0 }));
            Assert.That(part.CopyTop, Is.EqualTo(new[] { 2.0 }));
            Assert.That(part.CopyFrame, Is.EqualTo(new[] { 1, 0 }));
            Assert.That(anew.CopyAtoms, Is.EqualTo(new[] { 3, 4 }));
            Assert.That(anew.SiteAtoms, Is.EqualTo(new[] { 4 }));
            Assert.That(anew.SurfaceAtoms, Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
            Assert.That(anew.ParallelAtoms, Is.EqualTo(new[] { 0, 1, 2, 3, 4, 5 }));
            Assert.That(anew.Surfaces, Is.SameAs(table.Surfaces));
            Assert.That(table.PartnersOf([false, false, false, false, false, false, true, false]), Is.EqualTo(new[] { false, false, true, true, true, true, true, true }));
        });
    }

    private static bool[] RandomSet(int count, double fraction)
    {
        var random = new RandomSource(6);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextUniform() < fraction)];
    }

    private static string[] Terms(int[] atoms, int width) => [.. atoms.Chunk(width).Select(t => string.Join(' ', t))];

    private static string[] Planes(RestraintTable t) =>
        [.. Enumerable.Range(0, t.PlaneCount).Select(p => string.Join(' ', t.PlaneAtoms[t.PlaneStart[p]..t.PlaneStart[p + 1]]))];

    private static int[] Numbers(string term) => [.. term.Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];

    private static bool Touches(string term, bool[] set) => Array.Exists(Numbers(term), a => set[a]);

    private static RestraintEnergies Energies(RestraintTable table, double[] x)
    {
        using var accelerator = new CpuAccelerator(1);
        using RestraintTerms terms = accelerator.Restraints.Create(table);
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        return accelerator.Restraints.Evaluate(terms, positions, 1, null);
    }
}
