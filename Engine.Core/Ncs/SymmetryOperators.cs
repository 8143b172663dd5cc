using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Ncs;

/// <summary>Rotations and shifts that take a structure to itself.</summary>
/// <param name="Source">Where they come from: a point group's name or a file.</param>
/// <param name="All">All operators in Å, the identity first.</param>
public sealed record SymmetryOperators(string Source, IReadOnlyList<RigidTransform> All)
{
    private const int Largest = 120;
    private const double AngleTolerance = 0.5;
    private const double ShiftTolerance = 0.5;

    /// <summary>All but the identity.</summary>
    public IReadOnlyList<RigidTransform> Proper => [.. All.Skip(1)];

    /// <summary>True when the product of any two operators is among them, to half a degree and half an ångström: then they hold for the whole map, and not for a part of it.</summary>
    public bool IsGroup => All.All(a => All.All(b => Contains(All, a.After(b))));

    /// <summary>
    /// A point group in its usual setting: Cn turns about z; Dn has twofold axes along x (and others in the plane z = 0) as well; T and O have axes along x, y and z (twofold, fourfold) and
    /// threefold ones along (1 1 1); I has twofold axes along x, y and z and fivefold ones in the plane x = 0, I2 the same turned by 90° about z. All axes go through the centre.
    /// </summary>
    /// <param name="name">C1, C2 …, D2 …, T, O, I or I2, in any case.</param>
    /// <param name="centre">Where the axes meet, Å.</param>
    /// <returns>Null when it is no name of a point group.</returns>
    /// <exception cref="UsageException">An order of 0 or above 120.</exception>
    public static SymmetryOperators? PointGroup(string name, Vec3 centre)
    {
        string upper = name.Trim().ToUpperInvariant();
        Vec3[]? axes = upper switch
        {
            "T" => [Axis(0, 0, 1, 2), Axis(1, 1, 1, 3)],
            "O" => [Axis(0, 0, 1, 4), Axis(1, 1, 1, 3)],
            "I" or "I1" => [Axis(0, 0, 1, 2), Axis(1, 1, 1, 3), Axis(0, 1, GoldenRatio, 5)],
            "I2" => [Axis(0, 0, 1, 2), Axis(1, 1, 1, 3), Axis(1, 0, GoldenRatio, 5)],
            _ => upper.Length > 1 && upper[0] is 'C' or 'D' && int.TryParse(upper[1..], out int order) ? Cyclic(name, upper[0], order) : null,
        };
        return axes == null ? null : new(upper, Close([.. axes.Select(a => RigidTransform.About(a, centre, Vec3.Zero))]));
    }

    /// <summary>All products of some operators.</summary>
    private static List<RigidTransform> Close(RigidTransform[] generators)
    {
        List<RigidTransform> all = [RigidTransform.Identity];
        for (int i = 0; i < all.Count && all.Count <= Largest; i++)
        {
            foreach (RigidTransform g in generators)
            {
                RigidTransform product = g.After(all[i]);
                if (!Contains(all, product))
                    all.Add(product);
            }
        }

        return all;
    }

    internal static bool Contains(IEnumerable<RigidTransform> all, RigidTransform one)
    {
        RigidTransform back = one.Inverse();
        return all.Any(a => back.After(a) is var rest && rest.AngleDegrees < AngleTolerance && rest.Shift.Length < ShiftTolerance + Math.PI / 180 * AngleTolerance * one.Shift.Length);
    }

    private static double GoldenRatio => (1 + Math.Sqrt(5)) / 2;

    private static Vec3 Axis(double x, double y, double z, int order) => 2 * Math.PI / order / new Vec3(x, y, z).Length * new Vec3(x, y, z);

    private static Vec3[] Cyclic(string name, char kind, int order)
    {
        if (order is < 1 or > Largest / 2)
            throw new UsageException($"symmetry {name}: give an order from 1 to {Largest / 2}");
        return kind == 'C' ? [Axis(0, 0, 1, order)] : [Axis(0, 0, 1, order), Axis(1, 0, 0, 2)];
    }
}
