using Engine.Kernels;

namespace Engine.Core.Refinement.Repair;

/// <summary>Repulsion that lets atoms pass through each other.</summary>
internal static class SoftRepulsion
{
    /// <summary>The same contacts with another repulsion constant.</summary>
    /// <param name="table">Contact data.</param>
    /// <param name="repulsion">c_rep, Å⁻⁴.</param>
    public static NonbondedTable WithRepulsion(this NonbondedTable table, double repulsion) => new()
    {
        Radius = table.Radius,
        HydrogenBond = table.HydrogenBond,
        Conformer = table.Conformer,
        Active = table.Active,
        Movable = table.Movable,
        ExcludedStart = table.ExcludedStart,
        ExcludedAtoms = table.ExcludedAtoms,
        Start14 = table.Start14,
        Atoms14 = table.Atoms14,
        Scale14 = table.Scale14,
        HydrogenBondDistance = table.HydrogenBondDistance,
        MinimumDistance = table.MinimumDistance,
        Repulsion = repulsion,
    };
}
