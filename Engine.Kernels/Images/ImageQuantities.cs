namespace Engine.Kernels;

/// <summary>
/// Radial functions of an atom's image I(r; B, d), each times the switch S(r/d), in the order in which they follow each other in <see cref="ImageProfiles"/>.
/// </summary>
[Flags]
public enum ImageQuantities
{
    /// <summary>P = S I, always there.</summary>
    Density = 1,

    /// <summary>dP/dB = S dI/dB, per Å².</summary>
    BFactor = 2,

    /// <summary>dP/dd at constant r, per Å; the switch moves with d.</summary>
    Resolution = 4,

    /// <summary>d²P/dr² - (dP/dr)/r, per Å²: with the slope of P it gives the second derivatives by the position, hence those by an anisotropic U.</summary>
    Curvature = 8,
}
