using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Engine.Kernels.Cpu;

namespace Engine.Kernels.Fft;

/// <summary>
/// Real-to-complex 3-D transform on the CPU: rows along x and columns along y plane by plane (a plane stays in the cache), then columns along z. Every
/// one-dimensional transform has its own arithmetic, so the result does not depend on the number of threads.
/// </summary>
internal sealed unsafe class CpuFourierPlan : FourierPlan
{
    private const int Lanes = 16;

    private readonly CpuWorkers workers;
    private readonly RowPass rows;
    private readonly ColumnPass columnsY;
    private readonly ColumnPass columnsZ;
    private readonly long workLength;
    private readonly ConcurrentBag<nint> workspaces = [];

    public CpuFourierPlan(CpuWorkers workers, int nx, int ny, int nz, int batch)
        : base(nx, ny, nz, batch)
    {
        this.workers = workers;
        rows = new RowPass(nx);
        columnsY = new ColumnPass(ny);
        columnsZ = new ColumnPass(nz);
        workLength = Math.Max(rows.WorkLength(Lanes), Math.Max(columnsY.WorkLength(Lanes), columnsZ.WorkLength(Lanes)));
    }

    private int HalfX => Nx / 2 + 1;

    public override void Forward(DeviceBuffer<float> real, DeviceBuffer<float> half)
    {
        Check(real, half);
        float* r = real.Host(), h = half.Host();
        Planes((plane, work) =>
        {
            float* from = r + (plane * Nx * Ny), to = h + (2 * plane * HalfX * Ny);
            for (int y = 0; y < Ny; y += Lanes)
                rows.Forward(from + ((long)y * Nx), to + (2L * y * HalfX), Math.Min(Lanes, Ny - y), work, Lanes);
            for (int x = 0; x < HalfX; x += Lanes)
                columnsY.Run(to + (2 * x), 2L * HalfX, Math.Min(Lanes, HalfX - x), false, work, Lanes);
        });
        ColumnsZ(h, false);
    }

    public override void Inverse(DeviceBuffer<float> half, DeviceBuffer<float> real)
    {
        Check(real, half);
        float* r = real.Host(), h = half.Host();
        float factor = (float)(1.0 / ((double)Nx * Ny * Nz));
        ColumnsZ(h, true);
        Planes((plane, work) =>
        {
            float* from = h + (2 * plane * HalfX * Ny), to = r + (plane * Nx * Ny);
            for (int x = 0; x < HalfX; x += Lanes)
                columnsY.Run(from + (2 * x), 2L * HalfX, Math.Min(Lanes, HalfX - x), true, work, Lanes);
            for (int y = 0; y < Ny; y += Lanes)
                rows.Inverse(from + (2L * y * HalfX), to + ((long)y * Nx), Math.Min(Lanes, Ny - y), work, Lanes, factor);
        });
    }

    protected override void Dispose(bool disposing)
    {
        while (workspaces.TryTake(out nint work))
            NativeMemory.AlignedFree((void*)work);
    }

    private void Check(DeviceBuffer<float> real, DeviceBuffer<float> half)
    {
        if (real.Length < RealLength || half.Length < HalfLength)
            throw new ArgumentException($"arrays of {real.Length} and {half.Length} floats for a plan of {RealLength} and {HalfLength}");
    }

    private delegate void PlaneWork(long plane, float* work);

    private void Planes(PlaneWork work)
    {
        long planes = (long)Nz * Batch;
        int perTask = (int)Math.Clamp(planes / 64, 1, 64), tasks = (int)((planes + perTask - 1) / perTask);
        workers.Run(tasks, task =>
        {
            float* space = Rent();
            for (long p = (long)task * perTask; p < Math.Min(planes, (task + 1L) * perTask); p++)
                work(p, space);
            workspaces.Add((nint)space);
        });
    }

    /// <summary>Columns along z, a row of neighbouring columns per task.</summary>
    private void ColumnsZ(float* half, bool inverse)
    {
        if (Nz == 1)
            return;
        long plane = 2L * HalfX * Ny;
        workers.Run(Ny * Batch, task =>
        {
            float* space = Rent();
            float* start = half + (task / Ny * plane * Nz) + (task % Ny * 2L * HalfX);
            for (int x = 0; x < HalfX; x += Lanes)
                columnsZ.Run(start + (2 * x), plane, Math.Min(Lanes, HalfX - x), inverse, space, Lanes);
            workspaces.Add((nint)space);
        });
    }

    private float* Rent()
    {
        if (workspaces.TryTake(out nint kept))
            return (float*)kept;
        nuint bytes = (nuint)workLength * sizeof(float);
        void* fresh = NativeMemory.AlignedAlloc(bytes, 64);
        NativeMemory.Clear(fresh, bytes);
        return (float*)fresh;
    }
}
