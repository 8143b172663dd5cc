using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.SecondaryStructure;

namespace Engine.Core.Refinement.Flips;

/// <summary>Energy of the hydrogen bonds of one peptide group with the rest of the main chain, by the electrostatics of <see cref="BackboneHydrogenBonds"/>.</summary>
internal sealed class PeptideHydrogenBonds
{
    private const double Reach = 9;
    private const double Limit = -0.5;
    private const double AmideBond = 1.01;
    private readonly ProteinBackbone backbone;
    private readonly AtomGrid grid;
    private readonly Dictionary<int, int> unitOf = [];

    public PeptideHydrogenBonds(Model model, double[] x)
    {
        backbone = ProteinBackbone.Of(model, x);
        Vec3[] alphas = [.. backbone.Units.Select(u => backbone.At(u.CA))];
        grid = new AtomGrid(alphas, Enumerable.Range(0, alphas.Length), Reach);
        for (int i = 0; i < backbone.Units.Count; i++)
            unitOf[backbone.Units[i].Residue] = i;
    }

    /// <summary>The best bond that C=O accepts and the best that N-H gives, kcal/mol, 0 or less.</summary>
    public double Energy(PeptidePlane plane, double[] x)
    {
        if (!unitOf.TryGetValue(plane.Residue1, out int acceptor) || !unitOf.TryGetValue(plane.Residue2, out int donor))
            return 0;
        var near = new List<int>();
        grid.Near(backbone.At(plane.CA1), Reach, near);
        double accepted = 0, given = 0;
        Vec3? own = Hydrogen(donor, x);
        foreach (int unit in near)
        {
            BackboneUnit u = backbone.Units[unit];
            if (unit != acceptor && unit != donor && Hydrogen(unit, x) is Vec3 h)
                accepted = Math.Min(accepted, BackboneHydrogenBonds.Energy(At(x, plane.C), At(x, plane.O), At(x, u.N), h));
            if (own is Vec3 hydrogen && unit != donor && unit != acceptor && u.C >= 0 && u.O >= 0)
                given = Math.Min(given, BackboneHydrogenBonds.Energy(At(x, u.C), At(x, u.O), At(x, plane.N), hydrogen));
        }

        return (accepted < Limit ? accepted : 0) + (given < Limit ? given : 0);
    }

    private Vec3? Hydrogen(int unit, double[] x)
    {
        BackboneUnit u = backbone.Units[unit];
        if (!u.HasHydrogen || !u.FollowsPrevious || u.N < 0 || backbone.Units[unit - 1].C < 0)
            return null;
        Vec3 n = At(x, u.N);
        return n + AmideBond * ((n - At(x, backbone.Units[unit - 1].C)).Normalized() + (n - At(x, u.CA)).Normalized()).Normalized();
    }

    private static Vec3 At(double[] x, int atom) => TermGeometry.At(x, atom);
}
