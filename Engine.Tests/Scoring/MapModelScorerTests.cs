using System.Text.Json;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Scoring;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.ModelMaps;
using NUnit.Framework;

namespace Engine.Tests.Scoring;

[TestFixture]
public sealed class MapModelScorerTests : IDisposable
{
    private const double D = 2.5;
    private static readonly MapGrid Grid = TestGrid.Make(32, 30, 36, new Vec3(0.8, 0.85, 0.75), new Vec3(5, 6, -7));
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly CpuAccelerator device = new(2);

    [Test]
    public void ModelInItsOwnMap_ScoresOne()
    {
        Model model = Peptide();
        using DensityMap map = OwnMap(model);
        MapModelScores scores = Score(map, model);
        Assert.That(
            new[] { scores.CcMask, scores.CcBox, scores.CcVolume, scores.CcPeaks, scores.CcImage, scores.CcMainChain, scores.CcSideChain },
            Is.All.EqualTo(1).Within(1e-9));
        Assert.That(scores.Chains.Select(c => c.Cc).Concat(scores.Residues.Select(r => r.Cc)), Is.All.EqualTo(1).Within(1e-9));
        Assert.That(scores.CcMaskHeavy, Is.LessThan(0.999).And.GreaterThan(0.9), "the model without hydrogens predicts another map");
        Assert.That(scores.Warnings, Has.Count.EqualTo(2).And.Some.StartsWith("2 of 12 atoms lie outside").And.Some.Contains("wraps around"));
    }

    [Test]
    public void Scores_DoNotChangeWithScaleAndOffsetOfTheMap()
    {
        Model model = Peptide();
        using DensityMap map = NoisyMap(model), scaled = NoisyMap(model);
        for (long i = 0; i < scaled.Values.Length; i++)
            scaled.Values[i] = 1000 * scaled.Values[i] - 7;
        MapModelScores a = Score(map, model), b = Score(scaled, model);
        Assert.That(a.CcMask, Is.LessThan(0.99));
        Assert.That(WholeMap(b), Is.EqualTo(WholeMap(a)).Within(1e-4));
        Assert.That(b.Residues.Select(r => r.Cc!.Value), Is.EqualTo(a.Residues.Select(r => r.Cc!.Value)).Within(1e-4));
    }

    [Test]
    public void Scores_DoNotChangeWhenMapAndModelMoveTogetherByWholeVoxels()
    {
        Model model = Peptide(), moved = Peptide();
        using DensityMap map = NoisyMap(model), rolled = NoisyMap(model);
        foreach ((int x, int y, int z) in TestGrid.Voxels(Grid))
            rolled[(x + 11) % 32, (y + 1) % 30, (z + 35) % 36] = map[x, y, z];
        foreach (Atom atom in moved.Atoms)
            atom.Position += new Vec3(11 * 0.8, 0.85, -0.75);
        MapModelScores a = Score(map, model), b = Score(rolled, moved);
        Assert.That(WholeMap(b), Is.EqualTo(WholeMap(a)).Within(1e-4));
        Assert.That(b.Residues.Select(r => r.Cc!.Value), Is.EqualTo(a.Residues.Select(r => r.Cc!.Value)).Within(1e-4));
    }

    [Test]
    public void ShiftedModel_ScoresLess()
    {
        Model model = Peptide();
        using DensityMap map = OwnMap(model);
        foreach (Atom atom in model.Atoms)
            atom.Position += new Vec3(0.8, 0, 0);
        Assert.That(Score(map, model).CcMask, Is.LessThan(0.9));
    }

