using System.Diagnostics;
using Engine.Core.Maps;
using Engine.Core.Scoring;
using Engine.Kernels;
using Engine.Kernels.Windows;

namespace Engine.Core.LocScale;

/// <summary>
/// Local amplitude scaling after Jakobi, Wilmanns and Sachse (2017, eLife 6, e27131): every voxel of the result is the central voxel of a window of the map whose
/// radial amplitude profile was made that of the same window of a reference. Phases of the windows are not changed.
/// </summary>
public sealed class LocScaler
{
    private const double GoodCorrelation = 0.995;
    private const double PoorSymmetry = 0.5;

    private readonly Accelerator accelerator;
    private readonly DensityMap map;
    private readonly DensityMap? reference;
    private readonly float[] mask;
    private readonly LocScaleOptions options;
    private readonly int side;
    private readonly PaddedGrid grid;
    private readonly Dictionary<string, double> seconds = [];
    private readonly List<string> warnings = [];

    private LocScaler(Accelerator accelerator, DensityMap map, DensityMap? reference, float[] mask, LocScaleOptions options)
    {
        (this.accelerator, this.map, this.reference, this.mask, this.options) = (accelerator, map, reference, mask, options);
        side = LocScaleChecks.Side(map.Grid, options);
        grid = new PaddedGrid(map.Grid, mask, options.Threshold, side / 2 + (IsFast ? Step : 0));
    }

