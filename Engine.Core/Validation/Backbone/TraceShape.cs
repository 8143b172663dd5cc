namespace Engine.Core.Validation.Backbone;

/// <summary>
/// What a CA trace looks like in a helix or strand. Vectors lead from CA i to CA i + n (alpha helices: to the middle of i + 3 and i + 4); their lengths and directions decide. The figures are
/// those of the conservative CA search of cctbx, on which the Ramachandran Z-score is calibrated.
/// </summary>
/// <param name="Near">First residue that the vector leads to, counted from its start.</param>
/// <param name="Far">Second residue that the vector leads to the middle of; equal to the first where there is one only.</param>
/// <param name="Span">Residues that a vector spans on the whole.</param>
/// <param name="Rise">Rise per residue, Å.</param>
/// <param name="RiseTolerance">Å per residue.</param>
/// <param name="LeastDot">Smallest cosine between neighbouring vectors, and to their mean.</param>
/// <param name="LeastSingleDot">Smallest mean cosine of the CA-CA bonds to the mean vector.</param>
/// <param name="Shortest">Fewest residues.</param>
/// <param name="Link">Segments of opposite directions have this many residues between them at least.</param>
/// <param name="ThirdDistance">Distance from CA i to CA i + 3, Å; 0 when it does not matter.</param>
internal sealed record TraceShape(
    int Near, int Far, double Span, double Rise, double RiseTolerance, double LeastDot, double LeastSingleDot, int Shortest, int Link, double ThirdDistance)
{
    /// <summary>Tolerance of the distance from i to i + 3, Å.</summary>
    public const double ThirdTolerance = 1.5;

    /// <summary>Alpha helix.</summary>
    public static TraceShape Alpha { get; } = new(3, 4, 3.5, 1.54, 0.13, 0.94, 0.3, 6, 0, 0);

    /// <summary>3-10 helix.</summary>
    public static TraceShape ThreeTen { get; } = new(3, 3, 3, 2.0, 0.5, 0.9, 0.5, 6, 0, 0);

    /// <summary>Pi helix.</summary>
    public static TraceShape Pi { get; } = new(4, 4, 4, 0.95, 0.5, 0.9, 0.1, 6, 0, 0);

    /// <summary>Strand.</summary>
    public static TraceShape Strand { get; } = new(2, 2, 2, 3.3, 0.3, 0.75, 0.5, 4, 3, 10);

    /// <summary>Residues behind the start of the last vector that belong to a segment.</summary>
    public int Tail => (int)(Span + 0.99);

    /// <summary>Residues that a vector needs behind its start: four in every helix, two in a strand.</summary>
    public int Needs => Near == 2 ? 2 : 4;
}
