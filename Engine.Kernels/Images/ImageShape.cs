namespace Engine.Kernels;

/// <summary>
/// What the resolution-limited images of all atoms have in common, in units of each atom's own resolution d: the resolution edge, the radius at which images
/// end, and the radial nodes. The window in reciprocal space is 1 up to s = (1 - w)/d and a raised cosine down to 0 at (1 + w)/d; w = 0 is a sharp cut at 1/d.
/// Near the radius an image is multiplied by 1 - 10q³ + 15q⁴ - 6q⁵, so that it ends with two continuous derivatives.
/// </summary>
public sealed record ImageShape
{
    /// <summary>Half width w of the resolution edge, in units of 1/d; 0 to 0.5.</summary>
    public required double Edge { get; init; }

    /// <summary>Radius of the images, in units of d; above <see cref="SwitchWidth"/>.</summary>
    public required double Radius { get; init; }

    /// <summary>Width of the zone before the radius in which images are brought to 0, in units of d.</summary>
    public double SwitchWidth { get; init; } = 0.3;

    /// <summary>Radial nodes, uniform in r from 0 to the radius; a multiple of 16.</summary>
    public int Nodes { get; init; } = 128;

    /// <summary>Distance between nodes, in units of d.</summary>
    public double Spacing => Radius / (Nodes - 1);

    /// <summary>The window at τ = s d.</summary>
    /// <param name="tau">s d, from 0.</param>
    public double Window(double tau) =>
        tau <= 1 - Edge ? 1 : tau >= 1 + Edge ? 0 : 0.5 * (1 + Math.Cos(Math.PI * (tau - 1 + Edge) / (2 * Edge)));

    /// <summary>dW/dτ; for a sharp edge it is -δ(τ - 1), which this function cannot give.</summary>
    /// <param name="tau">s d, from 0.</param>
    public double WindowSlope(double tau) =>
        tau <= 1 - Edge || tau >= 1 + Edge ? 0 : -Math.PI / (4 * Edge) * Math.Sin(Math.PI * (tau - 1 + Edge) / (2 * Edge));

    /// <summary>The switch at ρ = r/d: 1 inside, 0 from the radius on.</summary>
    /// <param name="rho">r/d.</param>
    public double Switch(double rho)
    {
        double q = Math.Clamp((rho - Radius + SwitchWidth) / SwitchWidth, 0, 1);
        return 1 - q * q * q * (10 - q * (15 - 6 * q));
    }

    /// <summary>dS/dρ of the switch.</summary>
    /// <param name="rho">r/d.</param>
    public double SwitchSlope(double rho)
    {
        double q = Math.Clamp((rho - Radius + SwitchWidth) / SwitchWidth, 0, 1);
        return -30 * q * q * (1 - q) * (1 - q) / SwitchWidth;
    }

    /// <summary>d²S/dρ² of the switch.</summary>
    /// <param name="rho">r/d.</param>
    public double SwitchCurvature(double rho)
    {
        double q = Math.Clamp((rho - Radius + SwitchWidth) / SwitchWidth, 0, 1);
        return -60 * q * (1 - q) * (1 - 2 * q) / (SwitchWidth * SwitchWidth);
    }
}
