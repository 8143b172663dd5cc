namespace Engine.Core.Chemistry;

/// <summary>Standard deviations for values that come without one, such as those of Chemical Component Dictionary files.</summary>
public static class DefaultSigma
{
    /// <summary>Bonds, Å.</summary>
    public const double Bond = 0.02;

    /// <summary>Angles, degrees.</summary>
    public const double Angle = 3.0;

    /// <summary>Torsions, degrees.</summary>
    public const double Torsion = 10.0;

    /// <summary>Planes, Å.</summary>
    public const double Plane = 0.02;
}
