namespace Engine.Core.ModelMaps;

/// <summary>
/// How exact a model map is. Q is the ratio between a coefficient at the resolution limit and its worst alias on the internal grid; the splat tolerance is the
/// part of an atom's peak at which its Gaussians are cut off.
/// </summary>
/// <param name="Name">Name as written in outputs.</param>
/// <param name="Q">Alias suppression, above 1.</param>
/// <param name="SplatTolerance">Cut-off relative to the peak.</param>
/// <param name="EstimatedError">Rms error of the map over its standard deviation.</param>
public sealed record ModelMapAccuracy(string Name, double Q, double SplatTolerance, double EstimatedError)
{
    /// <summary>Map good to about 4e-5 of its standard deviation (Q 1e3, tolerance 3e-6).</summary>
    public static ModelMapAccuracy Default { get; } = new("default", 1e3, 3e-6, 4e-5);

    /// <summary>Map good to about 1e-3 of its standard deviation (Q 1e2, tolerance 1e-4).</summary>
    public static ModelMapAccuracy Fast { get; } = new("fast", 1e2, 1e-4, 1e-3);

    /// <summary>Map good to about 1e-5 of its standard deviation (Q 1e4, tolerance 1e-6).</summary>
    public static ModelMapAccuracy Reference { get; } = new("reference", 1e4, 1e-6, 1e-5);
}
