using Engine.Core.Geometry;
using Engine.Core.Restraints;

namespace Engine.Core.SecondaryStructure;

/// <summary>A hydrogen bond from an amide hydrogen to a carbonyl oxygen.</summary>
/// <param name="Acceptor">Unit of C=O.</param>
/// <param name="Donor">Unit of N-H.</param>
/// <param name="Energy">Electrostatic energy, kcal/mol.</param>
/// <param name="Distance">N-O distance, Å.</param>
public readonly record struct BackboneHydrogenBond(int Acceptor, int Donor, double Energy, double Distance);

/// <summary>
/// Hydrogen bonds of the backbone by the electrostatic energy of Kabsch and Sander (Biopolymers 22 (1983) 2577): E = 27.9 (1/r(ON) + 1/r(CH) - 1/r(OH) - 1/r(CN)) kcal/mol
/// below -0.5. Of each N-H the two best count.
/// </summary>
public sealed class BackboneHydrogenBonds
{
    private const double Coupling = 27.9;
    private const double Limit = -0.5;
    private const double Closest = 0.5;
    private const double BestEnergy = -9.9;

    /// <summary>CA of two units that share a hydrogen bond are nearer than this, Å.</summary>
    private const double Reach = 9.0;

    private readonly Dictionary<(int Acceptor, int Donor), BackboneHydrogenBond> bonds = [];

    private BackboneHydrogenBonds()
    {
    }

    /// <summary>All bonds, in ascending order of donor and then of energy.</summary>
    public IReadOnlyList<BackboneHydrogenBond> All { get; private set; } = [];

    /// <summary>Finds the bonds.</summary>
    /// <param name="backbone">Chains.</param>
    public static BackboneHydrogenBonds Find(ProteinBackbone backbone)
    {
        var result = new BackboneHydrogenBonds();
        var all = new List<BackboneHydrogenBond>();
        Vec3[] alphas = [.. backbone.Units.Select(u => backbone.At(u.CA))];
        var grid = new AtomGrid(alphas, Enumerable.Range(0, alphas.Length), Reach);
        var near = new List<int>();
        for (int donor = 0; donor < alphas.Length; donor++)
        {
            if (backbone.Hydrogen(donor) is not Vec3 hydrogen)
                continue;
            grid.Near(alphas[donor], Reach, near);
            var found = new List<BackboneHydrogenBond>();
            foreach (int acceptor in near)
            {
                if (acceptor != donor && acceptor != donor - 1 && Bond(backbone, acceptor, donor, hydrogen) is { Energy: < Limit } bond)
                    found.Add(bond);
            }

            all.AddRange(found.OrderBy(b => b.Energy).ThenBy(b => b.Acceptor).Take(2));
        }

        foreach (BackboneHydrogenBond bond in all)
            result.bonds[(bond.Acceptor, bond.Donor)] = bond;
        result.All = all;
        return result;
    }

    /// <summary>True when C=O of one unit accepts N-H of another.</summary>
    public bool Has(int acceptor, int donor) => bonds.ContainsKey((acceptor, donor));

    /// <summary>Energy of C=O...H-N, kcal/mol.</summary>
    /// <param name="c">Carbonyl carbon.</param>
    /// <param name="o">Carbonyl oxygen.</param>
    /// <param name="n">Nitrogen.</param>
    /// <param name="h">Hydrogen.</param>
    public static double Energy(Vec3 c, Vec3 o, Vec3 n, Vec3 h)
    {
        double on = Vec3.Distance(o, n), ch = Vec3.Distance(c, h), oh = Vec3.Distance(o, h), cn = Vec3.Distance(c, n);
        if (Math.Min(Math.Min(on, ch), Math.Min(oh, cn)) < Closest)
            return BestEnergy;
        return Math.Max(BestEnergy, Coupling * (1 / on + 1 / ch - 1 / oh - 1 / cn));
    }

    private static BackboneHydrogenBond? Bond(ProteinBackbone backbone, int acceptor, int donor, Vec3 hydrogen)
    {
        BackboneUnit a = backbone.Units[acceptor];
        if (a.C < 0 || a.O < 0)
            return null;
        Vec3 o = backbone.At(a.O), n = backbone.At(backbone.Units[donor].N);
        double energy = Energy(backbone.At(a.C), o, n, hydrogen);
        return new(acceptor, donor, energy, Vec3.Distance(o, n));
    }
}
