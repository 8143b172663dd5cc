using System.Globalization;

namespace Engine.Core.Geometry;

/// <summary>A rotation followed by a shift: x' = R x + t. R is a proper rotation (orthonormal, determinant 1).</summary>
/// <param name="RowX">First row of R.</param>
/// <param name="RowY">Second row of R.</param>
/// <param name="RowZ">Third row of R.</param>
/// <param name="Shift">t, Å.</param>
public readonly record struct RigidTransform(Vec3 RowX, Vec3 RowY, Vec3 RowZ, Vec3 Shift)
{
    /// <summary>Leaves every point where it is.</summary>
    public static RigidTransform Identity => new(new Vec3(1, 0, 0), new Vec3(0, 1, 0), new Vec3(0, 0, 1), Vec3.Zero);

    /// <summary>Rotation angle, degrees, 0 to 180.</summary>
    public double AngleDegrees
    {
        get
        {
            Vec3 sine = AxisTimesTwiceSine;
            return Math.Atan2(sine.Length, RowX.X + RowY.Y + RowZ.Z - 1) * (180 / Math.PI);
        }
    }

    /// <summary>Rotation axis times twice the sine of the angle, the skew part of R.</summary>
    private Vec3 AxisTimesTwiceSine => new(RowZ.Y - RowY.Z, RowX.Z - RowZ.X, RowY.X - RowX.Y);

    /// <summary>The image of a point.</summary>
    public Vec3 Apply(Vec3 x) => Rotate(x) + Shift;

    /// <summary>R v: the image of a direction.</summary>
    public Vec3 Rotate(Vec3 v) => new(Vec3.Dot(RowX, v), Vec3.Dot(RowY, v), Vec3.Dot(RowZ, v));

    /// <summary>Rᵀ v: a direction turned back.</summary>
    public Vec3 RotateBack(Vec3 v) => v.X * RowX + v.Y * RowY + v.Z * RowZ;

    /// <summary>The transform that undoes this one.</summary>
    public RigidTransform Inverse()
    {
        var transposed = new RigidTransform(
            new Vec3(RowX.X, RowY.X, RowZ.X), new Vec3(RowX.Y, RowY.Y, RowZ.Y), new Vec3(RowX.Z, RowY.Z, RowZ.Z), Vec3.Zero);
        return transposed with { Shift = -transposed.Rotate(Shift) };
    }

    /// <summary>First <paramref name="first"/>, then this one.</summary>
    public RigidTransform After(RigidTransform first)
    {
        RigidTransform t = first.Inverse();

        // Rows of R2 R1 are R1ᵀ applied to the rows of R2.
        return new(t.Rotate(RowX), t.Rotate(RowY), t.Rotate(RowZ), Apply(first.Shift));
    }

    /// <summary>Turns by the length of a vector (radians) about its direction, through a centre, then shifts (Rodrigues' formula).</summary>
    /// <param name="rotation">Axis times angle, radians.</param>
    /// <param name="centre">Point on the axis, Å.</param>
    /// <param name="shift">Shift after the rotation, Å.</param>
    public static RigidTransform About(Vec3 rotation, Vec3 centre, Vec3 shift)
    {
        double angle = rotation.Length;
        if (angle == 0)
            return Identity with { Shift = shift };
        double half = Math.Sin(0.5 * angle) / angle;
        RigidTransform turn = FromQuaternion(Math.Cos(0.5 * angle), half * rotation.X, half * rotation.Y, half * rotation.Z);
        return turn with { Shift = centre + shift - turn.Rotate(centre) };
    }

    /// <summary>The rotation of a quaternion of any length but zero, without a shift.</summary>
    /// <param name="w">Scalar part.</param>
    /// <param name="x">Vector part.</param>
    /// <param name="y">Vector part.</param>
    /// <param name="z">Vector part.</param>
    public static RigidTransform FromQuaternion(double w, double x, double y, double z)
    {
        double s = 2 / (w * w + x * x + y * y + z * z);
        return new(
            new Vec3(1 - s * (y * y + z * z), s * (x * y - w * z), s * (x * z + w * y)),
            new Vec3(s * (x * y + w * z), 1 - s * (x * x + z * z), s * (y * z - w * x)),
            new Vec3(s * (x * z - w * y), s * (y * z + w * x), 1 - s * (x * x + y * y)),
            Vec3.Zero);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"[{RowX.X:F5} {RowX.Y:F5} {RowX.Z:F5}; {RowY.X:F5} {RowY.Y:F5} {RowY.Z:F5}; {RowZ.X:F5} {RowZ.Y:F5} {RowZ.Z:F5}] + ({Shift.X:F3} {Shift.Y:F3} {Shift.Z:F3})");
}
