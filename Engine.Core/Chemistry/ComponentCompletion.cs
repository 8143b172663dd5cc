using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>
/// Fills in what a dictionary entry lacks: ideal values from ideal coordinates, or from covalent radii and hybridisation where there are none; angles,
/// torsions, chiral centres and planes from the bonds.
/// </summary>
internal static class ComponentCompletion
{
    /// <summary>Completes a component.</summary>
    /// <param name="raw">Component; bond lengths may be NaN.</param>
    /// <param name="positions">Ideal positions by atom name; may be empty.</param>
    /// <param name="stereoCentres">Atoms whose hand the coordinates define.</param>
    /// <param name="derive">True when angles, torsions, chiral centres and planes are to be derived where there are none.</param>
    public static ChemicalComponent Complete(ChemicalComponent raw, IReadOnlyDictionary<string, Vec3> positions, IReadOnlySet<string> stereoCentres, bool derive)
    {
        var names = raw.Atoms.Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        List<ComponentBond> bonds = [.. raw.Bonds.Where(b => names.Contains(b.Atom1) && names.Contains(b.Atom2) && b.Atom1 != b.Atom2)];
        var elements = raw.Atoms.GroupBy(a => a.Name).ToDictionary(g => g.Key, g => g.First().Element, StringComparer.Ordinal);
        for (int i = 0; i < bonds.Count; i++)
        {
            if (!(bonds[i].Ideal > 0))
                bonds[i] = bonds[i] with { Ideal = Length(bonds[i], positions, elements) };
        }

        ChemicalComponent component = raw.With(bonds: bonds);
        if (derive)
        {
            var generator = new RestraintGenerator(new ComponentGraph(component));
            component = component.With(
                angles: raw.Angles.Count > 0 ? null : [.. generator.Angles().Select(a => a with { Ideal = Angle(a, positions) })],
                torsions: raw.Torsions.Count > 0 ? null : [.. generator.Torsions().Select(t => WithIdeal(t, positions))],
                chirals: raw.Chirals.Count > 0 ? null : Chirals(generator, positions, stereoCentres),
                planes: raw.Planes.Count > 0 ? null : generator.Planes());
        }

        return AtomTyper.WithTypes(component);
    }

    /// <summary>Length from the coordinates; hydrogens, and bonds without coordinates, from radii.</summary>
    private static double Length(ComponentBond bond, IReadOnlyDictionary<string, Vec3> positions, Dictionary<string, Element> elements)
    {
        Element a = elements[bond.Atom1], b = elements[bond.Atom2];
        if (a.IsHydrogen || b.IsHydrogen)
            return HydrogenGeometry.Length(a.IsHydrogen ? b : a);
        if (positions.TryGetValue(bond.Atom1, out Vec3 p) && positions.TryGetValue(bond.Atom2, out Vec3 q) && Vec3.Distance(p, q) > 0.5)
            return Vec3.Distance(p, q);
        double shortening = bond.Order switch { BondOrder.Double => 0.2, BondOrder.Triple => 0.32, BondOrder.Aromatic or BondOrder.Delocalised => 0.13, _ => 0 };
        return CovalentRadii.Of(a) + CovalentRadii.Of(b) - shortening;
    }

    private static double Angle(ComponentAngle angle, IReadOnlyDictionary<string, Vec3> positions) =>
        positions.TryGetValue(angle.Atom1, out Vec3 a) && positions.TryGetValue(angle.Apex, out Vec3 b) && positions.TryGetValue(angle.Atom3, out Vec3 c)
        && Vec3.AngleDegrees(a, b, c) is > 10 and double value ? value : angle.Ideal;

    /// <summary>A torsion of a planar bond takes 0 or 180 from the coordinates; the wells of other torsions are where hybridisation puts them.</summary>
    private static ComponentTorsion WithIdeal(ComponentTorsion torsion, IReadOnlyDictionary<string, Vec3> positions)
    {
        if (torsion.Period > 2 || !positions.TryGetValue(torsion.Atom1, out Vec3 a) || !positions.TryGetValue(torsion.Atom2, out Vec3 b)
            || !positions.TryGetValue(torsion.Atom3, out Vec3 c) || !positions.TryGetValue(torsion.Atom4, out Vec3 d))
            return torsion;
        return torsion with { Ideal = Math.Abs(Vec3.TorsionDegrees(a, b, c, d)) < 90 ? 0 : 180 };
    }

    private static List<ComponentChiral> Chirals(RestraintGenerator generator, IReadOnlyDictionary<string, Vec3> positions, IReadOnlySet<string> stereoCentres)
    {
        var chirals = new List<ComponentChiral>();
        foreach (ComponentChiral c in generator.Chirals())
        {
            bool known = stereoCentres.Contains(c.Centre);
            if (known && positions.TryGetValue(c.Centre, out Vec3 o) && positions.TryGetValue(c.Atom1, out Vec3 p)
                && positions.TryGetValue(c.Atom2, out Vec3 q) && positions.TryGetValue(c.Atom3, out Vec3 r))
                chirals.Add(c with { Sign = Vec3.Dot(p - o, Vec3.Cross(q - o, r - o)) > 0 ? ChiralSign.Positive : ChiralSign.Negative });
            else
                chirals.Add(c with { Sign = ChiralSign.Both });
        }

        return chirals;
    }
}
