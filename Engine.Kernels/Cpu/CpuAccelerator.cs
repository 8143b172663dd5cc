using System.Globalization;
using System.Runtime.Intrinsics.X86;
using Engine.Kernels.Fft;
using Engine.Kernels.Likelihood;
using Engine.Kernels.Windows;

namespace Engine.Kernels.Cpu;

/// <summary>The host processor: C# SIMD on all cores, no native dependency. Results do not depend on the number of threads.</summary>
public sealed class CpuAccelerator : Accelerator
{
    /// <summary>Opens the CPU.</summary>
    /// <param name="threads">Number of threads, 0 = one per core.</param>
    public CpuAccelerator(int threads)
    {
        Workers = new CpuWorkers(threads);
        Vectors = new CpuVectorKernels(Workers);
        Interpolation = new CpuInterpolationKernels(Workers);
        AtomProfiles = new CpuAtomProfileKernels(Workers);
        Restraints = new CpuRestraintKernels(Workers);
        Riding = new CpuRidingKernels(Workers);
        Splat = new CpuSplatKernels(Workers);
        Images = new CpuImageKernels(Workers);
        Voxels = new CpuVoxelKernels(Workers);
        Fourier = new CpuFourierKernels(Workers);
        Windows = new CpuWindowKernels(Workers);
        Likelihood = new CpuLikelihoodKernels(Workers);
        Contacts = new CpuContactKernels(Workers);
        Regions = new CpuRegionKernels(Workers);
        Roofline = new CpuRooflineKernels(Workers);
    }

    /// <summary>The threads that kernels run on.</summary>
    public CpuWorkers Workers { get; }

    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <inheritdoc/>
    public override AcceleratorKind Kind => AcceleratorKind.Cpu;

    /// <inheritdoc/>
    public override long MemoryBytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <inheritdoc/>
    public override VectorKernels Vectors { get; }

    /// <inheritdoc/>
    public override InterpolationKernels Interpolation { get; }

    /// <inheritdoc/>
    public override AtomProfileKernels AtomProfiles { get; }

    /// <inheritdoc/>
    public override RestraintKernels Restraints { get; }

    /// <inheritdoc/>
    public override RidingKernels Riding { get; }

    /// <inheritdoc/>
    public override SplatKernels Splat { get; }

    /// <inheritdoc/>
    public override ImageKernels Images { get; }

    /// <inheritdoc/>
    public override VoxelKernels Voxels { get; }

    /// <inheritdoc/>
    public override FourierKernels Fourier { get; }

    /// <inheritdoc/>
    public override WindowKernels Windows { get; }

    /// <inheritdoc/>
    public override LikelihoodKernels Likelihood { get; }

    /// <inheritdoc/>
    public override ContactKernels Contacts { get; }

    /// <inheritdoc/>
    public override RegionKernels Regions { get; }

    /// <inheritdoc/>
    public override RooflineKernels Roofline { get; }

    /// <summary>The CPU as an entry of the device list.</summary>
    public static DeviceInfo Describe() => new()
    {
        Name = "cpu",
        Kind = AcceleratorKind.Cpu,
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        Description = string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, {(Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "SIMD 128")}"),
    };

    /// <inheritdoc/>
    public override DeviceBuffer<T> Allocate<T>(long length, string purpose)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return new CpuBuffer<T>(this, length, purpose);
    }

    /// <inheritdoc/>
    public override DeviceBuffer<T> Share<T>(NativeBuffer<T> source, string purpose) => new CpuBuffer<T>(this, source);

    /// <inheritdoc/>
    public override void Upload<T>(ReadOnlySpan<T> source, DeviceBuffer<T> destination, long offset = 0) =>
        source.CopyTo(CpuBuffer.Memory(destination).Slice(offset, source.Length));

    /// <inheritdoc/>
    public override void Download<T>(DeviceBuffer<T> source, Span<T> destination, long offset = 0) =>
        ((ReadOnlySpan<T>)CpuBuffer.Memory(source).Slice(offset, destination.Length)).CopyTo(destination);

    /// <inheritdoc/>
    public override void Clear<T>(DeviceBuffer<T> buffer)
    {
        const int Piece = 1 << 20;
        NativeBuffer<T> memory = CpuBuffer.Memory(buffer);
        Workers.Run(
            (int)((memory.Length + Piece - 1) / Piece),
            k => memory.Slice((long)k * Piece, (int)Math.Min(Piece, memory.Length - (long)k * Piece)).Clear());
    }

    /// <inheritdoc/>
    public override Accelerator OpenAnother() => new CpuAccelerator(Workers.Count);

    /// <inheritdoc/>
    public override void Synchronize()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Workers.Dispose();
    }
}
