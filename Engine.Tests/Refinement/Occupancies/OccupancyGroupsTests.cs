using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement.Displacements;
using Engine.Core.Refinement.Occupancies;
using Engine.Kernels.Cpu;
using Engine.Tests.ModelMaps;
using Engine.Tests.Refinement.Displacements;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Occupancies;

/// <summary>Which occupancies are refined, and together with what.</summary>
public class OccupancyGroupsTests
{
    private static readonly OccupancyOptions Options = new() { Fit = new ModelMapFitOptions { Resolution = 3 } };

    [Test]
    public void Alternates_SumToOne_AndNeighboursAreJoined()
    {
        Model model = DisplacementCase.Lattice();
        Place(model, 0, 10, 'A');
        Place(model, 1, 10, 'B');
        Place(model, 2, 11, 'A');
        Place(model, 3, 11, 'B');
        Place(model, 4, 13, 'A');
        Place(model, 5, 13, 'C');
        Place(model, 6, 14, 'A');
        IReadOnlyList<OccupancySet> sets = Find(model, Options);
        Assert.That(sets, Has.Count.EqualTo(2), "10 and 11 together, 13 alone; a single conformation is no alternate");
        Assert.That(sets.Select(s => s.SumsToOne), Is.All.True);
        Assert.That(sets[0].Groups[0].Atoms, Is.EqualTo(new[] { 0, 2 }));
        Assert.That(sets[0].Groups[1].Atoms, Is.EqualTo(new[] { 1, 3 }));
        Assert.That(sets[1].Groups.Select(g => g.Label), Is.EqualTo(new[] { "A 13 ALA A", "A 13 ALA C" }));
    }

    [Test]
    public void WatersIonsAndLigands_AreRefinedOnRequest_PartialAtomsAlways()
    {
        Model model = DisplacementCase.Lattice();
        (model.Residues[0].Name, model.Residues[1].Name, model.Residues[2].Name) = ("HOH", "MG", "NAG");
        model.Atoms[3].Occupancy = 0.5;
        Assert.That(Kinds(model, Options), Is.EqualTo(new[] { OccupancyGroupKind.Partial }));
        Assert.That(Kinds(model, Options with { Partial = false, Waters = true, Ions = true, Ligands = true }), Is.EqualTo(new[]
        {
            OccupancyGroupKind.Water, OccupancyGroupKind.Ion, OccupancyGroupKind.Ligand,
        }));
        var user = new OccupancySet([new OccupancyGroup(OccupancyGroupKind.User, "mine", [0, 3])], SumsToOne: false);
        Assert.That(Kinds(model, Options with { Waters = true, User = [user] }), Is.EqualTo(new[] { OccupancyGroupKind.User }), "its atoms are taken");
        bool[] none = new bool[model.Atoms.Count];
        Assert.That(OccupancyGroups.Find(model, Coordinates.Of(model), [.. model.Atoms.Select(a => a.Occupancy)], none, Options with { Waters = true }), Is.Empty);
    }

    [TestCase(3.0, true)]
    [TestCase(2.0, false)]
    public void BeyondTheLimit_BAndOccupancyOfAnAtomAreNotBothRefined(double resolution, bool apart)
    {
        Model model = DisplacementCase.Lattice();
        foreach (Atom atom in model.Atoms)
            atom.BIso = 50;
        model.Atoms[13].Occupancy = 0.4;
        using var device = new CpuAccelerator(2);
        using DensityMap map = DisplacementCase.MapOf(device, model, resolution);
        model.Atoms[13].Occupancy = 0.8;
        DisplacementState state = DisplacementCase.State(model) with { B = [.. model.Atoms.Select(_ => 30.0)] };
        var fit = new ModelMapFitOptions { Resolution = resolution };
        var plan = new DisplacementPlan
        {
            BFactors = DisplacementCase.Weak() with { Fit = fit },
            Occupancies = new OccupancyOptions { Fit = fit },
            Rounds = 6,
            Score = (b, o) => b[0] + o[13],
        };
        DisplacementResult result = DisplacementCycle.Run(device, map, state, plan);
        Assert.That(result.Notes.Any(n => n.Contains("from their neighbours", StringComparison.Ordinal)), Is.EqualTo(apart));
        Assert.That(result.Occupancy[13], Is.EqualTo(0.4).Within(0.08));
        Assert.That(result.B[13], Is.EqualTo(50).Within(apart ? 2 : 6));
        Assert.That(result.BFactors[0].Refined, Is.EqualTo(apart ? 26 : 27));
        Assert.That((result.ScoreBefore, result.BFactors.Count, result.Occupancies.Count), Is.EqualTo(((double?)30.8, 6, 6)));
        Assert.That(result.ScoreAfter, Is.EqualTo(result.B[0] + result.Occupancy[13]));
    }

