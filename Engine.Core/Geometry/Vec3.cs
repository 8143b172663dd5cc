using System.Runtime.CompilerServices;

namespace Engine.Core.Geometry;

/// <summary>A position or direction in space, Å, double precision.</summary>
/// <param name="X">Component along x.</param>
/// <param name="Y">Component along y.</param>
/// <param name="Z">Component along z.</param>
public readonly record struct Vec3(double X, double Y, double Z)
{
    /// <summary>(0, 0, 0).</summary>
    public static Vec3 Zero => default;

    /// <summary>Squared length.</summary>
    public double LengthSquared => X * X + Y * Y + Z * Z;

    /// <summary>Length.</summary>
    public double Length => Math.Sqrt(LengthSquared);

    /// <summary>True when no component is NaN or infinite.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y) && double.IsFinite(Z);

    /// <summary>Sum.</summary>
    public static Vec3 operator +(Vec3 a, Vec3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Difference.</summary>
    public static Vec3 operator -(Vec3 a, Vec3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>Opposite.</summary>
    public static Vec3 operator -(Vec3 a) => new(-a.X, -a.Y, -a.Z);

    /// <summary>Multiple.</summary>
    public static Vec3 operator *(double s, Vec3 a) => new(s * a.X, s * a.Y, s * a.Z);

    /// <summary>Multiple.</summary>
    public static Vec3 operator *(Vec3 a, double s) => s * a;

    /// <summary>Quotient.</summary>
    public static Vec3 operator /(Vec3 a, double s) => new(a.X / s, a.Y / s, a.Z / s);

    /// <summary>Scalar product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(Vec3 a, Vec3 b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    /// <summary>Vector product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec3 Cross(Vec3 a, Vec3 b) => new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    /// <summary>Distance between two points.</summary>
    public static double Distance(Vec3 a, Vec3 b) => (a - b).Length;

    /// <summary>Unit vector of the same direction; NaN components for a zero vector.</summary>
    public Vec3 Normalized() => this / Length;

    /// <summary>Angle a-b-c at b, degrees.</summary>
    public static double AngleDegrees(Vec3 a, Vec3 b, Vec3 c)
    {
        Vec3 u = a - b, v = c - b;
        return Math.Atan2(Cross(u, v).Length, Dot(u, v)) * (180 / Math.PI);
    }

    /// <summary>Torsion a-b-c-d, degrees, IUPAC sign, in (-180, 180].</summary>
    public static double TorsionDegrees(Vec3 a, Vec3 b, Vec3 c, Vec3 d)
    {
        Vec3 b1 = b - a, b2 = c - b, b3 = d - c;
        Vec3 n1 = Cross(b1, b2), n2 = Cross(b2, b3);
        return Math.Atan2(b2.Length * Dot(b1, n2), Dot(n1, n2)) * (180 / Math.PI);
    }
}
