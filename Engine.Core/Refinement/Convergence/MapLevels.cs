using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>
/// One map at several resolutions, each filtered with the image of an atom at that resolution (<see cref="MatchedFilter"/>). The levels stay on the device until
/// disposed.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="map">Density; not changed; must outlive this.</param>
/// <param name="interpolation">Rule between voxels.</param>
public sealed class MapLevels(Accelerator accelerator, DensityMap map, InterpolationKind interpolation = InterpolationKind.Tricubic) : IDisposable
{
    private readonly Dictionary<double, TargetMap> levels = [];

    /// <summary>The map that is filtered.</summary>
    public DensityMap Map => map;

    /// <summary>The given resolutions that are coarser than d, descending, then d itself.</summary>
    /// <param name="resolution">d, Å.</param>
    /// <param name="coarse">Coarser resolutions, Å.</param>
    public static double[] Descending(double resolution, params double[] coarse) =>
        [.. coarse.Where(c => c > 1.05 * resolution).Distinct().OrderDescending(), resolution];

    /// <summary>The map at a resolution.</summary>
    /// <param name="resolution">Å.</param>
    /// <exception cref="NumericalException">The map is constant.</exception>
    public TargetMap At(double resolution)
    {
        if (!levels.TryGetValue(resolution, out TargetMap? level))
        {
            level = new TargetMap(MatchedFilter.Upload(accelerator, map, MatchedFilter.BlurFor(resolution)), map.Grid.Frame(false), interpolation);
            levels.Add(resolution, level);
        }

        return level;
    }

    /// <summary>Frees the device memory of all levels.</summary>
    public void Dispose()
    {
        foreach (TargetMap level in levels.Values)
            level.Voxels.Dispose();
        levels.Clear();
    }
}
