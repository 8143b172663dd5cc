using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Simulation;

/// <summary>The synthetic protein with its geometry regularised by the engine's own restraints.</summary>
public static class DemoProtein
{
    /// <summary>Builds and regularises.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="library">Ideal geometry.</param>
    /// <param name="seed">Seed of the fold.</param>
    public static Structure Build(Accelerator accelerator, ComponentLibrary library, ulong seed)
    {
        Structure structure = SyntheticProtein.Build(library, seed);
        Model model = structure.First;
        RestraintModel restraints = RestraintBuilder.Build(model, structure.Links, library, new RestraintOptions());
        var movable = new bool[model.Atoms.Count];
        Array.Fill(movable, true);
        double[] x = Coordinates.Of(model);
        using var target = new RefinementTarget(accelerator, RefinementProblem.Create(restraints, movable), null);
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { MaxIterations = 1500, RelativeDecrease = 1e-6 });
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        minimizer.Minimize(target, positions);
        accelerator.Download(positions, x);
        Coordinates.Set(model, x);
        GiveBFactors(model);
        return structure;
    }

    /// <summary>B factors that rise from the core to the surface, 25 to 65 Å², and a little along side chains.</summary>
    private static void GiveBFactors(Model model)
    {
        Geometry.Vec3 centre = Geometry.Vec3.Zero;
        foreach (Atom atom in model.Atoms)
            centre += atom.Position / model.Atoms.Count;
        double farthest = model.Atoms.Max(a => (a.Position - centre).Length);
        foreach (Atom atom in model.Atoms)
        {
            double side = atom.Name is "N" or "CA" or "C" or "O" ? 0 : 5;
            atom.BIso = Math.Round(25 + 35 * Math.Pow((atom.Position - centre).Length / farthest, 2) + side, 2);
        }
    }
}
