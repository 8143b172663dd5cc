namespace Engine.Kernels.Cpu;

/// <summary>
/// The axes that a riding atom is held to: e0 = unit(a - p), e1 = unit part of (b - p) perpendicular to e0, e2 = e0 × e1; the laboratory axes where there
/// is no a.
/// </summary>
internal readonly unsafe struct RidingFrame
{
    private readonly double length;
    private readonly double along;
    private readonly double across;

    /// <summary>Builds the axes from positions.</summary>
    /// <param name="atoms">Parent, a, b.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    public RidingFrame(int* atoms, double* positions)
    {
        Parent = Point3.Load(positions, atoms[0]);
        (E0, E1, E2) = (new(1, 0, 0), new(0, 1, 0), new(0, 0, 1));
        IsOriented = atoms[1] >= 0;
        if (!IsOriented)
            return;
        Point3 u = Point3.Load(positions, atoms[1]) - Parent, v = Point3.Load(positions, atoms[2]) - Parent;
        length = u.Length;
        E0 = (1 / length) * u;
        along = Point3.Dot(v, E0);
        Point3 perpendicular = v - along * E0;
        across = perpendicular.Length;
        E1 = (1 / across) * perpendicular;
        E2 = Point3.Cross(E0, E1);
    }

    /// <summary>Position of the parent.</summary>
    public Point3 Parent { get; }

    /// <summary>First axis.</summary>
    public Point3 E0 { get; }

    /// <summary>Second axis.</summary>
    public Point3 E1 { get; }

    /// <summary>Third axis.</summary>
    public Point3 E2 { get; }

    /// <summary>False for the laboratory axes.</summary>
    public bool IsOriented { get; }

    /// <summary>From local coordinates to a vector from the parent.</summary>
    public Point3 Arm(double* local) => local[0] * E0 + local[1] * E1 + local[2] * E2;

    /// <summary>
    /// Shares a gradient on the riding atom among the frame atoms. It acts on the frame as a force on the parent and a torque, arm × force; what a and b
    /// take follows from how their shifts turn the axes (virtual work).
    /// </summary>
    /// <param name="local">Local coordinates of the riding atom.</param>
    /// <param name="force">Its gradient.</param>
    public (Point3 Parent, Point3 A, Point3 B) Share(double* local, Point3 force)
    {
        if (!IsOriented)
            return (force, default, default);
        Point3 torque = Point3.Cross(Arm(local), force);
        double spin = Point3.Dot(torque, E0) / across;
        Point3 b = spin * E2, a = (1 / length) * (Point3.Cross(torque, E0) - (spin * along) * E2);
        return (force - a - b, a, b);
    }
}
