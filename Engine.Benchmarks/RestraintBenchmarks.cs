using BenchmarkDotNet.Attributes;
using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>Restraint energies and gradients of the synthetic protein (about 520 atoms), and its neighbour search.</summary>
public class RestraintBenchmarks
{
    private Accelerator accelerator = null!;
    private RestraintModel restraints = null!;
    private RestraintTerms terms = null!;
    private DeviceBuffer<double> positions = null!;
    private DeviceBuffer<double> gradient = null!;
    private double[] x = null!;

    /// <summary>Builds the protein and its restraints from the built-in dictionary.</summary>
    [GlobalSetup]
    public void Setup()
    {
        accelerator = DeviceCatalog.Open(Environment.GetEnvironmentVariable("ENGINE_BENCHMARK_DEVICE") ?? "cpu", Environment.ProcessorCount);
        var library = new ComponentLibrary(ComponentLibraryOptions.BuiltInOnly);
        Structure structure = DemoProtein.Build(accelerator, library, 1);
        restraints = RestraintBuilder.Build(structure.First, structure.Links, library, new RestraintOptions());
        x = Coordinates.Of(structure.First);
        terms = accelerator.Restraints.Create(restraints.Table);
        terms.SetNonbonded(NeighborSearch.Find(restraints.Nonbonded, x, 1), restraints.Nonbonded.Repulsion);
        positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        gradient = accelerator.Allocate<double>(x.Length, "gradient");
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Cleanup() => accelerator.Dispose();

    /// <summary>Energies and gradient.</summary>
    [Benchmark]
    public double EnergyAndGradient() => accelerator.Restraints.Evaluate(terms, positions, 1, gradient).Total;

    /// <summary>Energies alone.</summary>
    [Benchmark]
    public double Energy() => accelerator.Restraints.Evaluate(terms, positions, 1, null).Total;

    /// <summary>Contacts.</summary>
    [Benchmark]
    public long Contacts() => NeighborSearch.Find(restraints.Nonbonded, x, 1).PairCount;
}
