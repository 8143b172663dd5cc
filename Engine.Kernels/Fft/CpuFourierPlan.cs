using System.Collections.Concurrent;
using Engine.Kernels.Cpu;

namespace Engine.Kernels.Fft;

/// <summary>
/// Our own real-to-complex transform on the CPU; see <see cref="VolumeTransform"/>. It shares the work out in one of three ways, with the same
/// bits as result: whole volumes of a large batch, groups of planes, or, for few planes, pieces of them.
/// </summary>
internal sealed unsafe class CpuFourierPlan : FourierPlan
{
    private const long CachedVolumeFloats = 192 << 10;
    private const long TaskFloats = 16 << 10;
    private const int RowBlocksPerTask = 4;
    private const int ColumnBlocksPerTask = 8;

    private readonly CpuWorkers workers;
    private readonly VolumeTransform volume;
    private readonly ConcurrentBag<NativeBuffer<float>> workSpaces = [];

    /// <summary>Makes a plan.</summary>
    /// <param name="workers">Threads.</param>
    /// <param name="nx">Points along x.</param>
    /// <param name="ny">Points along y.</param>
    /// <param name="nz">Points along z.</param>
    /// <param name="batch">Number of transforms.</param>
    public CpuFourierPlan(CpuWorkers workers, int nx, int ny, int nz, int batch)
        : base(nx, ny, nz, batch)
    {
        this.workers = workers;
        volume = new VolumeTransform(nx, ny, nz);
    }

    private long RealVolume => RealLength / Batch;

    private long HalfVolume => HalfLength / Batch;

    private bool ByVolumes => HalfVolume <= CachedVolumeFloats && (Batch >= 2 * workers.Count || workers.Count == 1);

    private bool ByGroups => volume.Groups >= 2 * workers.Count || workers.Count == 1;

    /// <inheritdoc/>
    public override void Forward(DeviceBuffer<float> real, DeviceBuffer<float> half)
    {
        Check(real, half);
        float* r = real.Host(), h = half.Host();
        if (ByVolumes)
        {
            Volumes((v, work) =>
            {
                for (int g = 0; g < volume.Groups; g++)
                    ForwardGroup(r + v * RealVolume, h + v * HalfVolume, g, work);
                volume.ColumnsZ(h + v * HalfVolume, 0, long.MaxValue, work);
            });
            return;
        }

        for (int v = 0; v < Batch; v++)
        {
            float* from = r + v * RealVolume, to = h + v * HalfVolume;
            if (ByGroups)
            {
                Tasks(volume.Groups, 1, (g, _, work) => ForwardGroup(from, to, (int)g, work));
            }
            else
            {
                for (int g = 0; g < volume.Groups; g++)
                {
                    int group = g;
                    Tasks(volume.RowBlocks, RowBlocksPerTask, (first, end, work) => volume.ForwardRows(from, to, group, first, end, work));
                    Tasks(volume.ColumnBlocksY, ColumnBlocksPerTask, (first, end, work) => volume.ColumnsY(to, group, first, end, work));
                }
            }

            Tasks(volume.ColumnBlocksZ, ColumnBlocksPerTask, (first, end, work) => volume.ColumnsZ(to, first, end, work));
        }
    }

    /// <inheritdoc/>
    public override void Inverse(DeviceBuffer<float> half, DeviceBuffer<float> real)
    {
        Check(real, half);
        float* r = real.Host(), h = half.Host();
        float scale = (float)(1.0 / RealVolume);
        if (ByVolumes)
        {
            Volumes((v, work) =>
            {
                volume.ColumnsZ(h + v * HalfVolume, 0, long.MaxValue, work);
                for (int g = 0; g < volume.Groups; g++)
                    InverseGroup(h + v * HalfVolume, r + v * RealVolume, scale, g, work);
            });
            return;
        }

        for (int v = 0; v < Batch; v++)
        {
            float* from = h + v * HalfVolume, to = r + v * RealVolume;
            Tasks(volume.ColumnBlocksZ, ColumnBlocksPerTask, (first, end, work) => volume.ColumnsZ(from, first, end, work));
            if (ByGroups)
            {
                Tasks(volume.Groups, 1, (g, _, work) => InverseGroup(from, to, scale, (int)g, work));
                continue;
            }

            for (int g = 0; g < volume.Groups; g++)
            {
                int group = g;
                Tasks(volume.ColumnBlocksY, ColumnBlocksPerTask, (first, end, work) => volume.ColumnsY(from, group, first, end, work));
                Tasks(volume.RowBlocks, RowBlocksPerTask, (first, end, work) => volume.InverseRows(from, to, scale, group, first, end, work));
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        while (disposing && workSpaces.TryTake(out NativeBuffer<float>? work))
            work.Dispose();
    }

    private void ForwardGroup(float* real, float* half, int group, float* work)
    {
        volume.ForwardRows(real, half, group, 0, long.MaxValue, work);
        volume.ColumnsY(half, group, 0, long.MaxValue, work);
    }

    private void InverseGroup(float* half, float* real, float scale, int group, float* work)
    {
        volume.ColumnsY(half, group, 0, long.MaxValue, work);
        volume.InverseRows(half, real, scale, group, 0, long.MaxValue, work);
    }

    private void Volumes(VolumePiece body) =>
        Tasks(Batch, Math.Max(1, TaskFloats / HalfVolume), (first, end, work) =>
        {
            for (long v = first; v < end; v++)
                body(v, work);
        });

    private delegate void VolumePiece(long index, float* work);

    private delegate void Piece(long first, long end, float* work);

    /// <summary>Shares items out over the threads, some at a time.</summary>
    private void Tasks(long items, long perTask, Piece body)
    {
        // Even arrays of 2³¹ rows stay within the workers' range of task numbers.
        perTask = Math.Max(perTask, items >> 24);
        workers.Run((int)((items + perTask - 1) / perTask), task =>
        {
            if (!workSpaces.TryTake(out NativeBuffer<float>? work))
                work = new NativeBuffer<float>(volume.WorkFloats, "work space of the Fourier transform");
            body(task * perTask, Math.Min(items, (task + 1) * perTask), work.Pointer);
            workSpaces.Add(work);
        });
    }

    private void Check(DeviceBuffer<float> real, DeviceBuffer<float> half)
    {
        if (real.Length < RealLength)
            throw new ArgumentException($"{real.Length} floats for {Nx} x {Ny} x {Nz} x {Batch} points", nameof(real));
        if (half.Length < HalfLength)
            throw new ArgumentException($"{half.Length} floats for the half space of {Nx} x {Ny} x {Nz} x {Batch} points", nameof(half));
    }
}
