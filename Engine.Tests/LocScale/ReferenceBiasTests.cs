using Engine.Core.LocScale;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Core.Scoring;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.LocScale;

/// <summary>Only amplitudes come from the reference: density of atoms that are not in it is seen as well as before.</summary>
[TestFixture]
public sealed class ReferenceBiasTests
{
    private const double Sphere = 1.5;

    /// <summary>
    /// A real map of 3.6 Å scaled with the main chain alone, and with windows of the reference that belong elsewhere: the correlation of the side chains' density with that of a model
    /// map does not fall. The model map comes from the deposited B factors and is not part of the scaling.
    /// </summary>
    [TestCase("main chain only")]
    [TestCase("windows from elsewhere")]
    public void OmittedSideChainsStayVisible(string reference)
    {
        using var cpu = new CpuAccelerator(2);
        using DensityMap map = MapReader.Read(SharedData.Require("data", "real", "5fn5c_3240", "map.map"));
        Model model = StructureReader.Read(SharedData.Require("data", "real", "5fn5c_3240", "model.pdb")).First;
        bool[] all = [.. model.Atoms.Select(a => !a.Element.IsHydrogen)], main = AtomSelection.Parse("name N,CA,C,O,CB").Apply(model);
        bool[] side = [.. all.Select((s, i) => s && !main[i])];
        var options = new LocScaleReferenceOptions { Resolution = 3.6, RefineB = false };
        using LocScaleReferenceMap whole = LocScaleReference.Build(cpu, map, model, all, options), partial = LocScaleReference.Build(cpu, map, model, main, options);
        using DensityMap used = reference == "main chain only" ? Shifted(partial.Map, 0, 0, 0) : Shifted(whole.Map, 13, 17, 9);
        VoxelMask voxels = Around(map.Grid, model, side);
        float[] mask = ModelMask.Create(map.Grid, model, all);
        using LocScaleResult result = LocScaler.Scale(cpu, map, used, mask, new LocScaleOptions { Resolution = 3.6 });
        double before = MapCorrelation.Inside(voxels, map.Values, whole.Map.Values)!.Value, after = MapCorrelation.Inside(voxels, result.Map.Values, whole.Map.Values)!.Value;
        TestContext.Out.WriteLine($"{reference}: {before:F4} -> {after:F4} over {voxels.Count} voxels");
        Assert.That(after, Is.GreaterThanOrEqualTo(before));
    }

    private static VoxelMask Around(MapGrid grid, Model model, bool[] atoms)
    {
        float[] distances = ModelMask.Create(grid, model, atoms, Sphere, 0.01);
        var set = new VoxelMask(grid);
        for (int i = 0; i < distances.Length; i++)
        {
            if (distances[i] > 0.5f)
                set.Row(i / grid.Nx % grid.Ny, i / grid.Nx / grid.Ny)[(i % grid.Nx) >> 6] |= 1UL << (i % grid.Nx & 63);
        }

        return set;
    }

    private static DensityMap Shifted(DensityMap map, int dx, int dy, int dz)
    {
        MapGrid g = map.Grid;
        var shifted = new DensityMap(g, new NativeBuffer<float>(g.VoxelCount, "test map")) { Name = "shifted" };
        for (int z = 0; z < g.Nz; z++)
        {
            for (int y = 0; y < g.Ny; y++)
            {
                for (int x = 0; x < g.Nx; x++)
                    shifted[(x + dx) % g.Nx, (y + dy) % g.Ny, (z + dz) % g.Nz] = map[x, y, z];
            }
        }

        return shifted;
    }
}
