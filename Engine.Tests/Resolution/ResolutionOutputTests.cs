using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Resolution;
using Engine.Kernels;
using Engine.Tests.IO;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Resolution;

/// <summary>Models with resolutions, summaries and scripts.</summary>
[TestFixture]
public sealed class ResolutionOutputTests
{
    /// <summary>What is written is read back by the routes of --resolution-from, from structures that were read and that were built.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public void ResolutionsOfAtomsAreReadBack(bool fromFile)
    {
        using var folder = new TemporaryFolder();
        Structure structure = SyntheticCase.Peptide(4);
        if (fromFile)
        {
            MmcifWriter.Write(structure, folder["in.cif"]);
            structure = StructureReader.Read(folder["in.cif"]);
        }

        double[] d = [.. structure.First.Atoms.Select((_, i) => 2.5 + 0.01 * i)];
        d[3] = double.NaN;
        ResolutionModelFile.WriteProperty(structure, d, folder["property.cif"]);
        Structure property = StructureReader.Read(folder["property.cif"]);
        Structure b = ResolutionModelFile.WithB(structure, d);
        PdbWriter.Write(b, folder["b.pdb"]);
        MmcifWriter.Write(b, folder["b.cif"]);
        double[] expected = [.. d.Select(v => double.IsNaN(v) ? 7 : v)];
        Assert.Multiple(() =>
        {
            Assert.That(AtomResolutions.FromProperty(property, 7).Values, Is.EqualTo(expected).Within(5e-4));
            Assert.That(AtomResolutions.FromB(StructureReader.Read(folder["b.pdb"]).First, 7).Values, Is.EqualTo(expected).Within(6e-3));
            Assert.That(AtomResolutions.FromB(StructureReader.Read(folder["b.cif"]).First, 7).Values, Is.EqualTo(expected).Within(6e-3));
            Assert.That(property.First.Atoms.Select(a => (a.Position, a.BIso, a.Name)), Is.EqualTo(StructureReader.Parse(System.Text.Encoding.UTF8.GetBytes(MmcifWriter.ToText(structure)), "x").First.Atoms.Select(a => (a.Position, a.BIso, a.Name))));
            Assert.That(structure.First.Atoms[5].BIso, Is.Not.EqualTo(2.55), "the original is not changed");
        });

        // Once more: an existing column is replaced, not added again.
        ResolutionModelFile.WriteProperty(property, [.. d.Select(v => v + 1)], folder["again.cif"]);
        Assert.That(AtomResolutions.FromProperty(StructureReader.Read(folder["again.cif"]), 7).Values[0], Is.EqualTo(3.5).Within(5e-4));
        Assert.That(File.ReadAllText(folder["again.cif"]).Split("_atom_site.local_resolution"), Has.Length.EqualTo(2));
    }

    [Test]
    public void SummariesAreThoseOfSortedValues()
    {
        float[] values = [.. Enumerable.Range(0, 101).Select(i => 3 + 0.01f * ((i * 37) % 101))];
        LocalResolutionSummary s = LocalResolutionSummary.Of(values);
        Assert.Multiple(() =>
        {
            Assert.That((s.Voxels, s.Finest, s.Coarsest), Is.EqualTo((101L, 3f, 4f)));
            Assert.That(s.Median, Is.EqualTo(3.5).Within(1e-5));
            Assert.That(s.Percentile5, Is.EqualTo(3.05).Within(1e-5));
            Assert.That(s.Percentile95, Is.EqualTo(3.95).Within(1e-5));
            Assert.That(s.Histogram.Sum(b => b.Count), Is.EqualTo(101));
            Assert.That(s.Histogram[0].From, Is.EqualTo(3).Within(1e-5));
            Assert.That(s.Histogram, Has.Count.LessThanOrEqualTo(60));
            Assert.That(s.Histogram.Zip(s.Histogram.Skip(1), (a, b) => b.From - a.To), Is.All.Zero.Within(1e-9));
        });
        Assert.That(LocalResolutionSummary.Of([3f]).Histogram, Has.Count.EqualTo(1));
        Assert.That(LocalResolutionSummary.Of([1f, 999f]).Histogram.Sum(b => b.Count), Is.EqualTo(2));
        Assert.Throws<ArgumentException>(() => LocalResolutionSummary.Of([]));
    }

    [Test]
    public void ThePaletteRisesAlsoForOneResolution()
    {
        foreach (float[] values in new[] { new[] { 3f, 3f, 3f }, [2.5f, 3f, 4.5f, 6f], [0.01f, 0.01f] })
        {
            double[] palette = ChimeraXScript.Palette(LocalResolutionSummary.Of(values));
            Assert.That(palette.Zip(palette.Skip(1), (a, b) => b - a), Is.All.GreaterThan(0.01));
            Assert.That(palette[0], Is.GreaterThan(0));
        }
    }

    [Test]
    public void TheScriptOpensColoursAndExplains()
    {
        string text = ChimeraXScript.Text("half 1.mrc", "x_locres.mrc", "model.cif", LocalResolutionSummary.Of([2.5f, 3f, 4.5f, 6f]));
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("open \"half 1.mrc\" id #1\nopen x_locres.mrc id #2\n").And.Contain("open model.cif id #3"));
            Assert.That(text, Does.Match(@"color sample #1 map #2 palette (\d+\.\d\d,#[0-9A-F]{6}:?){6}\n"));
            Assert.That(text, Does.Match(@"key (#[0-9A-F]{6}:\d+\.\d ?){6}\n"));
        });
    }

    [Test]
    public void NoAtomInTheMapIsAnError()
    {
        MapGrid grid = TwoZones.Grid(8, 8, 8);
        using var map = new DensityMap(grid, new NativeBuffer<float>(grid.VoxelCount, "test")) { Name = "empty" };
        Assert.That(() => AtomResolutionSummary.Of(SyntheticCase.Peptide(3).First, map), Throws.TypeOf<InputException>());
    }
}
