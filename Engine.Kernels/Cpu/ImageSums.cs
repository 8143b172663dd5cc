using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Sums over the rows of one image, in double, four lanes each, and the derivatives that follow from them.</summary>
internal struct ImageSums
{
    private Vector256<double> density;
    private Vector256<double> x;
    private Vector256<double> y;
    private Vector256<double> z;
    private Vector256<double> bFactor;
    private Vector256<double> resolution;
    private Vector256<double> radial;
    private Vector256<double> xx;
    private Vector256<double> yy;
    private Vector256<double> zz;
    private Vector256<double> xy;
    private Vector256<double> xz;
    private Vector256<double> yz;

    /// <summary>Adds what the density gave in a row at the distances y and z (Å) from the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ref ImageRow row, double rowY, double rowZ)
    {
        density += Fold(row.Density);
        x += Fold(row.SlopeX);
        Vector256<double> slope = Fold(row.Slope);
        y = LaneMath.MultiplyAdd(Vector256.Create(rowY), slope, y);
        z = LaneMath.MultiplyAdd(Vector256.Create(rowZ), slope, z);
    }

    /// <summary>Adds what the other quantities gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddMore(ref ImageRow row, double rowY, double rowZ)
    {
        bFactor += Fold(row.BFactor);
        resolution += Fold(row.Resolution);
        radial += Fold(row.Radial);
        Vector256<double> form = Fold(row.Form), formX = Fold(row.FormX);
        xx += Fold(row.FormXX);
        yy += rowY * rowY * form;
        zz += rowZ * rowZ * form;
        yz += rowY * rowZ * form;
        xy += rowY * formX;
        xz += rowZ * formX;
    }

    /// <summary>
    /// Derivatives: by the position -P'(r) x/r, by U_ij ½ (A x_i x_j + δ_ij S I'/r), which counts twice off the diagonal.
    /// </summary>
    /// <param name="sums">Receives <see cref="AtomSums.Stride"/> numbers.</param>
    /// <param name="weight">Weight of the image.</param>
    /// <param name="perAngstrom">Intervals of the profile per Å.</param>
    public readonly void Write(Span<double> sums, double weight, double perAngstrom)
    {
        sums[AtomSums.Weight] = Vector256.Sum(density);
        double slope = -weight * perAngstrom, diagonal = Vector256.Sum(radial);
        sums[AtomSums.Position] = slope * Vector256.Sum(x);
        sums[AtomSums.Position + 1] = slope * Vector256.Sum(y);
        sums[AtomSums.Position + 2] = slope * Vector256.Sum(z);
        sums[AtomSums.BFactor] = weight * Vector256.Sum(bFactor);
        sums[AtomSums.Resolution] = weight * Vector256.Sum(resolution);
        sums[AtomSums.U] = 0.5 * weight * (Vector256.Sum(xx) + diagonal);
        sums[AtomSums.U + 1] = 0.5 * weight * (Vector256.Sum(yy) + diagonal);
        sums[AtomSums.U + 2] = 0.5 * weight * (Vector256.Sum(zz) + diagonal);
        sums[AtomSums.U + 3] = weight * Vector256.Sum(xy);
        sums[AtomSums.U + 4] = weight * Vector256.Sum(xz);
        sums[AtomSums.U + 5] = weight * Vector256.Sum(yz);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Fold(Vector256<float> lanes) => Vector256.WidenLower((lanes.GetLower() + lanes.GetUpper()).ToVector256Unsafe());
}
