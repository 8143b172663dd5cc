namespace Engine.Kernels;

/// <summary>
/// Smooth periodic functions of two torsions, one per class: bicubic Hermite patches between nodes at -180 + 360 i / <see cref="Nodes"/> degrees in both
/// directions. Value and gradient are continuous.
/// </summary>
public sealed record TorsionSurfaces
{
    /// <summary>Nodes along each torsion.</summary>
    public required int Nodes { get; init; }

    /// <summary>Classes.</summary>
    public required int Classes { get; init; }

    /// <summary>
    /// Four numbers per node: U, dU/dφ, dU/dψ, d²U/dφdψ (per degree); ψ fastest: index 4 ((class Nodes + i) Nodes + j), i along φ, j along ψ.
    /// </summary>
    public required double[] Values { get; init; }
}
