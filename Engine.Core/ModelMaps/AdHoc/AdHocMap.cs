using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.ModelMaps.AdHoc;

/// <summary>
/// A map made of one Gaussian per atom (or of form factors blurred by one) with a formula in use in the field, for comparison with the exact model map.
/// Values are point samples at the voxels of a given grid, in the formula's unit per Å³; the mean is kept.
/// </summary>
public sealed class AdHocMap : IDisposable
{
    private readonly Accelerator accelerator;

    private AdHocMap(Accelerator accelerator, MapGrid grid, DeviceBuffer<float> values, AdHocDescription description, IReadOnlyList<string> warnings) =>
        (this.accelerator, Grid, Values, Description, Warnings) = (accelerator, grid, values, description, warnings);

    /// <summary>Grid.</summary>
    public MapGrid Grid { get; }

    /// <summary>The map on the device, x fastest.</summary>
    public DeviceBuffer<float> Values { get; }

    /// <summary>How it was made.</summary>
    public AdHocDescription Description { get; }

    /// <summary>What was odd, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Computes the map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Grid, orthogonal.</param>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom of the model.</param>
    /// <param name="formula">Formula.</param>
    /// <param name="d">Resolution, Å.</param>
    /// <param name="periodic">True: density wraps around the box; false: what lies outside is lost.</param>
    /// <param name="options">Form factors and cut-off tolerance; the default when null. Formulas with a cut-off of their own keep it.</param>
    /// <exception cref="InputException">No atom is left, the model lies outside the box, or the grid is not orthogonal.</exception>
    /// <exception cref="UsageException">The resolution is not above 0.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public static AdHocMap Compute(
        Accelerator accelerator, MapGrid grid, Model model, ReadOnlySpan<bool> selection, AdHocFormula formula, double d, bool periodic,
        ModelMapOptions? options = null)
    {
        if (!grid.Cell.IsOrthogonal)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"map cell angles are {grid.Cell.Alpha}, {grid.Cell.Beta}, {grid.Cell.Gamma}°: a model map needs an orthogonal map; resample the map first"));
        }

        if (!(d > 0) || !double.IsFinite(d))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"resolution {d} Å: give a number above 0"));
        options ??= ModelMapOptions.Default;
        AdHocDensity density = formula.Weight == AdHocWeight.FormFactor
            ? AdHocDensity.OfFormFactors(model, selection, formula, d, options)
            : AdHocDensity.OfWeights(model, selection, formula, d, options.Accuracy.SplatTolerance);
        IReadOnlyList<string> placement = Place(grid, density.Atoms.Positions, d, periodic);
        AdHocDescription description = Describe(formula, d, periodic, density);
        DeviceBuffer<float> values = accelerator.Allocate<float>(grid.VoxelCount, $"{formula.Name} map");
        try
        {
            accelerator.Clear(values);
            accelerator.Splat.Add(density.Atoms, density.Blur, grid.Frame(periodic), values);
        }
        catch
        {
            values.Dispose();
            throw;
        }

        return new AdHocMap(accelerator, grid, values, description, [.. density.Warnings, .. placement]);
    }

    /// <summary>Copies the map to the host.</summary>
    public DensityMap ToDensityMap()
    {
        var values = new NativeBuffer<float>(Grid.VoxelCount, $"{Description.Formula} map");
        accelerator.Download(Values, values);
        return new DensityMap(Grid, values) { Name = $"{Description.Formula} map" };
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose() => Values.Dispose();

    private static AdHocDescription Describe(AdHocFormula formula, double d, bool periodic, AdHocDensity density) => new()
    {
        Formula = formula.Name,
        Definition = formula.Definition,
        Source = formula.Source,
        Ignores = formula.Ignores,
        Resolution = d,
        EquivalentB = formula.Width(d),
        Sigma = formula.Sigma(d),
        Scattering = density.Scattering?.Name,
        AtomCount = density.Atoms.Count,
        TotalWeight = density.TotalWeight(),
        Unit = density.Unit,
        CutOff = density.Atoms.Radius.Max(),
        Periodic = periodic,
    };

    private static IReadOnlyList<string> Place(MapGrid grid, double[] positions, double d, bool periodic)
    {
        IReadOnlyList<string> warnings = BoxPlacement.Check(grid, positions, d);
        if (periodic)
            return warnings;
        int outside = 0;
        for (int i = 0; i < positions.Length; i += 3)
        {
            Vec3 r = new Vec3(positions[i], positions[i + 1], positions[i + 2]) - grid.Origin;
            if (!(r.X >= 0 && r.Y >= 0 && r.Z >= 0 && r.X <= grid.Box.A && r.Y <= grid.Box.B && r.Z <= grid.Box.C))
                outside++;
        }

        return outside == 0 ? [] : [$"{outside} of {positions.Length / 3} atoms lie outside the map's box; their density outside is lost"];
    }
}
