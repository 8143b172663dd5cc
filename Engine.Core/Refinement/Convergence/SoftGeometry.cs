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
        return problem with
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
            Nonbonded = problem.Nonbonded with
            {
                Active = Repulsion > 0 ? problem.Nonbonded.Active : new byte[problem.Nonbonded.Active.Length],
                Repulsion = Repulsion * problem.Nonbonded.Repulsion,
            },
        };
    }

    private static double[] Scaled(double[] weights, double factor) => factor == 1 ? weights : Array.ConvertAll(weights, w => factor * w);
}
