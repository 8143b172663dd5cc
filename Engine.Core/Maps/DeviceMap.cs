using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>A map on a device, for measures that look at it between its voxels. The map does not repeat.</summary>
public sealed class DeviceMap : IDisposable
{
    /// <summary>Copies a map to a device.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map; not needed afterwards.</param>
    public DeviceMap(Accelerator accelerator, DensityMap map)
    {
        (Accelerator, Grid, Name, Frame) = (accelerator, map.Grid, map.Name, map.Grid.Frame(false));
        Values = accelerator.Upload(map.Values, "map");
    }

    /// <summary>The device.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Size and place of the grid.</summary>
    public MapGrid Grid { get; }

    /// <summary>Name of the map.</summary>
    public string Name { get; }

    /// <summary>Voxels on the device, x fastest.</summary>
    public DeviceBuffer<float> Values { get; }

    /// <summary>Where the voxels lie.</summary>
    public GridFrame Frame { get; }

    /// <summary>Density at positions, from the eight voxels around each; 0 outside the grid.</summary>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <returns>N values.</returns>
    public float[] At(double[] positions)
    {
        var values = new float[positions.Length / 3];
        if (values.Length == 0)
            return values;
        using DeviceBuffer<double> x = Accelerator.Upload<double>(positions, "positions in the map");
        using DeviceBuffer<float> found = Accelerator.Allocate<float>(values.Length, "density at positions");
        Accelerator.Interpolation.Values(Values, Frame, x, InterpolationKind.Trilinear, found);
        Accelerator.Download(found, values);
        return values;
    }

    /// <summary>True where a position has density: between voxels of the grid.</summary>
    /// <param name="position">Å.</param>
    public bool Contains(Geometry.Vec3 position)
    {
        Geometry.Vec3 p = position - Grid.Origin;
        double[] m = Frame.ToGrid;
        double u = m[0] * p.X + m[1] * p.Y + m[2] * p.Z, v = m[3] * p.X + m[4] * p.Y + m[5] * p.Z, w = m[6] * p.X + m[7] * p.Y + m[8] * p.Z;
        return u >= 0 && u <= Grid.Nx - 1 && v >= 0 && v <= Grid.Ny - 1 && w >= 0 && w <= Grid.Nz - 1;
    }

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();
}
