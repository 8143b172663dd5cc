using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>
/// Adds hydrogens to a component of heavy atoms: bonds at electron-cloud distances, and the angles that the heavy-atom angles leave for them.
/// </summary>
internal static class HydrogenBuilder
{
    private const double Tetrahedral = 109.47, Methylene = 108.0, Water = 104.5, Hydroxyl = 109.5, Thiol = 97.0;

    /// <summary>Adds hydrogens.</summary>
    /// <param name="heavy">Component without hydrogens; the angles at each parent must be complete.</param>
    /// <param name="hydrogens">Names of the hydrogens by parent.</param>
    public static ChemicalComponent Add(ChemicalComponent heavy, IReadOnlyDictionary<string, string[]> hydrogens)
    {
        var atoms = new List<ComponentAtom>(heavy.Atoms);
        var bonds = new List<ComponentBond>(heavy.Bonds);
        var angles = new List<ComponentAngle>(heavy.Angles);
        var graph = new ComponentGraph(heavy);
        foreach ((string parent, string[] names) in hydrogens)
        {
            int p = graph.Index[parent];
            Hybridisation hybridisation = graph.Hybridisations[p];
            string[] near = [.. graph.Neighbours(p).Select(n => heavy.Atoms[n.Atom].Name)];
            double length = HydrogenGeometry.Length(heavy.Atoms[p].Element, hybridisation, names.Length);
            foreach (string name in names)
            {
                atoms.Add(new ComponentAtom(name, Element.H));
                bonds.Add(new ComponentBond(parent, name, BondOrder.Single, length, HydrogenGeometry.Sigma));
            }

            AddAngles(heavy, parent, heavy.Atoms[p].Element, near, names, hybridisation, angles);
        }

        return heavy.With(atoms: atoms, bonds: bonds, angles: angles);
    }

    private static void AddAngles(ChemicalComponent heavy, string parent, Element element, string[] near, string[] names, Hybridisation hybridisation, List<ComponentAngle> angles)
    {
        double between = near.Length == 0 ? Water : hybridisation == Hybridisation.Sp2 ? 120 : near.Length == 2 ? Methylene : Tetrahedral;
        for (int i = 0; i < names.Length; i++)
        {
            for (int j = 0; j < near.Length; j++)
                angles.Add(new ComponentAngle(near[j], parent, names[i], ToHeavy(heavy, parent, element, near, j, names.Length, hybridisation), DefaultSigma.Angle));
            for (int j = i + 1; j < names.Length; j++)
                angles.Add(new ComponentAngle(names[i], parent, names[j], between, DefaultSigma.Angle));
        }
    }

    /// <summary>Angle from a hydrogen to heavy neighbour number j.</summary>
    private static double ToHeavy(ChemicalComponent heavy, string parent, Element element, string[] near, int j, int hydrogens, Hybridisation hybridisation)
    {
        if (near.Length == 1 && element.Number is 8 or 16)
            return element.Number == 8 ? Hydroxyl : Thiol;
        if (hybridisation == Hybridisation.Sp2)
            return near.Length == 2 ? (360 - Between(heavy, near[0], parent, near[1])) / 2 : 120;
        return near.Length switch
        {
            2 when hydrogens == 2 => AcrossMethylene(Between(heavy, near[0], parent, near[1])),
            3 => AcrossMethine(Between(heavy, near[j], parent, near[(j + 1) % 3]), Between(heavy, near[j], parent, near[(j + 2) % 3]), Between(heavy, near[(j + 1) % 3], parent, near[(j + 2) % 3])),
            _ => Tetrahedral,
        };
    }

    /// <summary>X-C-H of X₂CH₂: the hydrogens lie in the plane through the bisector, cos = -cos(XCX/2) cos(HCH/2).</summary>
    private static double AcrossMethylene(double angle) => Degrees(-Math.Cos(Radians(angle) / 2) * Math.Cos(Radians(Methylene) / 2));

    /// <summary>X₁-C-H of X₃CH with the hydrogen opposite to the sum of the three unit vectors u: cos = -u₁·(u₁+u₂+u₃)/|u₁+u₂+u₃|.</summary>
    private static double AcrossMethine(double angle12, double angle13, double angle23)
    {
        double c12 = Math.Cos(Radians(angle12)), c13 = Math.Cos(Radians(angle13)), c23 = Math.Cos(Radians(angle23));
        return Degrees(-(1 + c12 + c13) / Math.Sqrt(3 + 2 * (c12 + c13 + c23)));
    }

    private static double Between(ChemicalComponent heavy, string a, string apex, string b)
    {
        ComponentAngle? angle = heavy.Angles.FirstOrDefault(x => x.Apex == apex && ((x.Atom1 == a && x.Atom3 == b) || (x.Atom1 == b && x.Atom3 == a)));
        return angle?.Ideal ?? throw new InvalidOperationException($"built-in component {heavy.Id}: no angle {a}-{apex}-{b}");
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private static double Degrees(double cosine) => Math.Acos(cosine) * 180 / Math.PI;
}
