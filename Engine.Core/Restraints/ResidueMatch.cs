namespace Engine.Core.Restraints;

/// <summary>A residue of the model laid over its template.</summary>
internal sealed class ResidueMatch
{
    /// <summary>Index of the residue.</summary>
    public required int Residue { get; init; }

    /// <summary>Template; null when no dictionary knows the component.</summary>
    public required ResidueTemplate? Template { get; init; }

    /// <summary>Conformers of the residue ({0} when there is one only).</summary>
    public required int[] Conformers { get; init; }

    /// <summary>Per conformer: atom index of each template atom, -1 where the model lacks it.</summary>
    public required int[][] Maps { get; init; }

    /// <summary>Atoms of the residue that the template does not have.</summary>
    public required List<int> Extra { get; init; }

    /// <summary>Atoms that repeat the name (and altloc) of an earlier one.</summary>
    public required List<int> Repeated { get; init; }
}
