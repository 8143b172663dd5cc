namespace Engine.Kernels.OpenCl;

/// <summary>
/// A VkFFT plan. Axes of one point are left out of the transform; when x has one point the half space holds as many numbers as the real array,
/// and the plan transforms complex numbers in place after a change of layout.
/// </summary>
internal sealed class OpenClFourierPlan : FourierPlan
{
    private readonly OpenClAccelerator accelerator;
    private readonly OpenClKernel widen;
    private readonly OpenClKernel narrow;
    private readonly bool complexOnly;
    private nint plan;

    /// <summary>Makes a plan from the cache of compiled kernels, or compiles it and fills the cache.</summary>
    /// <param name="accelerator">Owner.</param>
    /// <param name="widen">Kernel that makes real numbers complex.</param>
    /// <param name="narrow">Kernel that takes real parts.</param>
    /// <param name="cache">Where compiled kernels are kept, or null.</param>
    /// <param name="nx">Points along x.</param>
    /// <param name="ny">Points along y.</param>
    /// <param name="nz">Points along z.</param>
    /// <param name="batch">Number of transforms.</param>
    public OpenClFourierPlan(OpenClAccelerator accelerator, OpenClKernel widen, OpenClKernel narrow, ProgramCache? cache, int nx, int ny, int nz, int batch)
        : base(nx, ny, nz, batch)
    {
        this.accelerator = accelerator;
        this.widen = widen;
        this.narrow = narrow;
        complexOnly = nx == 1;
        ulong[] sizes = [.. ((int[])[nx, ny, nz]).Where(n => n > 1).Select(n => (ulong)n)];
        if (sizes.Length == 0)
            return;
        VkFft.Shape shape = new(
            (ulong)sizes.Length, sizes[0], sizes.ElementAtOrDefault(1), sizes.ElementAtOrDefault(2), (ulong)batch, complexOnly ? 1UL : 0UL);
        lock (OpenClContext.BuildLock)
            plan = Make(accelerator.Context, shape, cache);
    }

    /// <inheritdoc/>
    public override void Forward(DeviceBuffer<float> real, DeviceBuffer<float> half)
    {
        Check(real, half);
        if (complexOnly)
            widen.Set(real).Set(half).Set(RealLength).Run(RealLength);
        Transform(real, half, inverse: false);
    }

    /// <inheritdoc/>
    public override void Inverse(DeviceBuffer<float> half, DeviceBuffer<float> real)
    {
        Check(real, half);
        Transform(real, half, inverse: true);
        if (complexOnly)
            narrow.Set(half).Set(real).Set(RealLength).Run(RealLength);
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

    private void Transform(DeviceBuffer<float> real, DeviceBuffer<float> half, bool inverse)
    {
        if (plan != 0)
            VkFft.Run(plan, accelerator.Queue, OpenClBuffer<float>.From(real).Memory.Address, OpenClBuffer<float>.From(half).Memory.Address, inverse);
    }

    private void Check(DeviceBuffer<float> real, DeviceBuffer<float> half)
    {
        if (real.Length < RealLength)
            throw new ArgumentException($"{real.Length} floats for {Nx} x {Ny} x {Nz} x {Batch} points", nameof(real));
        if (half.Length < HalfLength)
            throw new ArgumentException($"{half.Length} floats for the half space of {Nx} x {Ny} x {Nz} x {Batch} points", nameof(half));
    }
}
