using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>How much of each class of restraint counts while a model is far from its answer; 1 = in full, 0 = not at all.</summary>
/// <param name="Bond">Bonds.</param>
/// <param name="Angle">Angles.</param>
/// <param name="Torsion">Torsions.</param>
/// <param name="Chirality">Chiral volumes.</param>
/// <param name="Planarity">Planes.</param>
/// <param name="Repulsion">Contacts.</param>
public sealed record SoftGeometry(double Bond, double Angle, double Torsion, double Chirality, double Planarity, double Repulsion)
{
    /// <summary>Everything counts in full.</summary>
    public static SoftGeometry Full { get; } = new(1, 1, 1, 1, 1, 1);

    /// <summary>The problem with its weights scaled.</summary>
    /// <param name="problem">In full.</param>
    public RefinementProblem Apply(RefinementProblem problem)
    {
        if (this == Full)
            return problem;
        RestraintTable t = problem.Table;
        return new RefinementProblem
        {
            Table = t with
            {
                BondWeight = Scaled(t.BondWeight, Bond),
                AngleWeight = Scaled(t.AngleWeight, Angle),
                TorsionWeight = Scaled(t.TorsionWeight, Torsion),
                ChiralWeight = Scaled(t.ChiralWeight, Chirality),
                PlaneStart = Planarity > 0 ? t.PlaneStart : [0],
                PlaneAtoms = Planarity > 0 ? t.PlaneAtoms : [],
                PlaneWeight = Planarity > 0 ? Scaled(t.PlaneWeight, Planarity) : [],
            },
            Nonbonded = WithRepulsion(problem.Nonbonded, Repulsion),
            Riding = problem.Riding,
            MapWeights = problem.MapWeights,
            Movable = problem.Movable,
        };
    }

    private static double[] Scaled(double[] weights, double factor) => factor == 1 ? weights : Array.ConvertAll(weights, w => factor * w);

    private static NonbondedTable WithRepulsion(NonbondedTable table, double factor)
    {
        byte[] active = factor > 0 ? table.Active : new byte[table.Active.Length];
        return new()
        {
            Radius = table.Radius,
            HydrogenBond = table.HydrogenBond,
            Conformer = table.Conformer,
            Active = active,
            Movable = table.Movable,
            ExcludedStart = table.ExcludedStart,
            ExcludedAtoms = table.ExcludedAtoms,
            Start14 = table.Start14,
            Atoms14 = table.Atoms14,
            Scale14 = table.Scale14,
            HydrogenBondDistance = table.HydrogenBondDistance,
            MinimumDistance = table.MinimumDistance,
            Repulsion = factor * table.Repulsion,
        };
    }
}
