namespace Engine.Core.Refinement.Repair;

/// <summary>What is wrong at a place.</summary>
public enum DistortionKind
{
    /// <summary>A bond of the wrong length.</summary>
    Bond,

    /// <summary>A chiral centre of the wrong hand, or a flat one.</summary>
    Chirality,

    /// <summary>A plane that is not flat.</summary>
    Plane,

    /// <summary>Two atoms that are not bonded on top of each other.</summary>
    Overlap,

    /// <summary>A bond that goes through a ring.</summary>
    PiercedRing,
}

/// <summary>A place that minimisation may not be able to leave by itself.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Atoms">Atoms: of the bond, of the centre (first) and its neighbours, of the plane, of the pair, or of the bond (first two) and the ring.</param>
/// <param name="Value">Deviation of the length, Å; volume over its ideal; largest distance from the plane, Å; distance, Å; 0 for rings.</param>
public sealed record Distortion(DistortionKind Kind, int[] Atoms, double Value);
