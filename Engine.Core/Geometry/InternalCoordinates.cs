namespace Engine.Core.Geometry;

/// <summary>Places an atom by distance, angle and torsion.</summary>
public static class InternalCoordinates
{
    /// <summary>Position of d with |cd| = distance, angle b-c-d and torsion a-b-c-d (IUPAC sign).</summary>
    /// <param name="a">First atom.</param>
    /// <param name="b">Second atom.</param>
    /// <param name="c">Third atom, bonded to the new one.</param>
    /// <param name="distance">Å.</param>
    /// <param name="angle">Degrees.</param>
    /// <param name="torsion">Degrees.</param>
    public static Vec3 Place(Vec3 a, Vec3 b, Vec3 c, double distance, double angle, double torsion)
    {
        double theta = angle * Math.PI / 180, phi = torsion * Math.PI / 180;
        Vec3 bc = (c - b).Normalized();
        Vec3 n = Vec3.Cross(b - a, bc).Normalized();
        Vec3 m = Vec3.Cross(n, bc);
        return c + distance * (-Math.Cos(theta) * bc + Math.Sin(theta) * (Math.Cos(phi) * m + Math.Sin(phi) * n));
    }
}
