using Engine.Core.Geometry;

namespace Engine.Core.Models.Pdb;

/// <summary>Finds cis peptide bonds: |omega| below 30°, as the wwPDB counts them.</summary>
internal static class CisPeptides
{
    private const double LimitDegrees = 30;
    private const double LongestBond = 2.0;

    /// <summary>Pairs of residues with the torsion CA-C-N-CA between them, degrees.</summary>
    public static IEnumerable<(int First, int Second, double Omega)> Find(Model model)
    {
        foreach (Chain chain in model.Chains)
        {
            for (int i = 0; i + 1 < chain.Residues.Count; i++)
            {
                Residue a = model.Residues[chain.Residues[i]], b = model.Residues[chain.Residues[i + 1]];
                if (Position(model, a, "CA") is not { } ca || Position(model, a, "C") is not { } c
                    || Position(model, b, "N") is not { } n || Position(model, b, "CA") is not { } nextCa
                    || Vec3.Distance(c, n) > LongestBond)
                    continue;
                double omega = Vec3.TorsionDegrees(ca, c, n, nextCa);
                if (Math.Abs(omega) < LimitDegrees)
                    yield return (chain.Residues[i], chain.Residues[i + 1], omega);
            }
        }
    }

    private static Vec3? Position(Model model, Residue residue, string name)
    {
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (model.Atoms[i].Name == name)
                return model.Atoms[i].Position;
        }

        return null;
    }
}
