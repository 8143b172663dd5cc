using Engine.Core.Geometry;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Simulation;

/// <summary>A simulated pair of half maps, the noise-free map, and what was measured on them.</summary>
/// <param name="Half1">First half map.</param>
/// <param name="Half2">Second half map.</param>
/// <param name="Truth">The map without noise.</param>
/// <param name="MaskedResolution">Where the FSC inside the soft mask crosses 0.143, Å.</param>
/// <param name="UnmaskedResolution">Where the FSC of the whole boxes crosses 0.143, Å; null when it never does.</param>
/// <param name="NoiseAmplitude">Standard deviation of the white noise before colouring, map units.</param>
/// <param name="CutOff">Resolution of the noise-free map, Å.</param>
public sealed record SimulatedMaps(
    DensityMap Half1, DensityMap Half2, DensityMap Truth, double MaskedResolution, double? UnmaskedResolution, double NoiseAmplitude, double CutOff) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Half1.Dispose();
        Half2.Dispose();
        Truth.Dispose();
    }
}

/// <summary>
/// Makes half maps from a model: the exact model map plus independent coloured Gaussian noise, whose strength is found by bisection so that the FSC of the
/// halves inside a soft mask crosses 0.143 at the wanted resolution. Nothing is masked in the maps themselves.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="options">What the maps are like.</param>
public sealed class HalfMapSimulator(Accelerator accelerator, SimulationOptions options)
{
    private const double Threshold = 0.143;

    /// <summary>Makes the maps.</summary>
    /// <param name="model">Atoms; B factors are changed as the options say.</param>
    /// <exception cref="InputException">The wanted resolution cannot be reached with any noise.</exception>
    public SimulatedMaps Run(Model model)
    {
        ApplyB(model);
        double voxel = options.Voxel ?? options.Resolution / 3;
        MapGrid grid = Box(model, voxel);
        double cut = options.CutOff(voxel);
        var all = new bool[model.Atoms.Count];
        Array.Fill(all, true);
        DensityMap truth = ModelMapBuilder.Build(accelerator, grid, model, all, cut).Map;
        float[] mask = SoftAtomMask.Create(grid, model);
        using DensityMap noise1 = Noise(grid, options.Seed), noise2 = Noise(grid, options.Seed + 1);
        using MapSpectrum signal = MapSpectrum.Of(accelerator, truth, mask);
        using MapSpectrum masked1 = MapSpectrum.Of(accelerator, noise1, mask), masked2 = MapSpectrum.Of(accelerator, noise2, mask);
        double amplitude = FindAmplitude(signal, masked1, masked2, voxel, cut);
        DensityMap half1 = Sum(truth, noise1, amplitude, "half map 1"), half2 = Sum(truth, noise2, amplitude, "half map 2");
        double reached = Crossing(signal, masked1, masked2, amplitude, cut) ?? cut;
        using MapSpectrum whole1 = MapSpectrum.Of(accelerator, half1), whole2 = MapSpectrum.Of(accelerator, half2);
        return new(half1, half2, truth, reached, Crossing(whole1, whole2, cut), amplitude, cut);
    }

    /// <summary>Moves a model so that it is centred in the box that the options ask for.</summary>
    /// <param name="model">Changed.</param>
    public void Centre(Model model)
    {
        (Vec3 low, Vec3 high) = Extent(model);
        MapGrid grid = Box(model, options.Voxel ?? options.Resolution / 3);
        Vec3 middle = new(grid.Cell.A / 2, grid.Cell.B / 2, grid.Cell.C / 2), shift = middle - (low + high) / 2;
        foreach (Atom atom in model.Atoms)
        {
            Vec3 p = atom.Position + shift;
            atom.Position = new(Math.Round(p.X, 3), Math.Round(p.Y, 3), Math.Round(p.Z, 3));
        }
    }

