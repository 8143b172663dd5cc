using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Refinement.Displacements;
using Engine.Kernels;
using Engine.Tests.ModelMaps;
using Engine.Tests.Scoring;

namespace Engine.Tests.Refinement.Displacements;

/// <summary>A small model whose atoms do not overlap much, and the map that it predicts.</summary>
internal static class DisplacementCase
{
    public const double Resolution = 3;

    public static readonly MapGrid Grid = TestGrid.Make(36, 32, 30, new Vec3(1, 1, 1), new Vec3(3, -2, 5));

    /// <summary>27 carbon, nitrogen and oxygen atoms on a distorted lattice, one residue each, B from 20 to 80 Å².</summary>
    public static Model Lattice()
    {
        var random = new Random(3);
        Element[] elements = [Element.C, Element.N, Element.O];
        double Shift() => 0.6 * (random.NextDouble() - 0.5);
        var atoms = new List<Atom>();
        for (int i = 0; i < 27; i++)
        {
            atoms.Add(new Atom
            {
                Name = "CA",
                Element = elements[i % 3],
                Position = Grid.Origin + new Vec3(9 + 4.5 * (i % 3) + Shift(), 9 + 4.5 * (i / 3 % 3) + Shift(), 8 + 4.5 * (i / 9) + Shift()),
                BIso = 20 + 60 * random.NextDouble(),
            });
        }

        return TestModel.Of([.. atoms]);
    }

    /// <summary>The map that a model predicts, on an arbitrary scale.</summary>
    public static DensityMap MapOf(Accelerator device, Model model, double resolution = Resolution)
    {
        using var plan = new FourierMapPlan(device, Grid, resolution);
        plan.Compute(ScatteringAtoms.Create(model, TestModel.All(model), ScatteringTable.Electron, withHydrogens: false));
        DensityMap map = plan.ToDensityMap("predicted");
        for (long i = 0; i < map.Values.Length; i++)
            map.Values[i] = 7 * map.Values[i] + 2;
        return map;
    }

    /// <summary>A state with the model's values, all atoms selected.</summary>
    public static DisplacementState State(Model model) =>
        new(model, Coordinates.Of(model), [.. model.Atoms.Select(a => a.BIso)], [.. model.Atoms.Select(a => a.Occupancy)], TestModel.All(model));

    /// <summary>Options with a weak restraint.</summary>
    public static BFactorOptions Weak(BFactorLevel level = BFactorLevel.Individual) => new()
    {
        Fit = new ModelMapFitOptions { Resolution = Resolution },
        Level = level,
        Similarity = 10,
        BondedRms = 1000,
        Iterations = 80,
    };

    public static double Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double ma = a.Average(), mb = b.Average();
        double ab = a.Zip(b, (x, y) => (x - ma) * (y - mb)).Sum(), aa = a.Sum(x => (x - ma) * (x - ma)), bb = b.Sum(y => (y - mb) * (y - mb));
        return ab / Math.Sqrt(aa * bb);
    }
}
