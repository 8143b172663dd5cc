namespace Engine.Kernels.SelfTests;

/// <summary>A vector, Å, for plain formulas.</summary>
/// <param name="X">x.</param>
/// <param name="Y">y.</param>
/// <param name="Z">z.</param>
internal readonly record struct Triple(double X, double Y, double Z)
{
    /// <summary>Squared length.</summary>
    public double Squared => Dot(this, this);

    /// <summary>Length.</summary>
    public double Length => Math.Sqrt(Squared);

    /// <summary>Scalar product.</summary>
    public static double Dot(Triple a, Triple b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    /// <summary>Vector product.</summary>
    public static Triple Cross(Triple a, Triple b) => new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    public static Triple operator +(Triple a, Triple b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Triple operator -(Triple a, Triple b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Triple operator *(double s, Triple a) => new(s * a.X, s * a.Y, s * a.Z);
}