    private static (Vec3 Low, Vec3 High) Extent(Model model)
    {
        if (model.Atoms.Count == 0)
            throw new InputException("simulate: the model has no atoms");
        return (
            new(model.Atoms.Min(a => a.Position.X), model.Atoms.Min(a => a.Position.Y), model.Atoms.Min(a => a.Position.Z)),
            new(model.Atoms.Max(a => a.Position.X), model.Atoms.Max(a => a.Position.Y), model.Atoms.Max(a => a.Position.Z)));
    }

    private static DensityMap Sum(DensityMap signal, DensityMap noise, double amplitude, string name)
    {
        var values = new NativeBuffer<float>(signal.Grid.VoxelCount, name);
        for (long i = 0; i < values.Length; i++)
            values[i] = signal.Values[i] + (float)amplitude * noise.Values[i];
        return new DensityMap(signal.Grid, values) { Name = name, Labels = [$"cryoengine simulated {name}"] };
    }

    /// <summary>Where the FSC of signal and noise with signal and other noise falls below the threshold, Å; null when it does not before the signal ends.</summary>
    private static double? Crossing(MapSpectrum signal, MapSpectrum noise1, MapSpectrum noise2, double amplitude, double cut)
    {
        using MapSpectrum first = signal.Plus(amplitude, noise1), second = signal.Plus(amplitude, noise2);
        return Crossing(first, second, cut);
    }

    private static double? Crossing(MapSpectrum first, MapSpectrum second, double cut) =>
        first.Correlate(second).Crossing(Threshold).Resolution is double d && d >= cut ? d : null;

    private DensityMap Noise(MapGrid grid, ulong seed)
    {
        float[] noise = ColouredNoise.Create(accelerator, grid.Nx, grid.Ny, grid.Nz, grid.VoxelSize.X, options.NoiseB, seed);
        var values = new NativeBuffer<float>(grid.VoxelCount, "noise");
        noise.CopyTo(values.Slice(0, noise.Length));
        return new DensityMap(grid, values) { Name = "noise" };
    }

    private void ApplyB(Model model)
    {
        foreach (Atom atom in model.Atoms)
        {
            atom.BIso = Math.Clamp((options.UniformB ?? atom.BIso) + options.AddedB, 0, 999);
            atom.UAniso = null;
        }
    }

    private MapGrid Box(Model model, double voxel)
    {
        (Vec3 low, Vec3 high) = Extent(model);
        int[] n = [.. new[] { high.X - low.X, high.Y - low.Y, high.Z - low.Z }.Select(s => FourierSizes.NextSmooth((int)Math.Ceiling((s + 2 * options.Margin) / voxel), even: true))];
        return new MapGrid
        {
            Nx = n[0],
            Ny = n[1],
            Nz = n[2],
            Cell = new UnitCell(n[0] * voxel, n[1] * voxel, n[2] * voxel),
            Sampling = (n[0], n[1], n[2]),
            Origin = Vec3.Zero,
        };
    }

    private double FindAmplitude(MapSpectrum signal, MapSpectrum noise1, MapSpectrum noise2, double voxel, double cut)
    {
        double power = Math.Sqrt(Power(signal) / Power(noise1)), low = 1e-4 * power, high = 1e4 * power;
        for (int step = 0; step < 30; step++)
        {
            double middle = Math.Sqrt(low * high);
            if (Crossing(signal, noise1, noise2, middle, cut) > options.Resolution)
                high = middle;
            else
                low = middle;
        }

        double amplitude = Math.Sqrt(low * high);
        if (Crossing(signal, noise1, noise2, amplitude, cut) is not double r || Math.Abs(r - options.Resolution) > 0.1 * options.Resolution)
            throw new InputException($"simulate: no noise gives an FSC of 0.143 at {options.Resolution} Å with a voxel of {voxel:F2} Å; use a smaller --voxel, a larger --margin or a smaller --noise-b");
        return amplitude;
    }

    private static double Power(MapSpectrum spectrum) => spectrum.Correlate(spectrum).FirstPower.Sum();
}
