namespace Engine.Kernels.Compute;

/// <summary>The grid of a map as arguments of kernels that interpolate; keeps the frame on the device between calls.</summary>
/// <param name="accelerator">Owner.</param>
internal sealed class ComputeGrid(ComputeAccelerator accelerator) : IDisposable
{
    private readonly double[] last = new double[12];
    private DeviceBuffer<double>? frameBuffer;

    /// <summary>Gives the next five arguments: three sizes, whether the grid repeats, and the frame.</summary>
    /// <param name="kernel">Kernel that has its map.</param>
    /// <param name="frame">Where the grid lies.</param>
    public ComputeKernel Set(ComputeKernel kernel, in GridFrame frame)
    {
        Span<double> numbers = stackalloc double[12];
        frame.ToGrid.CopyTo(numbers);
        numbers[9] = frame.OriginX;
        numbers[10] = frame.OriginY;
        numbers[11] = frame.OriginZ;
        if (frameBuffer == null || !numbers.SequenceEqual(last))
        {
            frameBuffer ??= accelerator.Allocate<double>(numbers.Length, "frame of the map");
            accelerator.Upload<double>(numbers, frameBuffer);
            numbers.CopyTo(last);
        }

        return kernel.Set(frame.Nx).Set(frame.Ny).Set(frame.Nz).Set(frame.Periodic ? 1 : 0).Set(frameBuffer);
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose() => frameBuffer?.Dispose();
}
