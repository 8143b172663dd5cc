using Engine.Core.Geometry;

namespace Engine.Core.Refinement.Convergence;

/// <summary>
/// A rotation about a centre followed by a shift. The rotation is the exponential of a rotation vector ω (axis times angle, radians), by Rodrigues' formula.
/// </summary>
/// <param name="Rotation">ω, radians.</param>
/// <param name="Shift">Shift of the centre, Å.</param>
public readonly record struct RigidMotion(Vec3 Rotation, Vec3 Shift)
{
    /// <summary>Below this angle series replace the quotients, radians.</summary>
    private const double SmallAngle = 1e-4;

    /// <summary>Angle of the rotation, degrees, 0 to 180.</summary>
    public double Degrees
    {
        get
        {
            double turn = Rotation.Length * (180 / Math.PI) % 360;
            return turn > 180 ? 360 - turn : turn;
        }
    }

    /// <summary>The rotated vector: v cos θ + (ω × v) sin θ / θ + ω (ω·v) (1 - cos θ) / θ².</summary>
    /// <param name="v">Vector from the centre, Å.</param>
    public Vec3 Turn(Vec3 v)
    {
        (double sine, double cosine, _) = Factors(Rotation.Length);
        return Math.Cos(Rotation.Length) * v + sine * Vec3.Cross(Rotation, v) + cosine * Vec3.Dot(Rotation, v) * Rotation;
    }

    /// <summary>
    /// The gradient by ω from the torque Σ (R v) × g, with g the gradient by the positions: J(ω)ᵀ times the torque, where
    /// J = 1 + (1 - cos θ)/θ² [ω]× + (θ - sin θ)/θ³ [ω]×² is the left Jacobian of the exponential map.
    /// </summary>
    /// <param name="torque">Σ (R v) × g.</param>
    public Vec3 RotationGradient(Vec3 torque)
    {
        (_, double cosine, double cubic) = Factors(Rotation.Length);
        Vec3 once = Vec3.Cross(Rotation, torque);
        return torque - cosine * once + cubic * Vec3.Cross(Rotation, once);
    }

    /// <summary>Moves some atoms.</summary>
    /// <param name="from">3N coordinates before, Å.</param>
    /// <param name="to">3N coordinates after; only these atoms' are written.</param>
    /// <param name="atoms">Atoms that move.</param>
    /// <param name="centre">Centre of the rotation, Å.</param>
    public void Apply(ReadOnlySpan<double> from, Span<double> to, ReadOnlySpan<int> atoms, Vec3 centre)
    {
        Vec3 target = centre + Shift;
        foreach (int i in atoms)
        {
            Vec3 p = target + Turn(new Vec3(from[3 * i], from[3 * i + 1], from[3 * i + 2]) - centre);
            (to[3 * i], to[3 * i + 1], to[3 * i + 2]) = (p.X, p.Y, p.Z);
        }
    }

    /// <summary>sin θ / θ, (1 - cos θ) / θ² and (θ - sin θ) / θ³.</summary>
    private static (double Sine, double Cosine, double Cubic) Factors(double angle)
    {
        double square = angle * angle;
        return angle < SmallAngle
            ? (1 - square / 6, 0.5 - square / 24, 1.0 / 6 - square / 120)
            : (Math.Sin(angle) / angle, (1 - Math.Cos(angle)) / square, (angle - Math.Sin(angle)) / (square * angle));
    }
}
