namespace Engine.Kernels;

/// <summary>
/// A filter that depends on the spatial frequency alone, given by a table: target(h) = T(|s|) × source(h), with s² = (h/CellX)² + (k/CellY)² + (l/CellZ)². T is
/// linear in s between nodes at 0, <see cref="Step"/>, 2 <see cref="Step"/> and so on, and <see cref="Beyond"/> past the last node. F(000) gets T(0).
/// </summary>
public sealed record RadialFilter
{
    /// <summary>Box edge along x, Å.</summary>
    public required double CellX { get; init; }

    /// <summary>Box edge along y, Å.</summary>
    public required double CellY { get; init; }

    /// <summary>Box edge along z, Å.</summary>
    public required double CellZ { get; init; }

    /// <summary>Distance of the nodes, Å⁻¹, above 0.</summary>
    public required double Step { get; init; }

    /// <summary>T at the nodes, one or more finite values.</summary>
    public required double[] Table { get; init; }

    /// <summary>T past the last node.</summary>
    public double Beyond { get; init; }

    /// <summary>Add to the target instead of replacing it.</summary>
    public bool Accumulate { get; init; }

    /// <summary>A table of a function from 0 to at least a largest frequency.</summary>
    /// <param name="cell">Box edges along x, y, z, Å.</param>
    /// <param name="largest">Largest frequency that a node must reach, Å⁻¹, above 0.</param>
    /// <param name="intervals">Number of intervals, 1 or more.</param>
    /// <param name="function">T of s in Å⁻¹.</param>
    public static RadialFilter Of((double X, double Y, double Z) cell, double largest, int intervals, Func<double, double> function)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(intervals, 1);
        double step = largest / intervals;
        var table = new double[intervals + 1];
        for (int i = 0; i < table.Length; i++)
            table[i] = function(i * step);
        return new() { CellX = cell.X, CellY = cell.Y, CellZ = cell.Z, Step = step, Table = table };
    }

    /// <summary>T at a spatial frequency.</summary>
    /// <param name="s">Å⁻¹, from 0.</param>
    public double At(double s)
    {
        double u = s / Step;
        int last = Table.Length - 1;
        if (u > last)
            return Beyond;
        int k = (int)u;
        return k == last ? Table[last] : Table[k] + (u - k) * (Table[k + 1] - Table[k]);
    }

    /// <summary>The table as kernels read it: value at a node and rise to the next, two numbers per node, then <see cref="Beyond"/> and 0.</summary>
    internal double[] Segments()
    {
        int last = Table.Length - 1;
        var segments = new double[2 * last + 4];
        for (int k = 0; k <= last; k++)
            (segments[2 * k], segments[2 * k + 1]) = (Table[k], k < last ? Table[k + 1] - Table[k] : 0);
        segments[2 * last + 2] = Beyond;
        return segments;
    }

    /// <summary>Checks the numbers and the arrays of a call.</summary>
    internal void Check(DeviceBuffer<float> source, HalfSpaceShape sourceShape, DeviceBuffer<float> target, HalfSpaceShape targetShape)
    {
        HalfSpaceShape.Check(source, sourceShape, target, targetShape, (CellX, CellY, CellZ));
        if (!(Step > 0 && double.IsFinite(Step)))
            throw new ArgumentException($"a distance of nodes of {Step} Å⁻¹");
        if (Table.Length == 0 || !Array.TrueForAll(Table, double.IsFinite) || !double.IsFinite(Beyond))
            throw new ArgumentException("a radial table needs finite values, one or more");
    }
}
