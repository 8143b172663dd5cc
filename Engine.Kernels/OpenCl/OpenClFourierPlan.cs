using Engine.Kernels.Compute;

namespace Engine.Kernels.OpenCl;

/// <summary>A VkFFT plan.</summary>
internal sealed class OpenClFourierPlan : ComputeFourierPlan
{
    private readonly OpenClAccelerator accelerator;
    private nint plan;

    /// <summary>Makes a plan from the cache of compiled kernels, or compiles it and fills the cache.</summary>
    /// <param name="accelerator">Owner.</param>
    /// <param name="helpers">The engine's kernels round the library's transform.</param>
    /// <param name="cache">Where compiled kernels are kept, or null.</param>
    /// <param name="nx">Points along x.</param>
    /// <param name="ny">Points along y.</param>
    /// <param name="nz">Points along z.</param>
    /// <param name="batch">Number of transforms.</param>
    public OpenClFourierPlan(OpenClAccelerator accelerator, FourierHelpers helpers, ProgramCache? cache, int nx, int ny, int nz, int batch)
        : base(helpers, nx, ny, nz, batch)
    {
        this.accelerator = accelerator;
        ulong[] sizes = [.. Axes.Select(n => (ulong)n)];
        if (sizes.Length == 0)
            return;
        VkFft.Shape shape = new(
            (ulong)sizes.Length, sizes[0], sizes.ElementAtOrDefault(1), sizes.ElementAtOrDefault(2), (ulong)batch, ComplexOnly ? 1UL : 0UL);
        lock (OpenClContext.BuildLock)
            plan = Make(accelerator.Context, shape, cache);
    }

    /// <inheritdoc/>
    protected override void Transform(DeviceBuffer<float> real, DeviceBuffer<float> half, bool inverse)
    {
        if (plan == 0)
            return;
        ComputeMemory from = ComputeBuffer<float>.MemoryOf(real, accelerator), to = ComputeBuffer<float>.MemoryOf(half, accelerator);
        VkFft.Run(plan, accelerator.Queue, from.Address, to.Address, inverse);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (plan == 0)
            return;
        if (disposing)
            accelerator.Synchronize();
        VkFft.Destroy(plan);
        plan = 0;
    }

    private static nint Make(OpenClContext context, in VkFft.Shape shape, ProgramCache? cache)
    {
        OpenClDeviceInfo device = context.Device;
        string key = ProgramCache.Key($"VkFFT {VkFft.HeaderVersion} {shape}", device.Platform, device.Name, device.Version, device.Driver);
        if (cache?.Read(key) is { } saved && VkFft.Create(context, shape, saved, false, out _, out nint loaded) == 0)
            return loaded;
        int status = VkFft.Create(context, shape, [], cache != null, out string message, out nint made);
        for (int again = 0; again < OpenClProgram.Retries && status != 0 && OpenClProgram.IsDisturbed(device, message); again++)
            status = VkFft.Create(context, shape, [], cache != null, out message, out made);
        if (status != 0)
        {
            string size = $"{shape.Size0} x {Math.Max(1, shape.Size1)} x {Math.Max(1, shape.Size2)}, batch {shape.Batch}";
            throw new DeviceException(
                $"VkFFT: no plan for {size} on '{device.Name}', VkFFTResult {status} {message}; use another box size or --device cpu".ReplaceLineEndings(" "));
        }

        cache?.Write(key, VkFft.Save(made));
        return made;
    }
}
