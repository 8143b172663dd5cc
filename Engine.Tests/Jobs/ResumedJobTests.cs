using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Engine.Core.Chemistry;
using Engine.Core.Jobs;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Convergence;
using Engine.Core.Refinement.Displacements;
using Engine.Core.Simulation;
using Engine.Kernels.Cpu;
using Engine.Tests.Cli;
using Engine.Tests.Ncs;
using Engine.Tests.Refinement;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Jobs;

/// <summary>
/// A job that goes on from any of its checkpoints gives the same numbers, bit by bit, as the whole job, whatever it does besides minimising. A run that is killed at some moment has
/// the last checkpoint before that moment, since the file appears whole or not at all, so the checkpoints are all that a kill can leave.
/// </summary>
[TestFixture]
[NonParallelizable]
public sealed class ResumedJobTests
{
    private const int Cycles = 4;

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IncludeFields = true,
        ReferenceHandler = ReferenceHandler.IgnoreCycles,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Runs the whole job, then what is left of it from several of its checkpoints.</summary>
    /// <param name="kind">What the job does.</param>
    /// <param name="sign">Part of its result that shows that it did.</param>
    /// <param name="seed">Seed of the choice of checkpoints.</param>
    [TestCase("density alone", "\"Target\":\"density\"", 1UL)]
    [TestCase("default", "\"Target\":\"model map\"", 2UL)]
    [TestCase("constraints", "\"Master\":\"A\"", 3UL)]
    [TestCase("copies", "near the mean of their copies", 4UL)]
    [TestCase("half maps", "\"Verdict\":{", 5UL)]
    [TestCase("poor start", "\"Step\":\"start\"", 6UL)]
    [TestCase("riding hydrogens", "\"Hydrogens\":6", 7UL)]
    [TestCase("B factors of residues", "B per residue", 8UL)]
    [TestCase("partial occupancies", "1 occupancies", 9UL)]
    [TestCase("swollen B", "blurred too much swells", 10UL)]
    [TestCase("weights of parts", "\"Name\":\"chain B\",\"Atoms\":", 11UL)]
    public void GoesOnWithTheSameResult(string kind, string sign, ulong seed)
    {
        using var files = new PeptideFiles(Model(kind));
        if (kind == "poor start")
            Change(files.Model, m => ModelShaker.Shake(m, 1.2, 5));
        if (kind == "swollen B")
            Change(files.Model, MultiplyB);
        var snapshots = new SortedDictionary<int, string>();
        string whole = Run(files, kind, "whole", null, snapshots);
        Assert.That(whole, Does.Contain(sign));
        Assert.That(snapshots, Has.Count.GreaterThanOrEqualTo(2), "checkpoints");
        foreach (int cycle in Moments(snapshots.Keys, seed))
            Assert.That(Run(files, kind, "resumed", snapshots[cycle], null), Is.EqualTo(whole), $"from the checkpoint of macro-cycle {cycle}");
    }

    /// <summary>The first and the last checkpoint, and one at random between them.</summary>
    private static IEnumerable<int> Moments(IEnumerable<int> cycles, ulong seed)
    {
        int[] all = [.. cycles];
        return new[] { all[0], all[(int)(new RandomSource(seed).NextUniform() * all.Length)], all[^1] }.Distinct();
    }

    /// <summary>Runs a job, anew or from a checkpoint, and keeps a copy of each checkpoint it writes.</summary>
    private static string Run(PeptideFiles files, string kind, string name, string? from, SortedDictionary<int, string>? snapshots)
    {
        bool halves = kind == "half maps";
        var request = new JobRequest
        {
            ModelPath = files.Model,
            MapPath = halves ? null : files.Map,
            HalfMapPaths = halves ? [files.Map, files.OtherMap] : [],
            Resolution = 2.8,
            HalfMaps = halves ? new HalfMapOptions { ChooseWeight = true, Cycles = 2 } : null,
        };
        RefinementOptions options = Options(kind);
        using var accelerator = new CpuAccelerator(2);
        using JobInputs inputs = JobInputs.Read(request);
        IReadOnlyDictionary<string, string> setup = CheckpointSetup.Of(inputs.Fingerprints, request, options);
        var checkpoint = new CheckpointFile(files[name + "_checkpoint.bin"], setup, accelerator.Name);
        RefinementProgress? progress = from == null ? null : new CheckpointFile(from, setup, accelerator.Name).Read(inputs.Selected.Length);
        void Keep(int cycle)
        {
            if (snapshots != null && File.Exists(checkpoint.Path))
                File.Copy(checkpoint.Path, snapshots[cycle] = files[$"{name}_{cycle}.bin"], overwrite: true);
        }

        RefineOutcome outcome = RefineJob.Run(
            accelerator, inputs, request, options, new ComponentLibrary(ComponentLibraryOptions.BuiltInOnly), 0, c => Keep(c.Number - 1), CancellationToken.None, checkpoint, progress);
        Keep(outcome.Refinement.Cycles[^1].Number);
        return Text(outcome, inputs.Structure.First);
    }

