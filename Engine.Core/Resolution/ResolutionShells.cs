using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Resolution;

/// <summary>A band of spatial frequencies and the sphere inside which half maps are correlated.</summary>
/// <param name="Frequency">Middle s of the band, Å⁻¹.</param>
/// <param name="Width">Full width at half height w, Å⁻¹: the band is ½ (1 + cos(π (s' - s)/w)) within w of its middle.</param>
/// <param name="Radius">Radius of the sphere, Å.</param>
public sealed record ResolutionShell(double Frequency, double Width, double Radius)
{
    /// <summary>1/s, Å.</summary>
    public double Resolution => 1 / Frequency;

    /// <summary>Independent coefficients of the band inside the sphere: the volume of the shell times that of the sphere.</summary>
    public double Coefficients => 4 * Math.PI * Frequency * Frequency * Width * (4 * Math.PI / 3) * Math.Pow(Radius, 3);

    /// <summary>The band at a frequency.</summary>
    /// <param name="s">Å⁻¹.</param>
    public double Window(double s)
    {
        double away = Math.Abs(s - Frequency);
        return away < Width ? 0.5 + 0.5 * Math.Cos(Math.PI * away / Width) : 0;
    }
}

/// <summary>
/// The shells of the band-pass method. A band of width w blurs a map over about 1/(2 w), so that the width follows from the radius of the spheres: w = 1/(2 R). Narrower bands
/// would bring in what lies outside the sphere, wider ones mix frequencies without gain.
/// </summary>
public static class ResolutionShells
{
    /// <summary>Radius of the spheres in units of the half maps' resolution.</summary>
    public const double RadiusPerResolution = 2.75;

    /// <summary>Least radius of the spheres in units of the shell's resolution.</summary>
    public const double LeastRadius = 1.5;

    private const double LargestSpacing = 0.6;

    /// <summary>Lays the shells, equidistant in s from the coarsest resolution to the finest.</summary>
    /// <param name="grid">Grid of the half maps.</param>
    /// <param name="options">Radius, number and range of the shells.</param>
    /// <param name="resolution">Resolution of the half maps, Å.</param>
    /// <param name="end">Finest resolution at which the half maps hold anything, Å.</param>
    /// <param name="warnings">Gets what the user should know.</param>
    /// <exception cref="UsageException">The spheres are larger than the map, or the range of resolutions is empty.</exception>
    public static ResolutionShell[] Create(MapGrid grid, LocalResolutionOptions options, double resolution, double end, List<string> warnings)
    {
        double shortest = Math.Min(grid.Box.A, Math.Min(grid.Box.B, grid.Box.C)), radius = options.Radius ?? RadiusPerResolution * resolution;
        if (2 * radius > shortest)
        {
            if (options.Radius != null)
                throw new UsageException(FormattableString.Invariant($"--radius {radius}: the sphere is larger than the map ({grid.Box.A:0.#} x {grid.Box.B:0.#} x {grid.Box.C:0.#} Å): give at most {shortest / 2:0.#}"));
            warnings.Add(FormattableString.Invariant($"the map is small: the radius of the spheres is {shortest / 2:0.#} Å in place of {radius:0.#} Å"));
            radius = shortest / 2;
        }

        (double finest, double coarsest) = Range(grid, options, resolution, end);
        double width = 0.5 / radius, first = 1 / coarsest, last = 1 / finest;
        int count = Math.Max(options.Shells, (int)Math.Ceiling((last - first) / (LargestSpacing * width)) + 1);
        var shells = new ResolutionShell[count];
        for (int i = 0; i < count; i++)
        {
            double s = first + (last - first) * i / (count - 1);
            shells[i] = new(s, width, Math.Min(Math.Max(radius, LeastRadius / s), shortest / 2));
        }

        return shells;
    }

    /// <summary>The range of resolutions that can be found.</summary>
    /// <param name="grid">Grid of the half maps.</param>
    /// <param name="options">What the user wants.</param>
    /// <param name="resolution">Resolution of the half maps, Å.</param>
    /// <param name="end">Finest resolution at which the half maps hold anything, Å.</param>
    /// <exception cref="UsageException">The range is empty.</exception>
    internal static (double Finest, double Coarsest) Range(MapGrid grid, LocalResolutionOptions options, double resolution, double end)
    {
        double longest = Math.Max(grid.Box.A, Math.Max(grid.Box.B, grid.Box.C));
        double finest = Math.Max(end, options.Finest ?? 0.5 * resolution);
        double coarsest = options.Coarsest ?? Math.Max(1.2 * finest, Math.Min(Math.Max(20, 3 * resolution), longest / 2));
        return finest < coarsest
            ? (finest, coarsest)
            : throw new UsageException(FormattableString.Invariant($"--coarsest {coarsest}: the maps end at {finest:0.##} Å; give a coarser limit"));
    }
}