    /// <summary>Scales a map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map, not sharpened, cubic voxels in a 90° box; or the average of two half maps.</param>
    /// <param name="reference">Reference on the same grid, such as <see cref="LocScaleReference"/> makes from a model; null for targets without one.</param>
    /// <param name="mask">One value from 0 to 1 per voxel, x fastest.</param>
    /// <param name="options">Window, target and mode.</param>
    /// <param name="cancel">Stops early; what is done is kept in the checkpoint if there is one.</param>
    /// <exception cref="InputException">A map does not suit, the grids differ, the mask is empty, or the window is larger than the map.</exception>
    /// <exception cref="UsageException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LocScaleResult Scale(
        Accelerator accelerator, DensityMap map, DensityMap? reference, float[] mask, LocScaleOptions options, CancellationToken cancel = default)
    {
        LocScaleChecks.Check(map, reference, mask, options);
        return new LocScaler(accelerator, map, options.Target == LocScaleTarget.Guinier ? null : reference, mask, options).Run(cancel);
    }

    private bool IsFast => options.Mode == LocScaleMode.Fast;

    private int Step => options.FastStep ?? Math.Max(2, (side + 3) / 6);

    private LocScaleResult Run(CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        byte[] selected = grid.Selected();
        double shift = Mean(map);
        using DeviceBuffer<float> values = grid.Upload(accelerator, map, grid.MeanOutside(map), shift, "map with its border");
        using DeviceBuffer<float>? others = reference == null ? null : grid.Upload(accelerator, reference, grid.MeanOutside(reference), 0, "reference with its border");
        using WindowPlan plan = accelerator.Windows.CreatePlan(values, others, grid.Nx, grid.Ny, grid.Nz, new WindowShape(side, options.Binning));
        Took("upload", ref start);
        if (options.Resume && options.CheckpointPath is { } path && !File.Exists(path))
            warnings.Add($"{path}: there is no checkpoint to go on from; the run started anew");
        if (grid.Border > 0)
            warnings.Add($"windows reach beyond the faces of the map: it was padded by {grid.Border} voxels of its mean outside the mask");

        WindowNodes? nodes = IsFast ? WindowNodes.Compute(plan, grid, selected, Step, shift, cancel) : null;
        WindowSurvey survey = nodes?.Survey() ?? WindowSurvey.Take(plan, grid, selected, shift, cancel);
        ScaleRule rule = ScaleRules.Create(survey, options, side, map.Grid.VoxelSize.X);
        Took("survey", ref start);

        using var output = new ScaledVoxels(map.Grid, options.LocalB);
        long computed;
        FastScalingError? error = null;
        if (nodes == null)
        {
            computed = new WindowPass(plan, grid, selected, rule, survey, shift, output, options).Run(cancel);
            Took("scale", ref start);
        }
        else
        {
            new FastScaling(accelerator, grid, nodes, rule, plan.Shape, options).Run(map, grid.MeanOutside(map), shift, output, survey, cancel);
            computed = nodes.Count;
            Took("scale", ref start);
            error = ExactSample.Compare(plan, grid, selected, rule, survey, shift, output, options, Step, cancel);
            Took("measure_error", ref start);
            Judge(error);
        }

        LocScaleResult result = Finish(output, survey, rule, computed) with { FastError = error };
        Took("correlate", ref start);
        return result;
    }

    private LocScaleResult Finish(ScaledVoxels output, WindowSurvey survey, ScaleRule rule, long computed)
    {
        DensityMap scaled = output.TakeMap(map, "LocScale");
        SymmetryAgreement? symmetry = options.Symmetry == null ? null : SymmetryAverage.Apply(accelerator, scaled, mask, options.Threshold, options.Symmetry);
        for (int i = 0; options.SoftEdge && i < mask.Length; i++)
            scaled.Values[i] *= mask[i];
        VoxelMask set = Selection();
        double? before = null, after = null;
        if (reference != null)
        {
            before = MapCorrelation.Inside(set, map.Values, reference.Values);
            after = MapCorrelation.Inside(set, scaled.Values, reference.Values);
        }

        if (MapStatisticsCalculator.Summarize(scaled) is { NonFiniteCount: > 0 } or { IsConstant: true })
            throw new NumericalException($"{map.Name}: the scaled map is empty or not a number; does the reference lie where the mask is?");
        Judge(symmetry);
        long faded = output.Faded;
        if (faded > 0)
            warnings.Add(FormattableString.Invariant($"{faded} of {grid.Count} voxels of the mask ({100.0 * faded / grid.Count:0.#} %) have no density of the reference in their window: they fade out"));
        LocScaleResult result = new(
            scaled, output.TakeLocalB(map), side, grid.Count, computed, faded, grid.Border > 0, before, after, survey.Audit(rule), seconds, [.. map.Warnings.Select(w => $"{map.Name}: {w}"), .. warnings]);
        return result with { Symmetry = symmetry };
    }

    private void Judge(SymmetryAgreement? symmetry)
    {
        if (symmetry != null && !(symmetry.SmallestCorrelation > PoorSymmetry))
        {
            warnings.Add(FormattableString.Invariant(
                $"symmetry {symmetry.Source}: the scaled map correlates with itself at equivalent positions by only {symmetry.SmallestCorrelation ?? 0:0.00}: check the operators, their centre and the origin of the map"));
        }
    }

    private void Judge(FastScalingError error)
    {
        if (!(error.Correlation > GoodCorrelation))
            warnings.Add(FormattableString.Invariant($"the fast mode is a poor approximation here: its correlation with exact windows is {error.Correlation:0.0000} in a sample of {error.Voxels} voxels; scale without it"));
    }

    private VoxelMask Selection()
    {
        var set = new VoxelMask(map.Grid);
        MapGrid g = map.Grid;
        for (int z = 0, i = 0; z < g.Nz; z++)
        {
            for (int y = 0; y < g.Ny; y++)
            {
                Span<ulong> row = set.Row(y, z);
                for (int x = 0; x < g.Nx; x++, i++)
                {
                    if (mask[i] > options.Threshold)
                        row[x >> 6] |= 1UL << (x & 63);
                }
            }
        }

        return set;
    }

    private static double Mean(DensityMap map) => MapStatisticsCalculator.Compute(map).Mean;

    private void Took(string stage, ref long start)
    {
        seconds[stage] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
    }
}
