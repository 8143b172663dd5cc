using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels.Cpu;

/// <summary>Four three-dimensional vectors, one per SIMD lane.</summary>
internal readonly unsafe struct Lanes3(Vector256<double> x, Vector256<double> y, Vector256<double> z)
{
    /// <summary>First coordinates.</summary>
    public readonly Vector256<double> X = x;

    /// <summary>Second coordinates.</summary>
    public readonly Vector256<double> Y = y;

    /// <summary>Third coordinates.</summary>
    public readonly Vector256<double> Z = z;

    /// <summary>Squared lengths.</summary>
    public Vector256<double> Squared
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Dot(this, this);
    }

    /// <summary>Gathers the positions of four atoms.</summary>
    /// <param name="padded">Positions, four numbers per atom.</param>
    /// <param name="atoms">Four indices.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 Load(double* padded, int* atoms)
    {
        Vector256<double> a = Vector256.Load(padded + 4L * atoms[0]), b = Vector256.Load(padded + 4L * atoms[1]);
        Vector256<double> c = Vector256.Load(padded + 4L * atoms[2]), d = Vector256.Load(padded + 4L * atoms[3]);
        if (!Avx.IsSupported)
        {
            return new(
                Vector256.Create(a[0], b[0], c[0], d[0]), Vector256.Create(a[1], b[1], c[1], d[1]), Vector256.Create(a[2], b[2], c[2], d[2]));
        }

        Vector256<double> ab0 = Avx.UnpackLow(a, b), ab1 = Avx.UnpackHigh(a, b), cd0 = Avx.UnpackLow(c, d), cd1 = Avx.UnpackHigh(c, d);
        return new(Avx.Permute2x128(ab0, cd0, 0x20), Avx.Permute2x128(ab1, cd1, 0x20), Avx.Permute2x128(ab0, cd0, 0x31));
    }

    /// <summary>Writes the four vectors to consecutive slots of four numbers; the fourth numbers are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double* slots)
    {
        if (!Avx.IsSupported)
        {
            for (int lane = 0; lane < 4; lane++)
                Vector256.Create(X[lane], Y[lane], Z[lane], 0).Store(slots + 4 * lane);
            return;
        }

        Vector256<double> zero = Vector256<double>.Zero;
        Vector256<double> xy0 = Avx.UnpackLow(X, Y), xy1 = Avx.UnpackHigh(X, Y), z0 = Avx.UnpackLow(Z, zero), z1 = Avx.UnpackHigh(Z, zero);
        Avx.Permute2x128(xy0, z0, 0x20).Store(slots);
        Avx.Permute2x128(xy1, z1, 0x20).Store(slots + 4);
        Avx.Permute2x128(xy0, z0, 0x31).Store(slots + 8);
        Avx.Permute2x128(xy1, z1, 0x31).Store(slots + 12);
    }

    /// <summary>Sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 operator +(Lanes3 a, Lanes3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    /// <summary>Difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 operator -(Lanes3 a, Lanes3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    /// <summary>Opposite vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 operator -(Lanes3 a) => new(-a.X, -a.Y, -a.Z);

    /// <summary>Multiples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 operator *(Vector256<double> s, Lanes3 a) => new(s * a.X, s * a.Y, s * a.Z);

    /// <summary>The vectors in the lanes that a mask selects, 0 in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 operator &(Vector256<double> mask, Lanes3 a) => new(mask & a.X, mask & a.Y, mask & a.Z);

    /// <summary>Scalar products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Dot(Lanes3 a, Lanes3 b) => LaneMath.MultiplyAdd(a.Z, b.Z, LaneMath.MultiplyAdd(a.Y, b.Y, a.X * b.X));

    /// <summary>Vector products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes3 Cross(Lanes3 a, Lanes3 b) => new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);
}
