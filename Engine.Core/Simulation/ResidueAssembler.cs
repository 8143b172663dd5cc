using Engine.Core.Chemistry;
using Engine.Core.Geometry;

namespace Engine.Core.Simulation;

/// <summary>
/// Builds the side chain of a residue onto its backbone from a component's ideal bonds, angles, torsions and chirality: each atom is placed from
/// the bond to an atom that is already there, branch by branch.
/// </summary>
/// <param name="component">Ideal geometry.</param>
public sealed class ResidueAssembler(ChemicalComponent component)
{
    private readonly Dictionary<string, List<string>> neighbours = Neighbours(component);
    private readonly Dictionary<string, Vec3> placed = new(StringComparer.Ordinal);

    /// <summary>Positions of all heavy atoms except OXT; backbone N, CA, C, O are given.</summary>
    /// <param name="backbone">Positions of N, CA, C, O.</param>
    /// <param name="chi">Torsions chi1, chi2 ... in degrees; ideal values are used where it is too short.</param>
    public IReadOnlyDictionary<string, Vec3> Build(IReadOnlyDictionary<string, Vec3> backbone, IReadOnlyList<double> chi)
    {
        placed.Clear();
        foreach ((string name, Vec3 position) in backbone)
            placed[name] = position;
        if (component.Atoms.Any(a => a.Name == "CB"))
            placed["CB"] = BetaCarbon(placed["N"], placed["CA"], placed["C"]);
        var queue = new Queue<string>(["CB"]);
        while (queue.TryDequeue(out string? parent))
        {
            foreach (string child in neighbours.GetValueOrDefault(parent, []))
            {
                if (placed.ContainsKey(child))
                    continue;
                placed[child] = Position(parent, child, chi);
                queue.Enqueue(child);
            }
        }

        return placed;
    }

    private static Dictionary<string, List<string>> Neighbours(ChemicalComponent component)
    {
        var heavy = component.Atoms.Where(a => !a.Element.IsHydrogen && a.Name != "OXT").Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        var map = heavy.ToDictionary(n => n, _ => new List<string>(), StringComparer.Ordinal);
        foreach (ComponentBond bond in component.Bonds.Where(b => heavy.Contains(b.Atom1) && heavy.Contains(b.Atom2)))
        {
            map[bond.Atom1].Add(bond.Atom2);
            map[bond.Atom2].Add(bond.Atom1);
        }

        return map;
    }

    /// <summary>The tetrahedral place of CB for an L residue, from bisectors of the backbone.</summary>
    private static Vec3 BetaCarbon(Vec3 n, Vec3 ca, Vec3 c)
    {
        Vec3 inPlane = -((n - ca).Normalized() + (c - ca).Normalized()).Normalized();
        Vec3 normal = Vec3.Cross(n - ca, c - ca).Normalized();
        return ca + 1.53 * (Math.Cos(0.9) * inPlane + Math.Sin(0.9) * normal);
    }

    private Vec3 Position(string parent, string child, IReadOnlyList<double> chi)
    {
        string grand = neighbours[parent].First(placed.ContainsKey);
        string great = neighbours[grand].FirstOrDefault(n => n != parent && placed.ContainsKey(n)) ?? throw new InvalidOperationException($"{component.Id}: no frame for {child}");
        double distance = component.Bonds.First(b => Same(b, parent, child)).Ideal;
        double angle = component.Angles.FirstOrDefault(a => a.Apex == parent && Ends(a, grand, child))?.Ideal ?? 109.5;
        string? sibling = neighbours[parent].FirstOrDefault(n => n != grand && n != child && placed.ContainsKey(n));
        if (sibling != null)
            return Beside(parent, child, grand, great, sibling, distance, angle);
        if (grand == "CA")
            great = "N";
        return InternalCoordinates.Place(placed[great], placed[grand], placed[parent], distance, angle, Torsion(great, grand, parent, child, chi));
    }

    /// <summary>Places a second or third branch: opposite for flat centres, ±120° for tetrahedral ones, with the sign that the chirality asks for.</summary>
    private Vec3 Beside(string parent, string child, string grand, string great, string sibling, double distance, double angle)
    {
        double reference = Vec3.TorsionDegrees(placed[great], placed[grand], placed[parent], placed[sibling]);
        bool flat = component.Planes.Any(p => p.Atoms.Contains(parent) && p.Atoms.Contains(child) && p.Atoms.Contains(sibling));
        if (flat)
            return InternalCoordinates.Place(placed[great], placed[grand], placed[parent], distance, angle, reference + 180);
        Vec3 plus = InternalCoordinates.Place(placed[great], placed[grand], placed[parent], distance, angle, reference + 120);
        Vec3 minus = InternalCoordinates.Place(placed[great], placed[grand], placed[parent], distance, angle, reference - 120);
        ComponentChiral? chiral = component.Chirals.FirstOrDefault(c => c.Centre == parent && c.Sign != ChiralSign.Both);
        if (chiral == null)
            return plus;
        Vec3 At(string name) => name == child ? plus : placed[name];
        string[] names = [chiral.Atom1, chiral.Atom2, chiral.Atom3];
        if (names.Any(n => n != child && !placed.ContainsKey(n)))
            return plus;
        Vec3 centre = placed[parent];
        double volume = Vec3.Dot(At(names[0]) - centre, Vec3.Cross(At(names[1]) - centre, At(names[2]) - centre));
        return volume > 0 == (chiral.Sign == ChiralSign.Positive) ? plus : minus;
    }

    private double Torsion(string a, string b, string c, string d, IReadOnlyList<double> chi)
    {
        ComponentTorsion? torsion = component.Torsions.FirstOrDefault(t =>
            (t.Atom2 == b && t.Atom3 == c && t.Atom1 == a && t.Atom4 == d) || (t.Atom3 == b && t.Atom2 == c && t.Atom4 == a && t.Atom1 == d));
        if (torsion == null)
            return 180;
        string id = torsion.Id.Replace("_", "", StringComparison.Ordinal);
        if (id.StartsWith("chi", StringComparison.OrdinalIgnoreCase) && int.TryParse(id.AsSpan(3), out int number) && number >= 1 && number <= chi.Count)
            return chi[number - 1];
        return torsion.Ideal;
    }

    private static bool Same(ComponentBond bond, string a, string b) => (bond.Atom1 == a && bond.Atom2 == b) || (bond.Atom1 == b && bond.Atom2 == a);

    private static bool Ends(ComponentAngle angle, string a, string b) => (angle.Atom1 == a && angle.Atom3 == b) || (angle.Atom1 == b && angle.Atom3 == a);
}
