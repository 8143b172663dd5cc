using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Plots;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>A picture for docs/model-maps.md: two copies of the demo protein side by side in one map, one at 1.5 Å and one at 4 Å.</summary>
internal static class ChainMapFigure
{
    private const double Voxel = 0.2, Gap = 4, Thickness = 4;

    /// <summary>Draws it.</summary>
    public static byte[] Png()
    {
        using Accelerator accelerator = DeviceCatalog.Open("cpu", Environment.ProcessorCount);
        Model one = DemoProtein.Build(accelerator, new ComponentLibrary(ComponentLibraryOptions.BuiltInOnly), 1).First;
        double shift = Gap + one.Atoms.Max(a => a.Position.X) - one.Atoms.Min(a => a.Position.X);
        int half = one.Atoms.Count;
        List<Atom> other = StructureCopy.Copy(Wrap(one)).First.Atoms;
        foreach (Atom atom in other)
        {
            atom.Position += new Vec3(shift, 0, 0);
            one.Atoms.Add(atom);
        }

        MapGrid grid = MapBox.Around(one.Atoms.Select(a => a.Position), Voxel, 5);
        ScatteringAtoms atoms = ScatteringAtoms.Create(one, [.. one.Atoms.Select(_ => true)], ScatteringTable.Electron);
        atoms.SetResolutions([.. atoms.AtomIndices.Select(i => i < half ? 1.5 : 4)]);
        using var plan = new ImageMapPlan(accelerator, grid, new ModelMapOptions { Edge = 0.2 }, new ImageMapOptions { Accuracy = 0.001 });
        plan.Compute(atoms);
        using DensityMap map = plan.ToDensityMap("two chains");
        int slab = (int)(Thickness / Voxel);
        int first = (int)((Densest(one) - grid.Origin.Z - 0.5 * Thickness) / Voxel);
        return MapSection.Png(map, first, slab, 0, 9);
    }

    /// <summary>The height z round which most atoms lie.</summary>
    private static double Densest(Model model) =>
        model.Atoms.Select(a => a.Position.Z).MaxBy(z => model.Atoms.Count(b => Math.Abs(b.Position.Z - z) < 0.5 * Thickness));

    private static Structure Wrap(Model model)
    {
        var structure = new Structure();
        structure.Models.Add(model);
        return structure;
    }
}
