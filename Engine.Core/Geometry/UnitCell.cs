namespace Engine.Core.Geometry;

/// <summary>A unit cell: edges in Å, angles in degrees; a along x, b in the xy plane (PDB convention).</summary>
public sealed record UnitCell
{
    /// <summary>Describes a cell.</summary>
    /// <param name="a">Edge, Å.</param>
    /// <param name="b">Edge, Å.</param>
    /// <param name="c">Edge, Å.</param>
    /// <param name="alpha">Angle between b and c, degrees.</param>
    /// <param name="beta">Angle between a and c, degrees.</param>
    /// <param name="gamma">Angle between a and b, degrees.</param>
    public UnitCell(double a, double b, double c, double alpha = 90, double beta = 90, double gamma = 90)
    {
        (A, B, C, Alpha, Beta, Gamma) = (a, b, c, alpha, beta, gamma);
        IsOrthogonal = alpha == 90 && beta == 90 && gamma == 90;
        double ca = Cos(alpha), cb = Cos(beta), cg = Cos(gamma), sg = IsOrthogonal ? 1 : Math.Sin(gamma * Math.PI / 180);
        double cz = Math.Sqrt(Math.Max(0, 1 - cb * cb - Math.Pow((ca - cb * cg) / sg, 2)));
        Orthogonalization = [a, b * cg, c * cb, 0, b * sg, c * (ca - cb * cg) / sg, 0, 0, c * cz];
        double[] m = Orthogonalization;
        Fractionalization =
        [
            1 / m[0], -m[1] / (m[0] * m[4]), (m[1] * m[5] - m[2] * m[4]) / (m[0] * m[4] * m[8]),
            0, 1 / m[4], -m[5] / (m[4] * m[8]),
            0, 0, 1 / m[8],
        ];
    }

    /// <summary>Edge a, Å.</summary>
    public double A { get; }

    /// <summary>Edge b, Å.</summary>
    public double B { get; }

    /// <summary>Edge c, Å.</summary>
    public double C { get; }

    /// <summary>Angle between b and c, degrees.</summary>
    public double Alpha { get; }

    /// <summary>Angle between a and c, degrees.</summary>
    public double Beta { get; }

    /// <summary>Angle between a and b, degrees.</summary>
    public double Gamma { get; }

    /// <summary>True when all angles are 90°.</summary>
    public bool IsOrthogonal { get; }

    /// <summary>Row-major 3×3 matrix from fractional to orthogonal coordinates.</summary>
    public double[] Orthogonalization { get; }

    /// <summary>Row-major 3×3 matrix from orthogonal to fractional coordinates.</summary>
    public double[] Fractionalization { get; }

    /// <summary>Volume, Å³.</summary>
    public double Volume => Orthogonalization[0] * Orthogonalization[4] * Orthogonalization[8];

    /// <summary>Orthogonal coordinates (Å) of a fractional position.</summary>
    public Vec3 ToOrthogonal(Vec3 fractional) => Multiply(Orthogonalization, fractional);

    /// <summary>Fractional coordinates of an orthogonal position (Å).</summary>
    public Vec3 ToFractional(Vec3 orthogonal) => Multiply(Fractionalization, orthogonal);

    private static double Cos(double degrees) => degrees == 90 ? 0 : Math.Cos(degrees * Math.PI / 180);

    private static Vec3 Multiply(double[] m, Vec3 v) =>
        new(m[0] * v.X + m[1] * v.Y + m[2] * v.Z, m[3] * v.X + m[4] * v.Y + m[5] * v.Z, m[6] * v.X + m[7] * v.Y + m[8] * v.Z);
}
