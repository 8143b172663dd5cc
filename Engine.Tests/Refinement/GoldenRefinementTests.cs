using Engine.Core.Chemistry;
using Engine.Core.Jobs;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>
/// Refinements of real entries from their shaken starts, as a user runs them. The limits are what the peer reaches (1.75 Å) or what the deposited model
/// itself has (lower resolutions), and the limits of geometry that the automatic weight promises.
/// </summary>
[TestFixture]
public sealed class GoldenRefinementTests
{
    [Test]
    public void ApoferritinReachesThePeerAtHighResolution()
    {
        using Refined refined = Refine("not (water or element Mg)", 1.75, "shaken_0.3.pdb", "data", "real", "apo_20026", "map.map.gz");
        Assert.Multiple(() =>
        {
            Assert.That(refined.Outcome.After.Scores.CcMask, Is.GreaterThanOrEqualTo(0.844));
            Assert.That(refined.Outcome.After.Geometry.Heavy.Bonds.Rmsd, Is.LessThanOrEqualTo(0.0142));
            Assert.That(refined.Outcome.After.Geometry.Heavy.Angles.Rmsd, Is.LessThanOrEqualTo(1.92));
        });
    }

    [TestCase("3j63_5830", 3.8)]
    [TestCase("5fn5c_3240", 4.3)]
    public void ShakenModelsComeBackToTheFitOfTheDepositedOnes(string name, double resolution)
    {
        using Refined refined = Refine("all", resolution, "shaken_0.3.pdb", "data", "real", name, "map.map");
        using var accelerator = new CpuAccelerator(2);
        Model deposited = StructureReader.Read(SharedData.Require("data", "real", name, "model.pdb")).First;
        using var scorer = new Core.Scoring.MapModelScorer(accelerator, refined.Inputs.Map, resolution);
        double? before = scorer.Score(deposited, [.. deposited.Atoms.Select(_ => true)]).CcMaskHeavy;
        Assert.Multiple(() =>
        {
            Assert.That(refined.Outcome.After.Scores.CcMaskHeavy, Is.GreaterThanOrEqualTo(before!.Value));
            Assert.That(refined.Outcome.After.Geometry.Heavy.Bonds.Rmsd, Is.LessThanOrEqualTo(0.015));
            Assert.That(refined.Outcome.After.Geometry.Heavy.Angles.Rmsd, Is.LessThanOrEqualTo(2.0));
        });
    }

    [Test]
    public void TheModelComesNearerToTheTruthOfSimulatedHalfMaps()
    {
        using Refined refined = Refine("all", 3.0, "shaken_0.3.pdb", "data", "synthetic", "apo_half_3.0", "half1.map.gz", "half2.map.gz");
        Model truth = StructureReader.Read(SharedData.Require("data", "synthetic", "apo_half_3.0", "model.pdb")).First;
        Model start = StructureReader.Read(SharedData.Require("data", "synthetic", "apo_half_3.0", "shaken_0.3.pdb")).First;
        Assert.Multiple(() =>
        {
            Assert.That(Distance(truth, start), Is.EqualTo(0.3).Within(0.005));
            Assert.That(Distance(truth, refined.Inputs.Structure.First), Is.LessThan(0.23));
        });
    }

    /// <summary>Root mean square distance of the atoms of the same name, Å; the files differ in the order of atoms.</summary>
    private static double Distance(Model a, Model b)
    {
        Dictionary<string, Atom> others = b.Atoms.ToDictionary(atom => Name(b, atom), StringComparer.Ordinal);
        Assert.That(others, Has.Count.EqualTo(a.Atoms.Count));
        return Math.Sqrt(a.Atoms.Average(atom => (atom.Position - others[Name(a, atom)].Position).LengthSquared));
    }

    private static string Name(Model model, Atom atom)
    {
        Residue residue = model.Residues[atom.ResidueIndex];
        return $"{model.Chains[residue.ChainIndex].Id} {residue.Number}{residue.InsertionCode} {residue.Name} {atom.Name} {atom.AltLoc}";
    }

    private static Refined Refine(
        string selection, double resolution, string start, string kind, string group, string name, params string[] maps)
    {
        string[] paths = [.. maps.Select(m => SharedData.Require(kind, group, name, m))];
        var request = new JobRequest
        {
            ModelPath = SharedData.Require(kind, group, name, start),
            MapPath = paths.Length == 1 ? paths[0] : null,
            HalfMapPaths = paths.Length == 2 ? paths : [],
            Resolution = resolution,
            Selection = selection,
        };
        var library = new ComponentLibrary(
            new ComponentLibraryOptions { MonomerLibrary = SharedData.Require("data", "monlib_core"), UseEnvironment = false, UseInstalled = false });
        using var accelerator = new CpuAccelerator(2);
        JobInputs inputs = JobInputs.Read(request);
        RefineOutcome outcome = RefineJob.Run(
            accelerator, inputs, request, new RefinementOptions { Resolution = resolution }, library, 0, null, CancellationToken.None);
        return new(outcome, inputs);
    }

    private sealed record Refined(RefineOutcome Outcome, JobInputs Inputs) : IDisposable
    {
        public void Dispose() => Inputs.Dispose();
    }
}
