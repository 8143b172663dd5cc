using System.Runtime.CompilerServices;

namespace Engine.Kernels.Cpu;

/// <summary>Three doubles: positions and gradients inside the kernels.</summary>
internal readonly unsafe struct Point3(double x, double y, double z)
{
    /// <summary>First number.</summary>
    public readonly double X = x;

    /// <summary>Second number.</summary>
    public readonly double Y = y;

    /// <summary>Third number.</summary>
    public readonly double Z = z;

    public double Squared => X * X + Y * Y + Z * Z;

    public double Length => Math.Sqrt(Squared);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Point3 Load(double* x, int atom) => new(x[3L * atom], x[3L * atom + 1], x[3L * atom + 2]);

    /// <summary>Reads one of an array with four numbers per point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Point3 LoadPadded(double* x, int atom) => new(x[4L * atom], x[4L * atom + 1], x[4L * atom + 2]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Point3 operator +(Point3 a, Point3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Point3 operator -(Point3 a, Point3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Point3 operator -(Point3 a) => new(-a.X, -a.Y, -a.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Point3 operator *(double s, Point3 a) => new(s * a.X, s * a.Y, s * a.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(Point3 a, Point3 b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Point3 Cross(Point3 a, Point3 b) => new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* slots, int slot)
    {
        double* s = slots + 3L * slot;
        (s[0], s[1], s[2]) = (X, Y, Z);
    }
    /// <summary>Writes one of an array with four numbers per point; the fourth is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StorePadded(double* slots, int slot)
    {
        double* s = slots + 4L * slot;
        (s[0], s[1], s[2], s[3]) = (X, Y, Z, 0);
    }
}
