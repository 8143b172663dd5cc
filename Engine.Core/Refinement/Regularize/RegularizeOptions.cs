using Engine.Core.Refinement.Repair;
using Engine.Core.SecondaryStructure;

namespace Engine.Core.Refinement.Regularize;

/// <summary>What the user can choose about a regularisation.</summary>
public sealed record RegularizeOptions
{
    /// <summary>Most minimiser iterations.</summary>
    public int Iterations { get; init; } = 500;

    /// <summary>σ that holds each heavy atom to its place, Å; 0 = not held.</summary>
    public double Sigma { get; init; } = 0.1;

    /// <summary>Distance at which an atom is let go, Å.</summary>
    public double SigmaLimit { get; init; } = 0.3;

    /// <summary>Mend distortions first.</summary>
    public bool Repair { get; init; } = true;

    /// <summary>Keep helices, sheets, base pairs and stacks by restraints of their hydrogen bonds; null = not.</summary>
    public HydrogenBondOptions? HydrogenBonds { get; init; } = new();

    /// <summary>Restrain the donors of metals.</summary>
    public bool Metals { get; init; } = true;

    /// <summary>Factor of the weight of periodic torsions.</summary>
    public double TorsionScale { get; init; } = 0.1;

    /// <summary>How distortions are mended.</summary>
    public RepairOptions RepairOptions { get; init; } = new();
}
