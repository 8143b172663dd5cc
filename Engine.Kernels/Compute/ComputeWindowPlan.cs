using System.Runtime.InteropServices;
using Engine.Kernels.Windows;

namespace Engine.Kernels.Compute;

/// <summary>Windows in batches: gather, Fourier transform, sums over bins.</summary>
internal sealed class ComputeWindowPlan : WindowPlan
{
    private const long MostBytes = 1L << 30;
    private const int MemoryShare = 8;
    private const int MostWindows = 4096;

    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel gather;
    private readonly ComputeKernel sum;
    private readonly DeviceBuffer<float> map;
    private readonly DeviceBuffer<float>? reference;
    private readonly WindowBins bins;
    private readonly FourierPlan transform;
    private readonly DeviceBuffer<float> windows;
    private readonly DeviceBuffer<float>[] halves;
    private readonly DeviceBuffer<int> starts;
    private readonly DeviceBuffer<int> points;
    private readonly DeviceBuffer<float> factors;
    private readonly DeviceBuffer<int> firsts;
    private readonly DeviceBuffer<float> weights;
    private readonly DeviceBuffer<double> sums;

    /// <summary>Allocates work space.</summary>
    public ComputeWindowPlan(
        ComputeAccelerator accelerator, ComputeKernel gather, ComputeKernel sum, DeviceBuffer<float> map, DeviceBuffer<float>? reference, int nx, int ny, int nz, WindowShape shape)
        : base(nx, ny, nz, shape)
    {
        (this.accelerator, this.gather, this.sum, this.map, this.reference) = (accelerator, gather, sum, map, reference);
        bins = new WindowBins(new WindowShells(shape));
        int side = shape.Side, maps = reference == null ? 1 : 2;
        long half = 2L * (shape.Radius + 1) * side * side, bytes = sizeof(float) * (shape.Voxels + maps * half);
        Batch = (int)Math.Clamp(Math.Min(MostBytes, accelerator.MemoryBytes / MemoryShare) / bytes, 1, MostWindows);
        transform = accelerator.Fourier.CreatePlan(side, side, side, Batch);
        windows = accelerator.Allocate<float>(shape.Voxels * Batch, "windows");
        halves = [.. Enumerable.Range(0, maps).Select(_ => accelerator.Allocate<float>(half * Batch, "transforms of windows"))];
        starts = accelerator.Allocate<int>(3L * Batch, "places of windows");
        sums = accelerator.Allocate<double>((long)Batch * bins.Count * KernelConstants.WindowSumCount, "sums over windows");
        points = accelerator.Upload<int>(bins.Points, "coefficients of windows");
        factors = accelerator.Upload<float>(bins.Factors, "factors of coefficients");
        firsts = accelerator.Upload<int>(bins.Firsts, "bins of coefficients");
        weights = accelerator.Upload<float>(bins.Weights, "weights of bins");
    }

    /// <summary>Windows that are transformed together.</summary>
    public int Batch { get; }

    /// <inheritdoc/>
    public override void Run(WindowRegion region, byte[] selected, WindowConsumer consume, CancellationToken cancel = default)
    {
        List<int> voxels = Voxels(region, selected);
        var places = new int[3 * Batch];
        var hostSums = new double[sums.Length];
        var profiles = new float[Batch * Shape.ProfileLength];
        for (int first = 0; first < voxels.Count; first += Batch)
        {
            cancel.ThrowIfCancellationRequested();
            ReadOnlySpan<int> centres = CollectionsMarshal.AsSpan(voxels).Slice(first, Math.Min(Batch, voxels.Count - first));
            for (int i = 0; i < centres.Length; i++)
            {
                places[3 * i] = centres[i] % Nx - Shape.Radius;
                places[3 * i + 1] = centres[i] / Nx % Ny - Shape.Radius;
                places[3 * i + 2] = centres[i] / Nx / Ny - Shape.Radius;
            }

            Sum(places.AsSpan(0, 3 * centres.Length), centres.Length, hostSums);
            int count = bins.Count * KernelConstants.WindowSumCount;
            Parallel.For(0, centres.Length, i =>
            {
                Span<double> terms = stackalloc double[4 * Shape.Shells];
                bins.Finish(hostSums.AsSpan(i * count, count), terms, profiles.AsSpan(i * Shape.ProfileLength, Shape.ProfileLength));
            });
            consume(centres, profiles.AsSpan(0, centres.Length * Shape.ProfileLength));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        foreach (IDisposable item in (IDisposable[])[transform, windows, .. halves, starts, points, factors, firsts, weights, sums])
            item.Dispose();
    }

    private void Sum(ReadOnlySpan<int> places, int count, double[] result)
    {
        int side = Shape.Side;
        accelerator.Upload(places, starts);
        for (int m = 0; m < halves.Length; m++)
        {
            gather.Set(m == 0 ? map : reference!).Set(Nx).Set(Ny).Set(starts).Set(side).Set(windows).RunGroups((long)count * side);
            transform.Forward(windows, halves[m]);
        }

        long groups = (long)count * bins.Count;
        sum.Set(halves[0]).Set(halves[^1]).Set(halves.Length - 1).Set((long)(Shape.Radius + 1) * side * side).Set(points).Set(factors).Set(firsts).Set(weights)
            .Set(bins.Count).Set(sums).RunGroups(groups);
        accelerator.Download(sums, result.AsSpan(0, (int)groups * KernelConstants.WindowSumCount));
    }
}
