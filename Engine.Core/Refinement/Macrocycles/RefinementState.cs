using Engine.Core.Models;

namespace Engine.Core.Refinement;

/// <summary>What a refinement changes: coordinates, B factors and occupancies of all atoms of a model, in the order of the model.</summary>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="B">Isotropic (or equivalent) B, Å².</param>
/// <param name="Occupancy">Occupancies.</param>
public sealed record RefinementState(double[] Positions, double[] B, double[] Occupancy)
{
    /// <summary>The state of a model.</summary>
    /// <param name="model">Model.</param>
    public static RefinementState Of(Model model) =>
        new(Coordinates.Of(model), [.. model.Atoms.Select(a => a.BIso)], [.. model.Atoms.Select(a => a.Occupancy)]);

    /// <summary>An independent copy.</summary>
    public RefinementState Copy() => new([.. Positions], [.. B], [.. Occupancy]);

    /// <summary>Writes the state into a model. Atoms whose B is unchanged keep their anisotropic displacement, others lose it.</summary>
    /// <param name="model">Model of as many atoms.</param>
    public void WriteTo(Model model)
    {
        Coordinates.Set(model, Positions);
        for (int i = 0; i < model.Atoms.Count; i++)
        {
            Atom atom = model.Atoms[i];
            if (atom.BIso != B[i])
                (atom.BIso, atom.UAniso) = (B[i], null);
            atom.Occupancy = Occupancy[i];
        }
    }
}