    private static RefinementOptions Options(string kind) => new()
    {
        Resolution = 2.8,
        Cycles = Cycles,
        Iterations = 15,
        WeightGroups = kind == "weights of parts" ? WeightGrouping.Chain : WeightGrouping.None,
        BackboneTargets = kind == "weights of parts",
        Target = kind == "density alone" ? CoordinateTarget.Density : CoordinateTarget.Auto,
        Full = kind == "density alone" ? null : new FullProtocol
        {
            Ncs = kind == "constraints" ? NcsMode.Constraints : kind == "weights of parts" ? NcsMode.None : NcsMode.Auto,
            Start = kind == "poor start" ? StartMode.Poor : StartMode.Good,
            BFactors = kind == "B factors of residues" ? BFactorLevel.Residue : BFactorLevel.Auto,
            SecondaryStructure = true,
        },
    };

    private static Structure Model(string kind)
    {
        switch (kind)
        {
            case "constraints" or "copies":
                var copies = new Structure();
                copies.Models.Add(NcsCase.Ring(2, 0, 8));
                return copies;
            case "weights of parts":
                var parts = new Structure();
                parts.Models.Add(NcsCase.Ring(2, 0, 16));
                foreach (Atom atom in parts.First.Atoms.Where(a => parts.First.Residues[a.ResidueIndex].ChainIndex == 1))
                    atom.BIso += 150;
                return parts;
            case "riding hydrogens":
                return RefinementCase.WithHydrogens(8, 0).Structure;
            case "partial occupancies":
                Structure structure = SyntheticCase.Peptide(8);
                foreach (Atom atom in structure.First.Atoms.Where(a => a.ResidueIndex == 3))
                    atom.Occupancy = 0.7;
                return structure;
            default:
                return SyntheticCase.Peptide(8);
        }
    }

    private static void Change(string path, Action<Model> change)
    {
        Structure structure = StructureReader.Read(path);
        change(structure.First);
        MmcifWriter.Write(structure, path);
    }

    private static void MultiplyB(Model model)
    {
        foreach (Atom atom in model.Atoms)
            atom.BIso = 5 * (atom.BIso + 20);
    }

    /// <summary>Everything that a job gives, without times.</summary>
    private static string Text(RefineOutcome o, Model model)
    {
        JsonNode node = JsonSerializer.SerializeToNode(
            new
            {
                o.Refinement,
                o.HalfMaps,
                o.Displacements,
                o.Decision,
                o.QualityAfter,
                o.After.Scores,
                o.Restraints,
                o.Copies,
                o.Repair,
                o.Shift,
                o.CcMaskHeavyInputB,
                o.Warnings,
                o.Notes,
                Atoms = model.Atoms.Select(a => new { a.Position, a.BIso, a.Occupancy }),
            },
            Json)!;
        RemoveTimes(node);
        return node.ToJsonString(Json);
    }

    private static void RemoveTimes(JsonNode? node)
    {
        if (node is JsonObject entries)
        {
            foreach (string key in entries.Select(e => e.Key).Where(k => k.EndsWith("Seconds", StringComparison.Ordinal)).ToArray())
                entries.Remove(key);
            foreach ((_, JsonNode? value) in entries)
                RemoveTimes(value);
        }
        else if (node is JsonArray list)
        {
            foreach (JsonNode? value in list)
                RemoveTimes(value);
        }
    }
}
