using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Validation;

namespace Engine.Core.Refinement.Flips;

/// <summary>Ramachandran labels of the residues on either side of peptides.</summary>
internal sealed class BackboneState
{
    private readonly Dictionary<int, BackboneResidue> residues = [];

    public BackboneState(Model model, double[] x)
    {
        foreach (BackboneResidue r in BackboneFinder.Residues(model, x))
            residues.TryAdd(r.Residue, r);
    }

    /// <summary>Label of a residue; favoured where a neighbour is missing.</summary>
    public RamachandranLabel Label(int residue, double[] x)
    {
        if (!residues.TryGetValue(residue, out BackboneResidue? r))
            return RamachandranLabel.Favoured;
        double phi = BackboneTorsion.Of(x, r.Atoms.AsSpan(0, 4)), psi = BackboneTorsion.Of(x, r.Atoms.AsSpan(1, 4));
        return RamachandranScore.At(r.Class, phi, psi).Label;
    }

    /// <summary>Number of outliers among residues.</summary>
    public int Outliers(IEnumerable<int> among, double[] x) => among.Count(r => Label(r, x) == RamachandranLabel.Outlier);
}
