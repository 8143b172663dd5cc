using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Tables that do not fit together are refused by every accelerator.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class RestraintTableTests(string accelerator) : RestraintFixture(accelerator)
{
    private static readonly (string Name, Func<RestraintTable, RestraintTable> Break)[] Breaks =
    [
        ("bond index", t => t with { BondAtoms = [.. t.BondAtoms[1..], 20] }),
        ("negative index", t => t with { SiteAtoms = [.. t.SiteAtoms[1..], -1] }),
        ("pair index", t => t with { SurfaceAtoms = [.. t.SurfaceAtoms[1..], 20] }),
        ("parallel index", t => t with { ParallelAtoms = [.. t.ParallelAtoms[1..], 99] }),
        ("bond weights", t => t with { BondWeight = t.BondWeight[1..] }),
        ("angle tops", t => t with { AngleTop = [1] }),
        ("torsion tops", t => t with { TorsionTop = [1] }),
        ("torsion slacks", t => t with { TorsionSlack = [1] }),
        ("site points", t => t with { SiteIdeal = t.SiteIdeal[1..] }),
        ("site weights", t => t with { SiteWeight = t.SiteWeight[1..] }),
        ("site tops", t => t with { SiteTop = [] }),
        ("pair atoms", t => t with { SurfaceAtoms = t.SurfaceAtoms[1..] }),
        ("pair weights", t => t with { SurfaceWeight = t.SurfaceWeight[1..] }),
        ("surface", t => t with { SurfaceClass = [3, .. t.SurfaceClass[1..]] }),
        ("no surfaces", t => t with { Surfaces = null }),
        ("surface values", t => t with { Surfaces = t.Surfaces! with { Values = t.Surfaces.Values[1..] } }),
        ("one node", t => t with { Surfaces = new TorsionSurfaces { Nodes = 1, Classes = 3, Values = new double[12] } }),
        ("plane starts", t => t with { PlaneStart = t.PlaneStart[1..] }),
        ("plane weights", t => t with { PlaneWeight = t.PlaneWeight[1..] }),
        ("parallel starts", t => t with { ParallelStart = t.ParallelStart[..^1], ParallelAtoms = t.ParallelAtoms[..^6] }),
        ("parallel weights", t => t with { ParallelWeight = t.ParallelWeight[1..] }),
        ("copy index", t => t with { CopyAtoms = [.. t.CopyAtoms[1..], 20] }),
        ("copy frame", t => t with { CopyFrame = [3, .. t.CopyFrame[1..]] }),
        ("copy frames", t => t with { CopyFrames = t.CopyFrames[1..] }),
        ("copy starts", t => t with { CopyStart = t.CopyStart[1..] }),
        ("copy weights", t => t with { CopyWeight = t.CopyWeight[1..] }),
        ("copy tops", t => t with { CopyTop = t.CopyTop[1..] }),
        ("one copy", t => t with { CopyStart = [0, 1, .. t.CopyStart[2..]] }),
        ("two atoms of a plane", t => t with { ParallelStart = [0, 2, .. t.ParallelStart[2..]] }),
    ];

    /// <summary>Names of the ways to break a table.</summary>
    private static IEnumerable<string> Names => Breaks.Select(b => b.Name);

    /// <summary>Each broken table is refused.</summary>
    [TestCaseSource(nameof(Names))]
    public void BrokenTablesAreRefused(string name)
    {
        RestraintTable table = new KernelSamples(3).Restraints(20, 4);
        using (Device.Restraints.Create(table))
        {
            Assert.That(() => Device.Restraints.Create(Breaks.Single(b => b.Name == name).Break(table)), Throws.InstanceOf<ArgumentException>());
        }
    }

    /// <summary>The energies and gradients of two tables add up in the appended one, also when only one has ceilings and when surfaces differ.</summary>
    [Test]
    public void AppendedTablesAddUp([Values] bool sameSurfaces, [Values] bool ceilings)
    {
        KernelSamples samples = new(9);
        double[] x = samples.Lattice(60);
        RestraintTable first = samples.Restraints(60, 20), second = samples.Restraints(60, 15);
        if (sameSurfaces)
            second = second with { Surfaces = first.Surfaces };
        if (!ceilings)
            first = first with { AngleTop = [], TorsionTop = [], TorsionSlack = [] };
        (RestraintEnergies a, double[] ga) = Evaluate(first, x);
        (RestraintEnergies b, double[] gb) = Evaluate(second, x);
        RestraintTable both = first.Append(second);
        (RestraintEnergies sum, double[] g) = Evaluate(both, x);
        Assert.Multiple(() =>
        {
            foreach (Func<RestraintEnergies, double> part in Parts)
                Assert.That(part(sum), Is.EqualTo(part(a) + part(b)).Within(1e-9 * Math.Abs(part(sum))));
            Assert.That(g, Is.EqualTo(ga.Zip(gb, (p, q) => p + q)).Within(1e-9 * g.Max(Math.Abs)));
            Assert.That(both.Surfaces!.Classes, Is.EqualTo(sameSurfaces ? 3 : 6));
        });
    }

    /// <summary>Terms of other atoms, and surfaces of other sizes, cannot be added.</summary>
    [Test]
    public void TablesOfOtherAtomsCannotBeAppended()
    {
        RestraintTable table = new KernelSamples(3).Restraints(20, 4);
        Assert.Throws<ArgumentException>(() => table.Append(table with { AtomCount = 21 }));
        Assert.Throws<ArgumentException>(() => table.Append(table with { Surfaces = new KernelSamples(1).Surfaces(10, 3) }));
        Assert.That(table.Append(new RestraintTable { AtomCount = 20 }).AtomLists(), Is.EqualTo(table.AtomLists()));
    }

    /// <summary>The terms on and around chosen atoms, numbered anew, have the energy of the same terms before.</summary>
    [Test]
    public void PartsKeepTheirEnergies()
    {
        KernelSamples samples = new(10);
        double[] x = samples.Lattice(80);
        RestraintTable table = samples.Restraints(80, 40);
        bool InSet(ReadOnlySpan<int> term) => term.ContainsAnyInRange(50, 79);
        RestraintTable part = table.Take(table.Choose(InSet)), rest = table.Take(table.Choose(term => !InSet(term)));
        int[] reversed = [.. InOrder(80).Select(i => 79 - i)];
        double[] xReversed = [.. reversed.SelectMany(i => x[(3 * i)..(3 * i + 3)])];
        RestraintEnergies whole = Evaluate(table, x).Energies, other = Evaluate(rest, x).Energies, moved = Evaluate(part.MapAtoms(reversed, 80), xReversed).Energies;
        foreach (Func<RestraintEnergies, double> energy in Parts)
        {
            Assert.That(energy(moved) + energy(other), Is.EqualTo(energy(whole)).Within(1e-9 * Math.Abs(energy(whole))));
            Assert.That(energy(moved) * energy(other), Is.Not.Zero, "both parts have terms of every class");
        }
    }

    private static Func<RestraintEnergies, double>[] Parts =>
        [e => e.Bond, e => e.Angle, e => e.Torsion, e => e.Chirality, e => e.Planarity, e => e.Site, e => e.Surface, e => e.Parallel, e => e.Copy];
}
