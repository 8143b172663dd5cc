using Engine.Core.Restraints;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

/// <summary>The built-in φ, ψ potentials against the distributions they were made from.</summary>
[TestFixture]
public sealed class RamachandranTableTests
{
    private static readonly (RamachandranClass Class, string File)[] Distributions =
    [
        (RamachandranClass.General, "general-noGPIVpreP"), (RamachandranClass.Glycine, "gly-sym"), (RamachandranClass.CisProline, "cispro"),
        (RamachandranClass.TransProline, "transpro"), (RamachandranClass.PreProline, "prepro-noGP"), (RamachandranClass.IsoleucineValine, "ileval-nopreP"),
    ];

    [Test]
    public void RegionsAreThoseOfTheDistributions([Values] RamachandranClass kind)
    {
        RamachandranAgreement found = RamachandranAgreement.Measure(Grid(kind), kind, RamachandranTable.Surfaces);
        Assert.Multiple(() =>
        {
            Assert.That(found.Cells, Is.GreaterThan(0.9955), "same label over all 1° cells");
            Assert.That(found.Population, Is.GreaterThan(0.998), "same label by population");
            Assert.That(found.Stuck, Is.Zero, "every way down leads out of the outlier region");
            Assert.That(found.Steepest, Is.LessThan(1), "no walls");
        });
    }

    /// <summary>The population of a cell is made of ranks: it sums to what is not in the rarest level, and the favoured region holds 98 % of it.</summary>
    [Test]
    public void PopulationIsThatOfTheLimits([Values] RamachandranClass kind)
    {
        RamachandranGrid grid = Grid(kind);
        double[] population = grid.Population();
        double favoured = population.Where((_, k) => grid.Values[k] >= RamachandranLimits.Favoured).Sum();
        Assert.That(population.Sum(), Is.EqualTo(1).Within(1e-3));
        Assert.That(favoured, Is.EqualTo(0.98).Within(2e-3));
    }

    [Test]
    public void TheTableIsWhatTheFitMakes()
    {
        TorsionSurfaces surfaces = RamachandranTable.Surfaces;
        double[] nodes = RamachandranFit.Nodes(Grid(RamachandranClass.CisProline), RamachandranClass.CisProline, surfaces.Nodes);
        int first = (int)RamachandranClass.CisProline * nodes.Length;
        Assert.That(nodes.Select((v, k) => Math.Abs(v - surfaces.Values[4 * (first + k)])).Max(), Is.LessThan(0.0051), "half a hundredth");
    }

    [Test]
    public void TheTableIsSmall()
    {
        using Stream stream = typeof(RamachandranTable).Assembly.GetManifestResourceStream("Engine.Core.Data.ramachandran.bin")!;
        Assert.That(stream.Length, Is.LessThan(60_000));
        Assert.That((RamachandranTable.Surfaces.Nodes, RamachandranTable.Surfaces.Classes), Is.EqualTo((120, RamachandranLimits.Classes)));
    }

    [Test]
    public void PackedNodesComeBack()
    {
        const int Nodes = 10;
        double[][] values = [.. Enumerable.Range(0, 2).Select(c => Enumerable.Range(0, Nodes * Nodes).Select(k => k * (37 + c) % 101 * 0.3).ToArray())];
        TorsionSurfaces surfaces = RamachandranTable.Unpack(new MemoryStream(RamachandranTable.Pack(values, Nodes)));
        Assert.That(surfaces.Values.Where((_, k) => k % 4 == 0), Is.EqualTo(values.SelectMany(v => v)).Within(1e-9));
        byte[] packed = RamachandranTable.Pack(values, Nodes);
        Assert.That(() => RamachandranTable.Unpack(new MemoryStream(packed[..20])), Throws.InstanceOf<Exception>());
    }

    /// <summary>The spline through a wave is the wave to the fourth order, and its second derivative has no jumps.</summary>
    [Test]
    public void SplinesAreSmooth([Values(8, 9, 60)] int count)
    {
        double[] wave = [.. Enumerable.Range(0, count).Select(i => Math.Sin(2 * Math.PI * i / count + 0.3))], slopes = new double[count];
        PeriodicSpline.Slopes(wave, 0, 1, count, slopes);
        double h = 2 * Math.PI / count;
        for (int i = 0; i < count; i++)
        {
            int before = (i + count - 1) % count, after = (i + 1) % count;
            Assert.That(slopes[i], Is.EqualTo(h * Math.Cos(h * i + 0.3)).Within(h * Math.Pow(h, 4) / 100));
            double left = 2 * slopes[before] + 4 * slopes[i] - 6 * (wave[i] - wave[before]), right = 6 * (wave[after] - wave[i]) - 4 * slopes[i] - 2 * slopes[after];
            Assert.That(left, Is.EqualTo(right).Within(1e-12), "second derivative from both sides");
        }
    }

    [TestCase("1 1")]
    [TestCase("0 1 0.5")]
    [TestCase("1 181 0.5")]
    [TestCase("1 1 1.5")]
    [TestCase("1 1 x")]
    [TestCase("# nothing")]
    public void BadDistributionsAreRefused(string line)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "# comment\n" + line + "\n");
            Assert.That(() => RamachandranGrid.Read(path), Throws.TypeOf<InputException>().With.Message.Contains(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static RamachandranGrid Grid(RamachandranClass kind) => RamachandranGrid.Read(
        SharedData.Require("data", "top8000", "rama", $"rama8000-{Distributions.Single(d => d.Class == kind).File}.data.gz"));
}
