using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Kernels;

namespace Engine.Core.DifferenceMaps;

/// <summary>Fo - k exp(-B s²/4) Fc in real space, with k and B of overlapping boxes.</summary>
internal sealed class ScaledDifference : IDisposable
{
    /// <summary>Distance of trial B factors, in units of d²: neighbours differ by a factor of 0.61 at the resolution.</summary>
    private const double Step = 2;

    private const int Below = 4;
    private const int Above = 8;
    private const int WidestSearch = 30;

    private readonly Accelerator accelerator;
    private readonly DifferenceMapOptions options;
    private readonly MapGrid grid;
    private readonly FourierPlan plan;
    private readonly DeviceBuffer<float> model;
    private readonly DeviceBuffer<float> work;
    private readonly DeviceBuffer<float> blurred;
    private readonly NativeBuffer<float> observed;
    private readonly NativeBuffer<float> trial;
    private readonly double overall;

    /// <summary>Filters the map to the resolution and computes the model's coefficients.</summary>
    public ScaledDifference(Accelerator accelerator, DensityMap map, ScatteringAtoms atoms, DifferenceMapOptions options)
    {
        (this.accelerator, this.options, grid) = (accelerator, options, map.Grid);
        plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        model = accelerator.Allocate<float>(plan.HalfLength, "coefficients of the model");
        work = accelerator.Allocate<float>(plan.HalfLength, "coefficients of a trial");
        blurred = accelerator.Upload(map.Values, "map");
        (observed, trial) = (new(grid.VoxelCount, "filtered map"), new(grid.VoxelCount, "model map of a trial"));
        plan.Forward(blurred, work);
        Filter(work, work, (Whole with { KeepOrigin = false }).CutAt(options.Resolution, options.Edge));
        plan.Inverse(work, blurred);
        accelerator.Download(blurred, observed);
        using var calculated = new FourierMapPlan(accelerator, grid, options.Resolution, new ModelMapOptions { Edge = options.Edge, Scattering = atoms.Table });
        calculated.Compute(atoms);
        Warnings = calculated.Warnings;
        plan.Forward(calculated.Values, model);
        using DensityMap calculatedMap = calculated.ToDensityMap("model map"), observedMap = ToMap(observed);
        overall = OverallB(calculatedMap, observedMap);
    }

    /// <summary>What is odd about resolution and grid.</summary>
    public IReadOnlyList<string> Warnings { get; }

    private FourierFilter Whole => new() { CellX = grid.Box.A, CellY = grid.Box.B, CellZ = grid.Box.C };

    /// <summary>The difference in units of the map, and how the model was scaled.</summary>
    public (DensityMap Map, LocalScale Scale) Compute()
    {
        double[] trials = [.. Enumerable.Range(-Below, Below + Above + 1).Select(i => overall + i * Step * options.Resolution * options.Resolution)];
        var boxes = new ScaleBoxes(grid, options.BoxEdge);
        var fit = new LocalScaleFit(trials);
        for (int j = 0; j < trials.Length; j++)
        {
            Blur(trials[j]);
            accelerator.Download(blurred, trial);
            fit.Add(j, boxes.Sums(observed, trial), boxes.Sums(trial, trial));
        }

        fit.Solve();
        Subtract(boxes, fit, trials);
        double left = boxes.Total(trial, trial), whole = boxes.Total(observed, observed);
        int[] told = [.. Enumerable.Range(0, boxes.Count).Where(n => fit.HasModel[n])];
        if (told.Length == 0)
            throw new InputException("the model has no density in the map at this resolution: check that they belong together, and -d");
        var scale = new LocalScale(
            options.BoxEdge, boxes.Count, told.Length, fit.OverallK, fit.OverallB, ScaleRange.Of(told.Select(n => fit.K[n])), ScaleRange.Of(told.Select(n => fit.B[n])), Math.Sqrt(left / whole));
        return (ToMap(trial), scale);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        plan.Dispose();
        model.Dispose();
        work.Dispose();
        blurred.Dispose();
        observed.Dispose();
        trial.Dispose();
    }

    /// <summary>B on top of the model's with which the two maps correlate best, from sums over Fourier shells.</summary>
    private double OverallB(DensityMap calculatedMap, DensityMap observedMap)
    {
        using MapSpectrum c = MapSpectrum.Of(accelerator, calculatedMap), o = MapSpectrum.Of(accelerator, observedMap);
        FscCurve curve = o.Correlate(c);
        double square = options.Resolution * options.Resolution;
        return Enumerable.Range(-WidestSearch, 2 * WidestSearch + 1).Select(i => i * square).MaxBy(b =>
        {
            double cross = 0, power = 0;
            for (int k = 1; k < curve.Count; k++)
            {
                double blur = Math.Exp(-b * curve.Frequency(k) * curve.Frequency(k) / 4);
                cross += blur * curve.Correlation[k] * Math.Sqrt(curve.FirstPower[k] * curve.SecondPower[k]);
                power += blur * blur * curve.SecondPower[k];
            }

            return power > 0 ? cross / Math.Sqrt(power) : double.NegativeInfinity;
        });
    }

    /// <summary>Leaves observed - k y_B in the trial's host memory, y_B linear in B between trials.</summary>
    private void Subtract(ScaleBoxes boxes, LocalScaleFit fit, double[] trials)
    {
        using DeviceBuffer<float> sum = accelerator.Allocate<float>(grid.VoxelCount, "scaled model map"), field = accelerator.Allocate<float>(grid.VoxelCount, "local scale");
        boxes.Expand(fit.B, trial);
        Send(trial, field);
        for (int j = 0; j < trials.Length; j++)
        {
            double before = j == 0 ? double.NegativeInfinity : trials[j - 1], behind = j == trials.Length - 1 ? double.PositiveInfinity : trials[j + 1];
            if (fit.B.Max() <= before || fit.B.Min() >= behind)
                continue;
            Blur(trials[j]);
            accelerator.Voxels.AddBetween(field, (before, trials[j], behind), blurred, sum, grid.VoxelCount);
        }

        boxes.Expand(fit.K, trial);
        Send(trial, field);
        accelerator.Voxels.Multiply(sum, field, sum, grid.VoxelCount);
        Send(observed, field);
        accelerator.Voxels.Combine(1, field, -1, sum, 0, null, sum, grid.VoxelCount);
        accelerator.Download(sum, trial);
    }

    private void Send(NativeBuffer<float> values, DeviceBuffer<float> target)
    {
        const int Piece = 1 << 26;
        for (long at = 0; at < values.Length; at += Piece)
            accelerator.Upload<float>(values.Slice(at, (int)Math.Min(Piece, values.Length - at)), target, at);
    }

    private void Blur(double b)
    {
        Filter(model, work, Whole with { Blur = -b });
        plan.Inverse(work, blurred);
    }

    private void Filter(DeviceBuffer<float> source, DeviceBuffer<float> target, FourierFilter filter)
    {
        var shape = new HalfSpaceShape(grid.Nx, grid.Ny, grid.Nz);
        accelerator.Fourier.Apply(source, shape, target, shape, filter);
    }

    private DensityMap ToMap(NativeBuffer<float> source)
    {
        var values = new NativeBuffer<float>(source.Length, "difference map");
        FixedChunks.ForEach(source.Length, (_, start, length) => source.Slice(start, length).CopyTo(values.Slice(start, length)));
        return new(grid, values) { Name = "difference map" };
    }
}
