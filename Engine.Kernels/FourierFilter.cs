namespace Engine.Kernels;

/// <summary>
/// What happens to coefficients on their way from one half space to another of the same cell: target(h) = scale × W(s) × exp(blur s²/4) × source(h), with
/// s² = (h/CellX)² + (k/CellY)² + (l/CellZ)². The window W is 1 up to <see cref="SInner"/>, a raised cosine from there on, and 0 from
/// <see cref="SOuter"/> on; where both are equal it is a sharp cut that keeps s &lt; SOuter.
/// </summary>
public sealed record FourierFilter
{
    /// <summary>Box edge along x, Å.</summary>
    public required double CellX { get; init; }

    /// <summary>Box edge along y, Å.</summary>
    public required double CellY { get; init; }

    /// <summary>Box edge along z, Å.</summary>
    public required double CellZ { get; init; }

    /// <summary>B to undo, Å²; a negative one is added.</summary>
    public double Blur { get; init; }

    /// <summary>Where the window starts to fall, Å⁻¹; not above <see cref="SOuter"/>.</summary>
    public double SInner { get; init; } = double.PositiveInfinity;

    /// <summary>Where the window is 0, Å⁻¹; infinite for no cut.</summary>
    public double SOuter { get; init; } = double.PositiveInfinity;

    /// <summary>Common factor.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Keep F(000); otherwise it counts as 0.</summary>
    public bool KeepOrigin { get; init; }

    /// <summary>Add to the target instead of replacing it.</summary>
    public bool Accumulate { get; init; }

    /// <summary>The same filter with the window of a resolution, as <see cref="ImageShape.Window"/> at τ = s d.</summary>
    /// <param name="d">Resolution, Å, above 0.</param>
    /// <param name="edge">Half width w of the edge, in units of 1/d, 0 to below 1.</param>
    public FourierFilter CutAt(double d, double edge) => this with { SInner = (1 - edge) / d, SOuter = (1 + edge) / d };

    /// <summary>The window at a spatial frequency.</summary>
    /// <param name="s">Å⁻¹, from 0.</param>
    public double Window(double s) =>
        s >= SOuter ? 0 : s <= SInner ? 1 : 0.5 * (1 + Math.Cos(Math.PI * (s - SInner) / (SOuter - SInner)));

    /// <summary>Checks the numbers and the arrays of a call.</summary>
    internal void Check(DeviceBuffer<float> source, HalfSpaceShape sourceShape, DeviceBuffer<float> target, HalfSpaceShape targetShape)
    {
        HalfSpaceShape.Check(source, sourceShape, target, targetShape, (CellX, CellY, CellZ));
        if (!(SInner >= 0 && SInner <= SOuter) || (double.IsInfinity(SOuter) && !double.IsInfinity(SInner)))
            throw new ArgumentException($"a window from {SInner} to {SOuter} Å⁻¹");
    }
}
