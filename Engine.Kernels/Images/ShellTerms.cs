namespace Engine.Kernels;

/// <summary>
/// The image of a unit point scatterer as a sum of Gaussian shells, in reduced units (ρ = r/d; Urzhumtsev and Lunin 2022, with one universal set of terms
/// instead of one per element): d³ I(ρ d) ≈ Σ_m c_m Ω(ρ; ρ_m, β_m), Ω(r; R, b) a unit Gaussian of displacement parameter b spread over a sphere of radius R.
/// An atom is Σ_k a_k Σ_m c_m Ω(r; ρ_m d, β_m d² + b_k + B). Where (b_k + B)/d² is above <see cref="PlainAbove"/> the window no longer matters and the
/// Gaussian itself stands for the sum.
/// </summary>
/// <param name="Shape">Edge, radius and nodes; the radius does not exceed what the terms were fitted for.</param>
/// <param name="Radii">ρ_m.</param>
/// <param name="Widths">β_m, in units of d².</param>
/// <param name="Amplitudes">c_m.</param>
/// <param name="PlainAbove">Smallest reduced width (b_k + B)/d² of Gaussians that are not cut.</param>
public sealed record ShellTerms(ImageShape Shape, double[] Radii, double[] Widths, double[] Amplitudes, double PlainAbove) : ProfileBasis(Shape)
{
    /// <summary>Number of terms.</summary>
    public int Count => Radii.Length;

    /// <inheritdoc/>
    public override string Name => "shells";
}
