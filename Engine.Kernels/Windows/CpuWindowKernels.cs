using System.Collections.Concurrent;
using Engine.Kernels.Cpu;

namespace Engine.Kernels.Windows;

/// <summary>Windows on the CPU: they share work, see <see cref="WindowSlabs"/> and <see cref="WindowStates"/>.</summary>
/// <param name="workers">Threads.</param>
internal sealed class CpuWindowKernels(CpuWorkers workers) : WindowKernels
{
    /// <inheritdoc/>
    public override WindowPlan CreatePlan(DeviceBuffer<float> map, DeviceBuffer<float>? reference, int nx, int ny, int nz, WindowShape shape)
    {
        Check(map, reference, nx, ny, nz, shape);
        return new CpuWindowPlan(workers, map, reference, nx, ny, nz, shape);
    }
}

/// <summary>Windows that move voxel by voxel through a region, eight of neighbouring, or equally spaced, x at once, a column of them per task.</summary>
internal sealed unsafe class CpuWindowPlan : WindowPlan
{
    private readonly CpuWorkers workers;
    private readonly DeviceBuffer<float> map;
    private readonly DeviceBuffer<float>? reference;
    private readonly WindowShells shells;
    private readonly WindowPoints[] points;
    private readonly NativeBuffer<float> roots;
    private readonly ConcurrentBag<WindowWork> workSpaces = [];
    private int depth;

    /// <summary>Makes the tables.</summary>
    public CpuWindowPlan(CpuWorkers workers, DeviceBuffer<float> map, DeviceBuffer<float>? reference, int nx, int ny, int nz, WindowShape shape)
        : base(nx, ny, nz, shape)
    {
        (this.workers, this.map, this.reference) = (workers, map, reference);
        shells = new WindowShells(shape);
        points = [.. Enumerable.Range(0, shape.Shells).Select(kx => new WindowPoints(shells, kx))];
        roots = Roots(shape.Side);
    }

    /// <inheritdoc/>
    public override void Run(WindowRegion region, byte[] selected, WindowConsumer consume, CancellationToken cancel = default)
    {
        WindowColumn[] columns = WindowColumn.Sort(region, Voxels(region, selected), Nx, Ny, Shape.Radius);
        if (columns.Length == 0)
            return;
        int needed = columns.Max(c => c.ZLast - c.ZFirst + 1);
        if (needed > depth)
        {
            Drop();
            depth = needed;
        }

        long voxels = (long)Nx * Ny * Nz;
        float* mapValues = CpuBuffer.Pointer(map, voxels), referenceValues = reference == null ? null : CpuBuffer.Pointer(reference, voxels);
        workers.Run(columns.Length, i =>
        {
            cancel.ThrowIfCancellationRequested();
            if (!workSpaces.TryTake(out WindowWork? work))
                work = new WindowWork(shells, points, roots, reference != null, depth);
            try
            {
                work.Run(mapValues, referenceValues, Nx, Ny, columns[i], consume, cancel);
            }
            finally
            {
                workSpaces.Add(work);
            }
        });
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        Drop();
        roots.Dispose();
    }

    private static NativeBuffer<float> Roots(int side)
    {
        var table = new NativeBuffer<float>(4L * side * side, "roots of unity");
        for (int j = 0; j < side; j++)
        {
            for (int k = 0; k < side; k++)
            {
                (double sine, double cosine) = Math.SinCos(-2 * Math.PI * (j * k % side) / side);
                Span<float> entry = table.Slice(4L * (j * side + k), 4);
                (entry[0], entry[1], entry[2], entry[3]) = ((float)cosine, (float)sine, (float)-sine, 0);
            }
        }

        return table;
    }

    private void Drop()
    {
        while (workSpaces.TryTake(out WindowWork? work))
            work.Dispose();
    }
}
