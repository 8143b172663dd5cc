using Engine.Core.Models;

namespace Engine.Core.Refinement.Convergence;

/// <summary>Models at other coordinates.</summary>
public static class ModelCopy
{
    /// <summary>A model with the same residues and chains (shared) and copies of the atoms at other coordinates.</summary>
    /// <param name="model">Names, residues and chains.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public static Model At(Model model, ReadOnlySpan<double> x)
    {
        var copy = new Model { Number = model.Number };
        copy.Residues.AddRange(model.Residues);
        copy.Chains.AddRange(model.Chains);
        foreach (Atom a in model.Atoms)
        {
            copy.Atoms.Add(new Atom
            {
                Name = a.Name,
                Element = a.Element,
                Charge = a.Charge,
                AltLoc = a.AltLoc,
                Serial = a.Serial,
                ResidueIndex = a.ResidueIndex,
                Occupancy = a.Occupancy,
                BIso = a.BIso,
                UAniso = a.UAniso,
            });
        }

        Coordinates.Set(copy, x);
        return copy;
    }
}
