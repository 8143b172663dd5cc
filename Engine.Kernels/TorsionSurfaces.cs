using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>
/// Smooth periodic functions of two torsions, one per class: bicubic Hermite patches between nodes at -180 + 360 i / <see cref="Nodes"/> degrees in both
/// directions. Value and gradient are continuous.
/// </summary>
public sealed record TorsionSurfaces
{
    /// <summary>Nodes along each torsion.</summary>
    public required int Nodes { get; init; }

    /// <summary>Classes.</summary>
    public required int Classes { get; init; }

    /// <summary>
    /// Four numbers per node: U, dU/dφ, dU/dψ, d²U/dφdψ (per degree); ψ fastest: index 4 ((class Nodes + i) Nodes + j), i along φ, j along ψ.
    /// </summary>
    public required double[] Values { get; init; }

    /// <summary>Evaluates one class at two torsions in degrees, -180 to 180; NaN where one is NaN.</summary>
    /// <param name="surface">Class.</param>
    /// <param name="phi">First torsion.</param>
    /// <param name="psi">Second torsion.</param>
    /// <returns>U, and its derivatives per degree.</returns>
    public (double Value, double ByPhi, double ByPsi) At(int surface, double phi, double psi)
    {
        int n = Nodes;
        double width = 360.0 / n, u = (phi + 180) / width, v = (psi + 180) / width;
        double low = Math.Floor(u), left = Math.Floor(v);
        int i = Wrapped(low, n), j = Wrapped(left, n);
        Span<double> a = stackalloc double[4], da = stackalloc double[4], b = stackalloc double[4], db = stackalloc double[4];
        Hermite(u - low, width, a, da);
        Hermite(v - left, width, b, db);
        double value = 0, byPhi = 0, byPsi = 0;
        for (int corner = 0; corner < 4; corner++)
        {
            int k = corner >> 1, l = corner & 1, row = surface * n + (i + k) % n;
            ReadOnlySpan<double> node = Values.AsSpan(4 * (row * n + (j + l) % n), 4);
            value += a[k] * (b[l] * node[0] + b[l + 2] * node[2]) + a[k + 2] * (b[l] * node[1] + b[l + 2] * node[3]);
            byPhi += da[k] * (b[l] * node[0] + b[l + 2] * node[2]) + da[k + 2] * (b[l] * node[1] + b[l + 2] * node[3]);
            byPsi += a[k] * (db[l] * node[0] + db[l + 2] * node[2]) + a[k + 2] * (db[l] * node[1] + db[l + 2] * node[3]);
        }

        return (value, byPhi, byPsi);
    }

    /// <summary>Factors of the values at 0 and 1, then of the slopes there (per degree), and the derivatives of all four by the torsion.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Hermite(double t, double width, Span<double> h, Span<double> d)
    {
        (h[1], h[2], h[3]) = (t * t * (3 - 2 * t), width * t * (1 - t) * (1 - t), width * t * t * (t - 1));
        h[0] = 1 - h[1];
        (d[1], d[2], d[3]) = (6 * t * (1 - t) / width, (1 - t) * (1 - 3 * t), t * (3 * t - 2));
        d[0] = -d[1];
    }

    /// <summary>A node index brought to 0 .. n-1; 0 for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Wrapped(double index, int n) => double.IsNaN(index) ? 0 : (((int)index % n) + n) % n;
}
