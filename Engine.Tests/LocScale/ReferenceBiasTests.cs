using Engine.Core.LocScale;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Models;
using Engine.Core.Scoring;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.LocScale;

/// <summary>Only amplitudes come from the reference: density of atoms that are not in it is seen as well as before.</summary>
[TestFixture]
public sealed class ReferenceBiasTests
{
    private const double Sphere = 2.5;
    private const int Every = 8;

    private static readonly HashSet<string> MainChain = ["N", "CA", "C", "O", "CB", "OXT"];

    /// <summary>
    /// The real map EMD-20026 scaled with the main chain alone, and with windows whose structure is random (the model map with random phases): side chains, which are in neither, correlate with the
    /// model map no worse than in the plain map, each in its own surroundings.
    /// </summary>
    [TestCase("main chain only")]
    [TestCase("random phases")]
    public void OmittedSideChainsStayVisible(string kind)
    {
        using var cpu = new CpuAccelerator(2);
        using DensityMap map = MapReader.Read(SharedData.Require("data", "real", "apo_20026", "map.map.gz"));
        Model model = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb")).First;
        bool[] all = [.. model.Atoms.Select(a => !a.Element.IsHydrogen)], main = [.. model.Atoms.Select(a => MainChain.Contains(a.Name))];
        var options = new LocScaleReferenceOptions { Resolution = 1.75, RefineB = false };
        using LocScaleReferenceMap whole = LocScaleReference.Build(cpu, map, model, all, options), partial = LocScaleReference.Build(cpu, map, model, main, options);
        using DensityMap random = RandomPhases(cpu, whole.Map);
        List<VoxelMask> sideChains = [];
        var mask = new float[map.Grid.VoxelCount];
        foreach (IGrouping<int, int> residue in Enumerable.Range(0, all.Length).Where(i => all[i] && !main[i]).GroupBy(i => model.Atoms[i].ResidueIndex))
        {
            if (residue.Key % Every == 0 && residue.Count() > 1)
                sideChains.Add(Around(map.Grid, model, [.. residue], mask));
        }

        using LocScaleResult result = LocScaler.Scale(cpu, map, kind == "random phases" ? random : partial.Map, mask, new LocScaleOptions { WindowVoxels = 26, Resolution = 1.75 });
        double before = sideChains.Average(s => MapCorrelation.Inside(s, map.Values, whole.Map.Values)!.Value);
        double after = sideChains.Average(s => MapCorrelation.Inside(s, result.Map.Values, whole.Map.Values)!.Value);
        TestContext.Out.WriteLine($"{kind}: mean CC of {sideChains.Count} side chains {before:F4} -> {after:F4}, {result.Windows} windows");
        Assert.That(sideChains, Has.Count.GreaterThan(10));
        Assert.That(after, Is.GreaterThanOrEqualTo(before));
    }

    /// <summary>Voxels near some atoms, which are marked in a mask too.</summary>
    private static VoxelMask Around(MapGrid grid, Model model, HashSet<int> atoms, float[] mask)
    {
        float[] near = ModelMask.Create(grid, model, [.. model.Atoms.Select((_, i) => atoms.Contains(i))], Sphere, 0.01);
        var set = new VoxelMask(grid);
        for (int i = 0; i < near.Length; i++)
        {
            if (near[i] > 0.5f)
            {
                set.Row(i / grid.Nx % grid.Ny, i / grid.Nx / grid.Ny)[(i % grid.Nx) >> 6] |= 1UL << (i % grid.Nx & 63);
                mask[i] = 1;
            }
        }

        return set;
    }

    /// <summary>A map with the amplitudes of another and the phases of noise.</summary>
    private static DensityMap RandomPhases(Accelerator accelerator, DensityMap map)
    {
        MapGrid g = map.Grid;
        using FourierPlan plan = accelerator.Fourier.CreatePlan(g.Nx, g.Ny, g.Nz);
        var random = new Random(1);
        float[] noise = [.. Enumerable.Range(0, (int)g.VoxelCount).Select(_ => (float)(random.NextDouble() - 0.5))];
        using DeviceBuffer<float> real = accelerator.Upload<float>(noise, "noise"), half = accelerator.Allocate<float>(plan.HalfLength, "noise");
        plan.Forward(real, half);
        float[] phases = new float[plan.HalfLength], amplitudes = new float[plan.HalfLength];
        accelerator.Download(half, phases);
        accelerator.Upload<float>(LocScaleCase.Values(map), real);
        plan.Forward(real, half);
        accelerator.Download(half, amplitudes);
        for (int i = 0; i < phases.Length; i += 2)
        {
            float scale = MathF.Sqrt((amplitudes[i] * amplitudes[i] + amplitudes[i + 1] * amplitudes[i + 1]) / (phases[i] * phases[i] + phases[i + 1] * phases[i + 1]));
            (phases[i], phases[i + 1]) = (phases[i] * scale, phases[i + 1] * scale);
        }

        accelerator.Upload<float>(phases, half);
        plan.Inverse(half, real);
        var values = new NativeBuffer<float>(g.VoxelCount, "random phases");
        accelerator.Download(real, values);
        return new DensityMap(g, values) { Name = "random phases" };
    }
}
