using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Profiles by <see cref="ShellTerms"/>, in reduced units (ρ = r/d) and double precision. With α = 4π²/v, z = 2αρR and the unit Gaussian shell
/// Ω = (4π/v)^1.5 exp(-α(ρ² + R²)) sinh(z)/z, and W the same with (sinh(z)/z)'/z in the last place:
/// Ω_ρ/ρ = -2αΩ + (2αR)² W, R Ω_R = R² (-2αΩ + (2αρ)² W), v Ω_v = (α(ρ² + R²) - 3/2) Ω - z² W. A plain Gaussian is a shell of radius 0.
/// </summary>
/// <param name="classes">Classes.</param>
/// <param name="shells">Terms.</param>
/// <param name="profiles">Receives the profiles.</param>
internal sealed unsafe class ShellProfiles(AtomClasses classes, ShellTerms shells, ImageProfiles profiles)
{
    private const int Lanes = 4;

    /// <summary>Nodes past the last one that central differences need, and the rest of a vector.</summary>
    private const int Beyond = 4;

    /// <summary>Below this z the functions come from their series.</summary>
    private const double SmallZ = 0.5;

    /// <summary>Computes all quantities of a class.</summary>
    /// <param name="index">Class.</param>
    public void Build(int index)
    {
        int nodes = shells.Shape.Nodes, room = nodes + Beyond;
        Term* terms = stackalloc Term[classes.Terms * (shells.Count + 1)];
        int count = Collect(index, terms);
        double* curves = stackalloc double[4 * room];
        Sum(terms, count, shells.Shape.Spacing, room, curves);
        float* output = CpuBuffer.Pointer(profiles.Table, 2L * nodes * profiles.QuantityCount * classes.Count);
        double d = classes.Resolution[index];
        ShellCurves sums = new(shells.Shape, curves, room);
        for (int q = 0; q < 4; q++)
        {
            var quantity = (ImageQuantities)(1 << q);
            int at = profiles.IndexOf(quantity);
            if (at >= 0)
                sums.Write(quantity, d, output + 2L * nodes * ((long)index * profiles.QuantityCount + at));
        }
    }

    /// <summary>The shells of a class: those of each Gaussian of its form factor, or the Gaussian itself where it is wide.</summary>
    private int Collect(int index, Term* terms)
    {
        int count = 0, row = 2 * classes.Terms * classes.FormFactor[index];
        double d = classes.Resolution[index];
        for (int k = 0; k < classes.Terms; k++)
        {
            double a = classes.FormFactors[row + k], width = (classes.FormFactors[row + classes.Terms + k] + classes.B[index]) / (d * d);
            if (width >= shells.PlainAbove)
            {
                terms[count++] = new Term(a, 0, width, 0);
                continue;
            }

            for (int m = 0; m < shells.Count; m++)
                terms[count++] = new Term(a * shells.Amplitudes[m], shells.Radii[m], shells.Widths[m] + width, shells.Widths[m]);
        }

        return count;
    }

    /// <summary>Sums of Ω, Ω_ρ/ρ, Ω_v and R Ω_R + 2β Ω_v over the terms at each node, one after the other in <paramref name="curves"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(Term* terms, int count, double spacing, int room, double* curves)
    {
        for (int i = 0; i < room; i += Lanes)
        {
            Vector256<double> rho = spacing * (Vector256.Create((double)i) + Vector256<double>.Indices), rho2 = rho * rho;
            Vector256<double> density = default, over = default, byWidth = default, byScale = default;
            for (Term* term = terms; term < terms + count; term++)
            {
                double alpha = term->Alpha, shell = term->Radius, two = 2 * alpha;
                Vector256<double> z = two * shell * rho, apart = rho - Vector256.Create(shell);
                Vector256<double> outer = term->Peak * Vector256.Exp(-alpha * apart * apart), decay = Vector256.Exp(-z), inverse = decay * decay;
                Vector256<double> z2 = z * z, small = Vector256.LessThan(z, Vector256.Create(SmallZ)), safe = Vector256.Max(z, Vector256.Create(SmallZ));
                Vector256<double> center = outer * decay, ratio = 0.5 * outer * (Vector256<double>.One - inverse) / safe;
                Vector256<double> omega = Vector256.ConditionalSelect(small, center * Series(z2), ratio);
                Vector256<double> w = Vector256.ConditionalSelect(
                    small, center * SlopeSeries(z2), (0.5 * outer * (Vector256<double>.One + inverse) - ratio) / (safe * safe));
                Vector256<double> widening = ((alpha * (rho2 + Vector256.Create(shell * shell)) - Vector256.Create(1.5)) * omega - z2 * w) * term->PerWidth;
                Vector256<double> amplitude = Vector256.Create(term->Amplitude);
                density = LaneMath.MultiplyAdd(amplitude, omega, density);
                over = LaneMath.MultiplyAdd(amplitude, two * shell * two * shell * w - two * omega, over);
                byWidth = LaneMath.MultiplyAdd(amplitude, widening, byWidth);
                byScale = LaneMath.MultiplyAdd(amplitude, shell * shell * (two * two * rho2 * w - two * omega) + 2 * term->Fitted * widening, byScale);
            }

            density.Store(curves + i);
            over.Store(curves + room + i);
            byWidth.Store(curves + 2 * room + i);
            byScale.Store(curves + 3 * room + i);
        }
    }

    /// <summary>sinh(z)/z for z² below 0.25.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Series(Vector256<double> z2)
    {
        Vector256<double> one = Vector256<double>.One;
        return one + z2 / 6 * (one + z2 / 20 * (one + z2 / 42 * (one + z2 / 72 * (one + z2 / 110))));
    }

    /// <summary>(sinh(z)/z)'/z for z² below 0.25.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> SlopeSeries(Vector256<double> z2)
    {
        Vector256<double> one = Vector256<double>.One;
        return (one + z2 / 10 * (one + z2 / 28 * (one + z2 / 54 * (one + z2 / 88 * (one + z2 / 130))))) / 3;
    }

    /// <summary>One shell in reduced units.</summary>
    /// <param name="amplitude">a_k c_m.</param>
    /// <param name="radius">ρ_m.</param>
    /// <param name="width">v = β_m + (b_k + B)/d².</param>
    /// <param name="fitted">β_m, the part of the width that grows with d².</param>
    private readonly struct Term(double amplitude, double radius, double width, double fitted)
    {
        public double Amplitude { get; } = amplitude;

        public double Radius { get; } = radius;

        public double Fitted { get; } = fitted;

        public double PerWidth { get; } = 1 / width;

        public double Alpha { get; } = 4 * Math.PI * Math.PI / width;

        public double Peak { get; } = Math.Pow(4 * Math.PI / width, 1.5);
    }
}
