using Engine.Core.Geometry;

namespace Engine.Core.Validation.Hydrogens;

/// <summary>How the hydrogens of an atom lie to its heavy neighbours.</summary>
internal enum HydrogenShape
{
    /// <summary>One, opposite to the sum of the bonds: three neighbours, two in a plane, or one in line.</summary>
    Opposite,

    /// <summary>One or two across the plane of two neighbours.</summary>
    Methylene,

    /// <summary>One or two in the plane of the only neighbour.</summary>
    Planar,

    /// <summary>One to three that turn about the bond to the only neighbour.</summary>
    Rotor,
}

/// <summary>The hydrogens of one atom in one conformer; atoms are indices into the model.</summary>
internal sealed record HydrogenGroup
{
    /// <summary>Half of the angle H-C-H of a methylene, degrees.</summary>
    private const double HalfMethylene = 54;

    /// <summary>Lengths below this have no direction, Å.</summary>
    private const double Least = 1e-3;

    /// <summary>Residue.</summary>
    public required int Residue { get; init; }

    /// <summary>The atom that carries them.</summary>
    public required int Parent { get; init; }

    /// <summary>Its heavy neighbours; of a methylene the one nearer to the main chain first.</summary>
    public required int[] Neighbours { get; init; }

    /// <summary>A further neighbour of the only neighbour, from which torsions count; -1 without one.</summary>
    public required int Reference { get; init; }

    /// <summary>Names of the hydrogens.</summary>
    public required string[] Names { get; init; }

    /// <summary>Shape.</summary>
    public required HydrogenShape Shape { get; init; }

    /// <summary>Distance to the parent, Å.</summary>
    public required double Length { get; init; }

    /// <summary>Angle neighbour-parent-hydrogen of planar groups and rotors, degrees.</summary>
    public required double Angle { get; init; }

    /// <summary>Torsion reference-neighbour-parent-first hydrogen of planar groups and of rotors before they are turned, degrees.</summary>
    public required double Torsion { get; init; }

    /// <summary>Alternate location; '\0' when none.</summary>
    public required char AltLoc { get; init; }

    /// <summary>Occupancy.</summary>
    public required double Occupancy { get; init; }

    /// <summary>Index of the first hydrogen; the others follow.</summary>
    public int First { get; init; } = -1;

    /// <summary>Where the hydrogens are.</summary>
    /// <param name="at">Positions of the heavy atoms, Å.</param>
    /// <param name="torsion">Torsion of the first hydrogen, degrees; null for the usual one.</param>
    public Vec3[] Places(Func<int, Vec3> at, double? torsion = null)
    {
        Vec3 parent = at(Parent);
        return Shape switch
        {
            HydrogenShape.Opposite => [parent + Length * OppositeDirection(parent, at)],
            HydrogenShape.Methylene => Methylene(parent, at),
            _ => Turned(parent, at, torsion ?? Torsion),
        };
    }

    private Vec3 OppositeDirection(Vec3 parent, Func<int, Vec3> at)
    {
        Vec3 sum = Vec3.Zero;
        foreach (int n in Neighbours)
            sum += Unit(at(n) - parent, Vec3.Zero);
        Vec3 u = at(Neighbours[0]) - parent;
        Vec3 across = Neighbours.Length > 2 ? Unit(Vec3.Cross(at(Neighbours[1]) - parent, u), Perpendicular(u)) : Perpendicular(u);
        return sum.Length > 0.1 ? -1 * sum.Normalized() : across;
    }

    private Vec3[] Methylene(Vec3 parent, Func<int, Vec3> at)
    {
        Vec3 u = Unit(at(Neighbours[0]) - parent, Vec3.Zero), v = Unit(at(Neighbours[1]) - parent, Vec3.Zero);
        Vec3 normal = Unit(Vec3.Cross(u, v), Perpendicular(u + v));
        Vec3 outward = Unit(-1 * (u + v), Perpendicular(normal));
        (double s, double c) = Math.SinCos(HalfMethylene * Math.PI / 180);
        Vec3 first = parent + Length * (c * outward - s * normal), second = parent + Length * (c * outward + s * normal);
        return Names.Length == 1 ? [first] : [first, second];
    }

    private Vec3[] Turned(Vec3 parent, Func<int, Vec3> at, double torsion)
    {
        Vec3 axis = Unit(parent - at(Neighbours[0]), new Vec3(1, 0, 0)), neighbour = parent - axis;
        Vec3 sideways = Reference >= 0 ? at(Reference) - at(Neighbours[0]) : Vec3.Zero;
        Vec3 reference = neighbour + (Vec3.Cross(sideways, axis).Length > Least ? sideways : Perpendicular(axis));
        double step = Shape == HydrogenShape.Planar ? 180 : 120;
        var places = new Vec3[Names.Length];
        for (int k = 0; k < places.Length; k++)
            places[k] = InternalCoordinates.Place(reference, neighbour, parent, Length, Angle, torsion + k * step);
        return places;
    }

    /// <summary>The unit vector of a direction, or another one where atoms coincide or lie in line.</summary>
    private static Vec3 Unit(Vec3 v, Vec3 otherwise) => v.Length > Least ? v.Normalized() : otherwise;

    /// <summary>Some unit vector across a direction.</summary>
    private static Vec3 Perpendicular(Vec3 v) => Unit(Vec3.Cross(v, Math.Abs(v.X) < 0.6 * v.Length ? new Vec3(1, 0, 0) : new Vec3(0, 1, 0)), new Vec3(0, 0, 1));
}