    [Test]
    public void AbsentAtoms_DoNotCount()
    {
        Model model = Peptide(), part = Peptide();
        bool[] selection = [.. model.Atoms.Select(a => a.ResidueIndex != 1)];
        part.Atoms.Where(a => a.ResidueIndex == 1).ToList().ForEach(a => a.Occupancy = 0);
        using DensityMap map = NoisyMap(model);
        MapModelScores bySelection = MapModelScorer.Score(device, map, model, selection, D), byOccupancy = Score(map, part);
        Assert.That(WholeMap(byOccupancy), Is.EqualTo(WholeMap(bySelection)));
        Assert.That(bySelection.Residues.Select(r => r.Number), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(byOccupancy.Residues.Single(r => r.Number == 2), Has.Property("Cc").Null.And.Property("NAtoms").EqualTo(6));
    }

    [Test]
    public void Residues_CarryTheirNamesAndParts()
    {
        Model model = Peptide();
        using DensityMap map = NoisyMap(model);
        MapModelScores scores = Score(map, model);
        ResidueScore gly = scores.Residues[0], ser = scores.Residues[1], water = scores.Residues[2];
        Assert.That((gly.Chain, gly.Number, gly.Icode, gly.Name, gly.NAtoms), Is.EqualTo(("A", 1, "", "GLY", 5)));
        Assert.That((ser.Icode, ser.NAtoms), Is.EqualTo(("B", 6)));
        Assert.That(ser.MeanB, Is.EqualTo(15).Within(1e-9));
        Assert.That(gly, Has.Property("CcSideChain").Null.And.Property("CcMainChain").Not.Null);
        Assert.That(ser, Has.Property("CcSideChain").Not.Null.And.Property("CcMainChain").Not.Null);
        Assert.That(water, Has.Property("CcSideChain").Null.And.Property("CcMainChain").Null);
        Assert.That(scores.Chains.Single(), Is.EqualTo(new ChainScore("A", scores.Chains[0].Cc, 12, model.Atoms.Average(a => a.BIso))));
    }

    [Test]
    public void CcMask_ForCycles_IsThatOfAllScores()
    {
        Model model = Peptide();
        bool[] selection = TestModel.All(model);
        using DensityMap map = NoisyMap(model);
        using var scorer = new MapModelScorer(device, map, D);
        ScatteringAtoms all = ScatteringAtoms.Create(model, selection, ScatteringTable.Electron);
        ScatteringAtoms heavy = ScatteringAtoms.Create(model, selection, ScatteringTable.Electron, withHydrogens: false);
        double[] positions = [.. model.Atoms.SelectMany(a => new[] { a.Position.X, a.Position.Y, a.Position.Z })];
        double? moved = scorer.CcMask(all, [.. positions.Select(x => x + 0.3)]);
        MapModelScores scores = scorer.Score(model, selection);
        Assert.That(scorer.CcMask(all, positions), Is.EqualTo(scores.CcMask).And.Not.EqualTo(moved));
        Assert.That(scorer.CcMask(heavy, positions), Is.EqualTo(scores.CcMaskHeavy));
    }

    [Test]
    public void Scores_AreWrittenWithTheNamesOfTheField()
    {
        Model model = Peptide();
        using DensityMap map = NoisyMap(model);
        JsonElement json = JsonSerializer.SerializeToElement(Score(map, model), SnakeCase);
        Assert.That(json.EnumerateObject().Select(p => p.Name), Is.SupersetOf(new[]
        {
            "cc_mask", "cc_box", "cc_volume", "cc_peaks", "cc_mask_heavy", "cc_box_heavy", "cc_volume_heavy", "cc_peaks_heavy", "chains", "residues",
        }));
        Assert.That(
            json.GetProperty("residues")[0].EnumerateObject().Select(p => p.Name),
            Is.EqualTo(new[] { "chain", "number", "icode", "name", "cc", "cc_main_chain", "cc_side_chain", "n_atoms", "mean_b", "cc_local", "resolution" }));
        Assert.That(json.GetProperty("residues")[0].GetProperty("cc_side_chain").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(json.GetProperty("definition").GetProperty("d_min").GetDouble(), Is.EqualTo(D));
    }

    [Test]
    public void Scores_AreTheSameWithAnyNumberOfThreads()
    {
        Model model = Peptide();
        using DensityMap map = NoisyMap(model);
        using var one = new CpuAccelerator(1);
        MapModelScores a = Score(map, model), b = MapModelScorer.Score(one, map, model, TestModel.All(model), D);
        Assert.That(WholeMap(b), Is.EqualTo(WholeMap(a)));
        Assert.That(b.Residues, Is.EqualTo(a.Residues));
    }

    [Test]
    public void WrongInput_IsRefusedWithAMessage()
    {
        Model model = Peptide();
        using DensityMap map = NoisyMap(model), constant = NoisyMap(model), broken = NoisyMap(model);
        for (long i = 0; i < constant.Values.Length; i++)
            constant.Values[i] = 0;
        broken.Values[77] = float.NaN;
        Assert.That(
            () => MapModelScorer.Score(device, map, model, new bool[model.Atoms.Count], D), Throws.TypeOf<InputException>().With.Message.Contains("selection"));
        Assert.That(() => Score(constant, model), Throws.TypeOf<InputException>().With.Message.Contains("same value"));
        Assert.That(() => Score(broken, model), Throws.TypeOf<InputException>().With.Message.Contains("NaN"));
        foreach (Atom atom in model.Atoms)
            atom.Position += new Vec3(100, 0, 0);
        Assert.That(() => Score(map, model), Throws.TypeOf<InputException>().With.Message.Contains("outside the map"));
    }

    public void Dispose() => device.Dispose();

    private static double[] WholeMap(MapModelScores s) =>
        [.. new[] { s.CcMask, s.CcBox, s.CcVolume, s.CcPeaks, s.CcImage, s.CcMaskHeavy, s.CcBoxHeavy, s.CcVolumeHeavy, s.CcPeaksHeavy }.Select(x => x!.Value)];

    private MapModelScores Score(DensityMap map, Model model) => MapModelScorer.Score(device, map, model, TestModel.All(model), D);

    private DensityMap OwnMap(Model model) => ModelMapBuilder.Build(device, Grid, model, TestModel.All(model), D).Map;

    private DensityMap NoisyMap(Model model)
    {
        DensityMap map = OwnMap(model);
        using DensityMap noise = TestGrid.RandomMap(Grid, 11);
        for (long i = 0; i < map.Values.Length; i++)
            map.Values[i] += 0.3f * noise.Values[i];
        return map;
    }

    /// <summary>Gly with a hydrogen, Ser and a water, near a corner of the box.</summary>
    private static Model Peptide()
    {
        (string Residue, string Name, Element Element, Vec3 At)[] atoms =
        [
            ("GLY", "N", Element.N, new(8, 9, -5)), ("GLY", "CA", Element.C, new(9.4, 9.2, -4.8)), ("GLY", "C", Element.C, new(10, 10.5, -5.2)),
            ("GLY", "O", Element.O, new(9.4, 11.5, -5)), ("GLY", "HA", Element.H, new(9.8, 8.3, -5.3)),
            ("SER", "N", Element.N, new(11.2, 10.4, -5.7)), ("SER", "CA", Element.C, new(12, 11.6, -6)), ("SER", "C", Element.C, new(13.4, 11.4, -5.5)),
            ("SER", "O", Element.O, new(13.9, 10.3, -5.5)), ("SER", "CB", Element.C, new(12, 11.9, -7.5)), ("SER", "OG", Element.O, new(12.5, 13.2, -7.7)),
            ("HOH", "O", Element.O, new(16, 14, -3)),
        ];
        var model = new Model();
        model.Chains.Add(new Chain { Id = "A" });
        foreach ((string residue, string name, Element element, Vec3 at) in atoms)
        {
            if (model.Residues.Count == 0 || model.Residues[^1].Name != residue)
            {
                model.Chains[0].Residues.Add(model.Residues.Count);
                model.Residues.Add(new Residue
                {
                    Name = residue,
                    Number = model.Residues.Count + 1,
                    InsertionCode = residue == "SER" ? 'B' : '\0',
                    FirstAtom = model.Atoms.Count,
                });
            }

            model.Residues[^1].AtomCount++;
            model.Atoms.Add(new Atom { Name = name, Element = element, Position = at, BIso = element == Element.H ? 20 : 15, ResidueIndex = model.Residues.Count - 1 });
        }

        return model;
    }
}
