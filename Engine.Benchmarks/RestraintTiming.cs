using System.Diagnostics;
using System.Globalization;
using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>Restraint energies and gradients of a model file, outside BenchmarkDotNet, to set beside a peer's figure for the same atoms.</summary>
internal static class RestraintTiming
{
    private const int Evaluations = 400;

    /// <summary>Runs it: arguments model file, selection (default all), device (default cpu).</summary>
    public static int Run(string[] args)
    {
        using Accelerator accelerator = DeviceCatalog.Open(args.Length > 2 ? args[2] : "cpu", Environment.ProcessorCount);
        Structure structure = StructureReader.Read(args[0]);
        Model model = StructureCopy.Select(structure.First, AtomSelection.Parse(args.Length > 1 ? args[1] : "all").Apply(structure.First));
        var library = new ComponentLibrary();
        RestraintModel restraints = RestraintBuilder.Build(model, structure.Links, library, new RestraintOptions());
        long start = Stopwatch.GetTimestamp();
        restraints = RestraintBuilder.Build(model, structure.Links, library, new RestraintOptions());
        double build = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        double[] x = Coordinates.Of(model);
        start = Stopwatch.GetTimestamp();
        NonbondedPairs pairs = NeighborSearch.Find(restraints.Nonbonded, x, 1);
        double search = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        using RestraintTerms terms = accelerator.Restraints.Create(restraints.Table);
        terms.SetNonbonded(pairs, restraints.Nonbonded.Repulsion);
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        using DeviceBuffer<double> gradient = accelerator.Allocate<double>(x.Length, "gradient");
        var milliseconds = new double[Evaluations];
        for (int i = 0; i < Evaluations; i++)
        {
            accelerator.Clear(gradient);
            start = Stopwatch.GetTimestamp();
            accelerator.Restraints.Evaluate(terms, positions, 1, gradient);
            accelerator.Synchronize();
            milliseconds[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        double[] later = [.. milliseconds.Skip(Evaluations / 2).Order()];
        RestraintTable t = restraints.Table;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Atoms.Count} atoms: {t.BondCount} bonds, {t.AngleCount} angles, {t.TorsionCount} torsions, {t.ChiralCount} chiral, {t.PlaneCount} planes, {pairs.PairCount} contacts"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"energies and gradient: median {later[later.Length / 2]:F3} ms, best {later[0]:F3} ms on {accelerator.Name}; restraints built in {build:F1} ms, contacts found in {search:F2} ms"));
        (double bond, double angle) = BondAngleRmsd.Compute(restraints.Heavy().Table, x);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bonds {bond:F4} Å, angles {angle:F2}°"));
        return 0;
    }
}
