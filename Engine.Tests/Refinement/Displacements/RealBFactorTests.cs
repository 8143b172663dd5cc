using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Refinement.Displacements;
using Engine.Core.Scoring;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Refinement.Convergence;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Displacements;

/// <summary>B factors of real maps against another program's fit, and of simulated half maps against the truth.</summary>
public class RealBFactorTests
{
    /// <summary>cctbx 2022.9, individual B from the same start: 0.8433.</summary>
    [Test]
    public void Apoferritin_FitsBetterThanThePeer_ForAnyNumberOfThreads()
    {
        (Model model, DensityMap map) = RealCase.Apoferritin();
        using DensityMap owned = map;
        DisplacementState state = DisplacementCase.State(model) with { B = [.. model.Atoms.Select(_ => 30.0)] };
        var options = new BFactorOptions { Fit = new ModelMapFitOptions { Resolution = 1.75 } };
        using var one = new CpuAccelerator(1);
        using var three = new CpuAccelerator(3);
        BFactorResult result = BFactorRefinement.Run(three, map, state, options);
        Assert.That(BFactorRefinement.Run(one, map, state, options).B, Is.EqualTo(result.B));
        using var scorer = new MapModelScorer(three, map, 1.75);
        Assert.That(scorer.CcMask((state with { B = result.B }).Scattering(map, ScatteringTable.Electron)), Is.GreaterThan(0.8433 + 0.01));
        Assert.That(result.After.Mean, Is.InRange(8, 25));
        Assert.That(result.After.BondedRms, Is.LessThan(8.5));
    }

    [Test]
    public void HalfMaps_ChooseARestraintThatBringsBNearTheTruth()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "synthetic", "apo_half_3.0", "model.pdb")).First;
        using DensityMap first = Half("half1.map.gz"), second = Half("half2.map.gz");
        using var device = new CpuAccelerator(2);
        DisplacementState truth = DisplacementCase.State(model), flat = truth with { B = [.. model.Atoms.Select(_ => 30.0)] };
        SimilarityChoice choice = SimilaritySearch.Run(device, first, second, flat, new BFactorOptions { Fit = new ModelMapFitOptions { Resolution = 3 } });
        Assert.That(choice.Trials.Max(t => t.CcTest), Is.GreaterThan(choice.Trials[0].CcTest), "the weakest restraint fits the noise");
        BFactorResult full = BFactorRefinement.Run(device, Average(first, second), flat, choice.Options);
        Assert.That(DisplacementCase.Correlation(full.B, truth.B), Is.GreaterThan(0.9));
        Assert.That(full.B.Average(), Is.EqualTo(truth.B.Average()).Within(3));
    }

    private static DensityMap Half(string name) => MapReader.Read(SharedData.Require("data", "synthetic", "apo_half_3.0", name), new MapReadOptions());

    private static DensityMap Average(DensityMap a, DensityMap b)
    {
        var values = new NativeBuffer<float>(a.Grid.VoxelCount, "average");
        for (long i = 0; i < values.Length; i++)
            values[i] = 0.5f * (a.Values[i] + b.Values[i]);
        return new DensityMap(a.Grid, values) { Name = "average" };
    }
}
