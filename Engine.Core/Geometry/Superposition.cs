using Engine.Kernels;

namespace Engine.Core.Geometry;

/// <summary>
/// The rigid transform that brings one set of points onto another with the least weighted sum of squared distances. The rotation is the eigenvector of the
/// largest eigenvalue of Horn's quaternion matrix (J. Opt. Soc. Am. A 4, 629, 1987); it never is a reflection.
/// </summary>
/// <param name="Transform">Takes moving points to fixed points.</param>
/// <param name="Rmsd">Weighted root mean square distance after the superposition, Å.</param>
public readonly record struct Superposition(RigidTransform Transform, double Rmsd)
{
    /// <summary>Superposes points.</summary>
    /// <param name="moving">Points to move, Å.</param>
    /// <param name="target">Points to reach, one for each moving point.</param>
    /// <param name="weights">One weight of 0 or more per pair; empty = all equal.</param>
    /// <returns>
    /// The best transform. Points that leave a rotation undetermined (fewer than three, or all in a line) give one of the equally good ones.
    /// </returns>
    /// <exception cref="ArgumentException">No points, or numbers of points and weights that differ.</exception>
    /// <exception cref="NumericalException">A coordinate or weight is not finite, or no weight is above zero.</exception>
    public static Superposition Fit(ReadOnlySpan<Vec3> moving, ReadOnlySpan<Vec3> target, ReadOnlySpan<double> weights = default)
    {
        if (moving.Length == 0 || moving.Length != target.Length || (weights.Length != 0 && weights.Length != moving.Length))
            throw new ArgumentException($"superposition of {moving.Length} points on {target.Length} points with {weights.Length} weights");
        double total = 0;
        Vec3 from = default, to = default;
        for (int i = 0; i < moving.Length; i++)
        {
            double w = weights.Length == 0 ? 1 : weights[i];
            (total, from, to) = (total + w, from + w * moving[i], to + w * target[i]);
        }

        (from, to) = (from / total, to / total);
        if (!(total > 0) || !from.IsFinite || !to.IsFinite)
            throw new NumericalException("superposition: coordinates or weights are not finite, or no weight is above zero");
        Span<double> quaternion = stackalloc double[4];
        SymmetricEigen4.Largest(HornMatrix(moving, target, weights, from, to), quaternion);
        RigidTransform turn = RigidTransform.FromQuaternion(quaternion[0], quaternion[1], quaternion[2], quaternion[3]);
        RigidTransform fit = turn with { Shift = to - turn.Rotate(from) };

        // From the distances, not from the eigenvalue: the difference of large numbers would lose the digits of a small deviation.
        double squares = 0;
        for (int i = 0; i < moving.Length; i++)
            squares += (weights.Length == 0 ? 1 : weights[i]) * (fit.Apply(moving[i]) - target[i]).LengthSquared;
        return new(fit, Math.Sqrt(squares / total));
    }

    private static double[] HornMatrix(
        ReadOnlySpan<Vec3> moving, ReadOnlySpan<Vec3> target, ReadOnlySpan<double> weights, Vec3 from, Vec3 to)
    {
        double xx = 0, xy = 0, xz = 0, yx = 0, yy = 0, yz = 0, zx = 0, zy = 0, zz = 0;
        for (int i = 0; i < moving.Length; i++)
        {
            Vec3 a = (weights.Length == 0 ? 1 : weights[i]) * (moving[i] - from), b = target[i] - to;
            (xx, xy, xz) = (xx + a.X * b.X, xy + a.X * b.Y, xz + a.X * b.Z);
            (yx, yy, yz) = (yx + a.Y * b.X, yy + a.Y * b.Y, yz + a.Y * b.Z);
            (zx, zy, zz) = (zx + a.Z * b.X, zy + a.Z * b.Y, zz + a.Z * b.Z);
        }

        return
        [
            xx + yy + zz, yz - zy, zx - xz, xy - yx,
            yz - zy, xx - yy - zz, xy + yx, zx + xz,
            zx - xz, xy + yx, yy - xx - zz, yz + zy,
            xy - yx, zx + xz, yz + zy, zz - xx - yy,
        ];
    }
}
