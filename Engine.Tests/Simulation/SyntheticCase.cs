using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Simulation;
using Engine.Kernels.Cpu;

namespace Engine.Tests.Simulation;

/// <summary>The demo's protein, built once; every caller gets a copy of its own.</summary>
internal static class SyntheticCase
{
    private static readonly ComponentLibrary BuiltIn = new(ComponentLibraryOptions.BuiltInOnly);

    private static readonly Lazy<Structure> Regularised = new(() =>
    {
        using var accelerator = new CpuAccelerator(2);
        return DemoProtein.Build(accelerator, BuiltIn, 1);
    });

    /// <summary>What is part of the engine, whatever is installed.</summary>
    public static ComponentLibrary Library => BuiltIn;

    /// <summary>A copy of the regularised protein.</summary>
    public static Structure Protein() => Copy(Regularised.Value, _ => true);

    /// <summary>The first residues of the protein alone: a small case for whole runs.</summary>
    /// <param name="residues">Number of residues.</param>
    public static Structure Peptide(int residues) => Copy(Regularised.Value, r => r.Number <= residues);

    private static Structure Copy(Structure structure, Func<Residue, bool> keep) =>
        StructureCopy.Keep(structure, [.. structure.First.Atoms.Select(a => keep(structure.First.Residues[a.ResidueIndex]))]);
}
