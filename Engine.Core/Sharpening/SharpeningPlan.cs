using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Sharpening;

/// <summary>One map whose Fourier coefficients stay on the device, for any number of radial filters: each costs one table and one inverse transform.</summary>
public sealed class SharpeningPlan : IDisposable
{
    /// <summary>Intervals of the tables: exp(-B s²/4) is then exact to 1e-5 for |B| up to 300 Å² at 1 Å.</summary>
    private const int Intervals = 1 << 14;

    private readonly Accelerator accelerator;
    private readonly FourierPlan plan;
    private readonly DeviceBuffer<float> source;
    private readonly DeviceBuffer<float> filtered;
    private readonly DeviceBuffer<float> real;
    private readonly string name;
    private readonly IReadOnlyList<string> labels;

    /// <summary>Transforms a map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map on an orthogonal grid; not changed.</param>
    /// <exception cref="InputException">The grid is not orthogonal.</exception>
    public SharpeningPlan(Accelerator accelerator, DensityMap map)
    {
        MapGrid grid = map.Grid;
        if (!grid.Cell.IsOrthogonal)
        {
            throw new InputException(FormattableString.Invariant(
                $"{map.Name}: cell angles {grid.Cell.Alpha}, {grid.Cell.Beta}, {grid.Cell.Gamma}: sharpening needs an orthogonal map; resample it first"));
        }

        (this.accelerator, Grid, name, labels) = (accelerator, grid, map.Name, map.Labels);
        plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        source = accelerator.Allocate<float>(plan.HalfLength, "spectrum of the map");
        filtered = accelerator.Allocate<float>(plan.HalfLength, "filtered spectrum");
        real = accelerator.Upload(map.Values, "map");
        plan.Forward(real, source);
    }

    /// <summary>Grid of the map.</summary>
    public MapGrid Grid { get; }

    /// <summary>The filtered map.</summary>
    /// <param name="factor">Factor on amplitudes as a function of s, Å⁻¹.</param>
    /// <param name="what">What was done, for the name of the map.</param>
    public DensityMap Filter(Func<double, double> factor, string what)
    {
        HalfSpaceShape shape = Shape(Grid);
        accelerator.Fourier.Apply(source, shape, filtered, shape, Table(factor));
        plan.Inverse(filtered, real);
        var values = new NativeBuffer<float>(Grid.VoxelCount, what);
        accelerator.Download(real, values);
        return new DensityMap(Grid, values) { Name = $"{what} {name}", Labels = labels };
    }

    /// <summary>A plan for trial maps on a grid of the same box, where the shape of contours is compared.</summary>
    /// <param name="spacing">Largest distance of grid points, Å.</param>
    public TrialGrid Trials(double spacing) => new(this, spacing);

    /// <inheritdoc/>
    public void Dispose()
    {
        real.Dispose();
        filtered.Dispose();
        source.Dispose();
        plan.Dispose();
    }

    private static HalfSpaceShape Shape(MapGrid grid) => new(grid.Nx, grid.Ny, grid.Nz);

    private RadialFilter Table(Func<double, double> factor)
    {
        Vec3 v = Grid.VoxelSize;
        double corner = 0.5 * Math.Sqrt(1 / (v.X * v.X) + 1 / (v.Y * v.Y) + 1 / (v.Z * v.Z));
        return RadialFilter.Of((Grid.Box.A, Grid.Box.B, Grid.Box.C), 1.0001 * corner, Intervals, factor);
    }

    /// <summary>Trial maps of a <see cref="SharpeningPlan"/> on a grid of their own.</summary>
    public sealed class TrialGrid : IDisposable
    {
        private readonly SharpeningPlan owner;
        private readonly FourierPlan inverse;
        private readonly DeviceBuffer<float> half;
        private readonly DeviceBuffer<float> map;

        internal TrialGrid(SharpeningPlan owner, double spacing)
        {
            this.owner = owner;
            UnitCell box = owner.Grid.Box;
            int nx = Points(box.A, spacing), ny = Points(box.B, spacing), nz = Points(box.C, spacing);
            Grid = new MapGrid { Nx = nx, Ny = ny, Nz = nz, Cell = box, Sampling = (nx, ny, nz), Origin = owner.Grid.Origin };
            inverse = owner.accelerator.Fourier.CreatePlan(nx, ny, nz);
            half = owner.accelerator.Allocate<float>(inverse.HalfLength, "spectrum of a trial map");
            map = owner.accelerator.Allocate<float>(inverse.RealLength, "trial map");
            Values = new NativeBuffer<float>(inverse.RealLength, "trial map");
        }

        /// <summary>Grid of the trial maps.</summary>
        public MapGrid Grid { get; }

        /// <summary>The last trial map, up to a common factor.</summary>
        public NativeBuffer<float> Values { get; }

        /// <summary>Makes a trial map.</summary>
        /// <param name="factor">Factor on amplitudes as a function of s, Å⁻¹.</param>
        public void Compute(Func<double, double> factor)
        {
            owner.accelerator.Fourier.Apply(owner.source, Shape(owner.Grid), half, Shape(Grid), owner.Table(factor));
            inverse.Inverse(half, map);
            owner.accelerator.Download(map, Values);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Values.Dispose();
            map.Dispose();
            half.Dispose();
            inverse.Dispose();
        }

        private static int Points(double edge, double spacing) => FourierSizes.NextSmooth(Math.Max(2, (int)Math.Ceiling(edge / spacing - 1e-6)), even: true);
    }
}
