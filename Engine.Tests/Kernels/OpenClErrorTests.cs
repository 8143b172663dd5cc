using Engine.Kernels;
using Engine.Kernels.Compute;
using Engine.Kernels.OpenCl;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Failures of the device become typed errors that say what to do.</summary>
[TestFixture]
public sealed class OpenClErrorTests
{
    [Test]
    public void SourceErrorShowsTheCompilersWords()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        lock (OpenClContext.BuildLock)
        {
            DeviceException? e = Assert.Throws<DeviceException>(
                () => OpenClProgram.Build(accelerator.Context, "broken", "__kernel void f(__global int *x) { x[0] = missing_name; }", "", new ProgramCache("")));
            Assert.That(e!.Message, Does.Contain("'broken'").And.Contain("missing_name").And.Contain(accelerator.Name).And.Not.Contain("\n"));
            Assert.That(e.ExitCode, Is.EqualTo(ExitCode.Device));
        }
    }

    [Test]
    public void TooLargeAllocationIsTyped()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        long length = accelerator.MemoryBytes / sizeof(double) + 1;
        DeviceOutOfMemoryException? e = Assert.Throws<DeviceOutOfMemoryException>(() => accelerator.Allocate<double>(length, "a very large test"));
        Assert.That(e!.RequestedBytes, Is.EqualTo(length * sizeof(double)));
        Assert.That(e.AvailableBytes, Is.InRange(1, accelerator.MemoryBytes));
        Assert.That(e.Message, Does.Contain("a very large test").And.Contain("--device cpu"));
    }

    [Test]
    public void AllocationAboveTheDriversLimitIsTyped()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        long length = accelerator.Device.MaxAllocationBytes + 1;
        if (!accelerator.Device.IsPocl || length > accelerator.MemoryBytes)
            Assert.Ignore("only PoCL refuses to go above the limit that it states");
        DeviceOutOfMemoryException? e = Assert.Throws<DeviceOutOfMemoryException>(() => accelerator.Allocate<byte>(length, "one large piece"));
        Assert.That(e!.Message, Does.Contain("in one piece"));
    }

    [Test]
    public void MemoryIsCountedBack()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        OpenClMemory memory = new(accelerator.Context, 1000, "test");
        memory.Dispose();
        memory.Dispose();
        Assert.That(() => memory.Address, Throws.TypeOf<ObjectDisposedException>());
        Assert.That(accelerator.Context.AvailableBytes, Is.LessThanOrEqualTo(accelerator.MemoryBytes));
    }

    [Test]
    public void StatusNamesTheCallAndTheCode()
    {
        Assert.That(() => OpenClStatus.ThrowIfFailed(0), Throws.Nothing);
        DeviceException? e = Assert.Throws<DeviceException>(() => OpenClStatus.ThrowIfFailed(Returns(-54)));
        Assert.That(e!.Message, Does.Contain("Returns").And.Contain("CL_INVALID_WORK_GROUP_SIZE").And.Contain("-54"));
        Assert.That(() => OpenClStatus.ThrowIfFailed(Returns(-4)), Throws.TypeOf<DeviceOutOfMemoryException>());
        Assert.That(OpenClStatus.Name(-12345), Is.EqualTo("an unknown code"));
    }

    [Test]
    public void KernelWithMissingArgumentsDoesNotRun()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        using OpenClKernel kernel = new(accelerator, accelerator.Context.Program("vectors"), "vector_fill", KernelConstants.ItemGroup);
        Assert.That(() => kernel.Run(1), Throws.InvalidOperationException.With.Message.Contains("vector_fill"));
    }

    [Test]
    public void UnknownKernelIsNamed()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        Assert.That(
            () => new OpenClKernel(accelerator, accelerator.Context.Program("vectors"), "no_such_kernel", 1),
            Throws.TypeOf<DeviceException>().With.Message.Contains("no_such_kernel").And.Message.Contains("CL_INVALID_KERNEL_NAME"));
    }

    [Test]
    public void TransfersOutsideAnArrayAreRefused()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        using DeviceBuffer<int> buffer = accelerator.Allocate<int>(10, "test");
        Assert.That(() => accelerator.Upload<int>(new int[6], buffer, 5), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => accelerator.Download(buffer, new int[1], -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => accelerator.Allocate<int>(0, "test"), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void ClosedAcceleratorSaysSo()
    {
        OpenClAccelerator accelerator = OpenClTestDevice.Open();
        DeviceBuffer<int> buffer = accelerator.Allocate<int>(10, "test");
        accelerator.Dispose();
        accelerator.Dispose();
        Assert.That(() => accelerator.Allocate<int>(1, "test"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => accelerator.Download(buffer, new int[1]), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(buffer.Dispose, Throws.Nothing);
    }

    [Test]
    public void ArraysOfDifferentLengthsAreRefused()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        using DeviceBuffer<double> x = accelerator.Allocate<double>(3, "test");
        using DeviceBuffer<double> y = accelerator.Allocate<double>(4, "test");
        Assert.That(() => accelerator.Vectors.Dot(x, y), Throws.ArgumentException.With.Message.Contains("3 and 4"));
        Assert.That(() => accelerator.Vectors.MaxTripleLength(y), Throws.ArgumentException);
    }

    private static int Returns(int status) => status;
}
