using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Core.Jobs.Bench.Rows;

/// <summary>Restraints of copies of the synthetic protein, contacts, riding hydrogens.</summary>
internal static class RestraintRows
{
    /// <summary>Å that the contact lists reach beyond the contacts, as in a refinement.</summary>
    private const double Reach = 1;

    private static readonly BenchSize[] Sizes = AtomMapRows.Atoms;

    /// <summary>The rows.</summary>
    public static IEnumerable<BenchRow> All =>
    [
        new()
        {
            Name = "restraints",
            What = "energies and gradient of all restraints of a protein",
            Unit = "atoms",
            Model = "80 bytes per atom, 88 per atom of a term, 12 per contact; 25, 70, 150, 50 double operations for a bond, angle, torsion, chiral centre, 60 per atom of a plane, 20 per contact",
            Sizes = Sizes,
            Memory = n => 6000.0 * n,
            Prepare = (scope, n) =>
            {
                RestraintModel restraints = Build(scope.Device, n, out double[] x);
                RestraintTerms terms = scope.Hold(scope.Device.Restraints.Create(restraints.Table));
                NonbondedPairs pairs = NeighborSearch.Find(restraints.Nonbonded, x, Reach, scope.Threads);
                terms.SetNonbonded(pairs, restraints.Nonbonded.Repulsion);
                DeviceBuffer<double> positions = scope.Put(x), gradient = scope.Room<double>(x.Length);
                return new(() => scope.Device.Restraints.Evaluate(terms, positions, 1, gradient), Cost(restraints.Table, pairs));
            },
        },
        new()
        {
            Name = "neighbours",
            What = "contact lists, which the processor makes for every device",
            Unit = "atoms",
            Model = "no ceiling is given: its work depends on how atoms lie",
            Sizes = Sizes,
            Memory = n => 6000.0 * n,
            IsHost = true,
            Prepare = (scope, n) =>
            {
                RestraintModel restraints = Build(scope.Device, n, out double[] x);
                return new(() => NeighborSearch.Find(restraints.Nonbonded, x, Reach, scope.Threads));
            },
        },
        new()
        {
            Name = "riding",
            What = "hydrogens placed, and their gradients given to their frames; as many hydrogens as heavy atoms",
            Unit = "atoms",
            Model = "204 bytes and 150 double operations per hydrogen",
            Sizes = Sizes,
            Memory = n => 400.0 * n,
            Prepare = (scope, n) =>
            {
                var ball = new AtomBall((int)n, 1);
                int heavy = ball.Places.Count;
                double[] x = ball.Coordinates;
                var table = new RidingTable
                {
                    Hydrogen = [.. Enumerable.Range(heavy, heavy)],
                    Frame = [.. Enumerable.Range(0, heavy).SelectMany(i => (int[])[i, (i + 1) % heavy, (i + 2) % heavy])],
                };
                RidingAtoms atoms = scope.Hold(scope.Device.Riding.Create(table, 2 * heavy));
                DeviceBuffer<double> positions = scope.Put<double>([.. x, .. x.Select(v => v + 0.6)]), gradient = scope.Doubles(6L * heavy);
                scope.Device.Riding.Capture(atoms, positions);
                return new(
                    () =>
                    {
                        scope.Device.Riding.Place(atoms, positions);
                        scope.Device.Riding.PullBack(atoms, positions, gradient);
                    },
                    new(204.0 * heavy, Double: 150.0 * heavy));
            },
        },
    ];

    /// <summary>Restraints of as many copies of the synthetic protein as come nearest to a number of atoms; at least one.</summary>
    private static RestraintModel Build(Accelerator device, long atoms, out double[] x)
    {
        var library = new ComponentLibrary(ComponentLibraryOptions.BuiltInOnly);
        Model one = DemoProtein.Build(device, library, 1).First;
        Structure many = RepeatedModel.Of(one, (int)Math.Max(1, Math.Round((double)atoms / one.Atoms.Count)));
        x = Coordinates.Of(many.First);
        return RestraintBuilder.Build(many.First, many.Links, library, new RestraintOptions());
    }

    private static BenchCost Cost(RestraintTable t, NonbondedPairs pairs)
    {
        double members = t.AtomLists().Sum(a => (double)a.Length);
        return new(
            80.0 * t.AtomCount + 88 * members + 12.0 * pairs.Atoms.LongLength,
            Double: 25.0 * t.BondCount + 70.0 * t.AngleCount + 150.0 * t.TorsionCount + 50.0 * t.ChiralCount + 60.0 * t.PlaneAtoms.Length + 20.0 * pairs.Atoms.LongLength);
    }
}