    [Test]
    public void RealModel_HasAlternatesLigandsAndIons()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "real", "7cec_30342", "model_full_10_chains.cif.gz")).First;
        IReadOnlyList<OccupancySet> sets = Find(model, Options with { Ions = true, Ligands = true, LeastSeparation = 0 });
        Assert.That(Alternates(sets), Is.EqualTo(new[] { "C 2767 GLN A", "C 2767 GLN B", "F 105 GLN A", "F 105 GLN B" }));
        Assert.That(sets.SelectMany(s => s.Groups).Count(g => g.Kind == OccupancyGroupKind.Ligand), Is.EqualTo(8));
        Assert.That(sets.SelectMany(s => s.Groups).Count(g => g.Kind == OccupancyGroupKind.Ion), Is.EqualTo(7));
    }

    /// <summary>The two GLN C 2767 have the same coordinates, those of F 105 differ by 0.9 Å at the tip: their occupancies mean something at 1.8 Å at best.</summary>
    [TestCase(3.9)]
    [TestCase(1.8, "F 105 GLN A", "F 105 GLN B")]
    public void AlternatesThatTheMapDoesNotTellApart_KeepTheirOccupancies(double resolution, params string[] refined)
    {
        Model model = StructureReader.Read(SharedData.Require("data", "real", "7cec_30342", "model_full_10_chains.cif.gz")).First;
        Assert.That(Alternates(Find(model, Options with { Fit = new ModelMapFitOptions { Resolution = resolution } })), Is.EqualTo(refined));
    }

    /// <summary>A ligand of the same number as a residue of its chain is no alternative of it.</summary>
    [Test]
    public void ResiduesOfOtherKinds_AreNoAlternatives()
    {
        Model model = DisplacementCase.Lattice();
        Place(model, 0, 10, 'A');
        Place(model, 1, 10, 'B');
        Place(model, 2, 10, 'A');
        Place(model, 3, 10, 'B');
        (model.Residues[2].Name, model.Residues[3].Name) = ("BEN", "BEN");
        IReadOnlyList<OccupancySet> sets = Find(model, Options);
        Assert.That(sets.Select(s => s.Groups.Count), Is.EqualTo(new[] { 2, 2 }));
        Assert.That(sets[0].Groups[0].Atoms, Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public void RealWatersAndIons_FitBetter()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb")).First;
        using DensityMap map = MapReader.Read(SharedData.Require("data", "real", "apo_20026", "map.map.gz"), new MapReadOptions());
        OccupancyOptions options = new() { Fit = new ModelMapFitOptions { Resolution = 1.75 }, Waters = true, Ions = true, Iterations = 15 };
        DisplacementState state = DisplacementCase.State(model);
        IReadOnlyList<OccupancySet> sets = OccupancyGroups.Find(model, state.Positions, state.Occupancy, state.Selection, options);
        Assert.That(sets, Has.Count.EqualTo(229 + 12));
        using var device = new CpuAccelerator(2);
        OccupancyResult result = OccupancyRefinement.Run(device, map, state, sets, options);
        Assert.That(result.CcAfter, Is.GreaterThan(result.CcBefore));
        Assert.That(result.Occupancy, Is.All.InRange(0, 1));
        Assert.That(result.Changes.Average(c => c.After), Is.InRange(0.3, 1));
    }

    private static IEnumerable<string> Alternates(IReadOnlyList<OccupancySet> sets) => sets.Where(s => s.SumsToOne).SelectMany(s => s.Groups).Select(g => g.Label);

    private static void Place(Model model, int atom, int number, char alternate)
    {
        model.Residues[atom].Number = number;
        model.Atoms[atom].AltLoc = alternate;
    }

    private static IReadOnlyList<OccupancySet> Find(Model model, OccupancyOptions options) =>
        OccupancyGroups.Find(model, Coordinates.Of(model), [.. model.Atoms.Select(a => a.Occupancy)], TestModel.All(model), options);

    private static OccupancyGroupKind[] Kinds(Model model, OccupancyOptions options) => [.. Find(model, options).SelectMany(s => s.Groups).Select(g => g.Kind)];
}
