using Engine.Core.Geometry;

namespace Engine.Core.Models.Pdb;

/// <summary>Decides whether six numbers are a real unit cell.</summary>
internal static class PdbCell
{
    /// <summary>The cell; null for the 1×1×1 dummy of structures that are no crystals, for zeros, and for numbers that make no cell (with a warning).</summary>
    public static UnitCell? Make(double a, double b, double c, double alpha, double beta, double gamma, List<string> warnings)
    {
        if (!(a > 0 && b > 0 && c > 0) || (a <= 1 && b <= 1 && c <= 1))
            return null;
        double volumeFactor = 1 - Square(Cos(alpha)) - Square(Cos(beta)) - Square(Cos(gamma)) + 2 * Cos(alpha) * Cos(beta) * Cos(gamma);
        if (alpha is > 0 and < 180 && beta is > 0 and < 180 && gamma is > 0 and < 180 && volumeFactor > 1e-6)
            return new UnitCell(a, b, c, alpha, beta, gamma);
        warnings.Add(FormattableString.Invariant($"unit cell {a} {b} {c} {alpha} {beta} {gamma} is impossible and was ignored"));
        return null;
    }

    private static double Cos(double degrees) => Math.Cos(degrees * Math.PI / 180);

    private static double Square(double x) => x * x;
}
