using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Arrays of a device: zeroed, copied whole and in part, and too large.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class DeviceBufferTests(string accelerator) : KernelFixture(accelerator)
{
    /// <summary>New arrays hold zeros.</summary>
    [Test]
    public void NewArrayIsZero()
    {
        using DeviceBuffer<int> buffer = Device.Allocate<int>(1000, "test");
        Assert.That(buffer.Length, Is.EqualTo(1000));
        Assert.That(buffer.Accelerator, Is.SameAs(Device));
        Assert.That(Get(buffer), Is.All.Zero);
    }

    /// <summary>Parts are written and read where they belong.</summary>
    [Test]
    public void PartsAreCopied()
    {
        using DeviceBuffer<int> buffer = Put(0, 1, 2, 3, 4, 5, 6, 7);
        Device.Upload<int>([70, 80], buffer, 3);
        Assert.That(Get(buffer), Is.EqualTo(new[] { 0, 1, 2, 70, 80, 5, 6, 7 }));
        int[] part = new int[3];
        Device.Download(buffer, part, 2);
        Assert.That(part, Is.EqualTo(new[] { 2, 70, 80 }));
        Device.Clear(buffer);
        Device.Synchronize();
        Assert.That(Get(buffer), Is.All.Zero);
    }

    /// <summary>Native memory goes to the device and back.</summary>
    [Test]
    public void NativeMemoryIsCopied()
    {
        using NativeBuffer<float> host = new(5000, "test"), back = new(5000, "test");
        for (int i = 0; i < 5000; i++)
            host[i] = i;
        using DeviceBuffer<float> buffer = Device.Upload(host, "test");
        Device.Download(buffer, back);
        Assert.That(back.Slice(0, 5000).SequenceEqual(host.Slice(0, 5000)));
    }

    /// <summary>An empty upload is an array of one zero.</summary>
    [Test]
    public void EmptyUploadIsOneZero()
    {
        using DeviceBuffer<double> buffer = Device.Upload<double>([], "test");
        Assert.That(Get(buffer), Is.EqualTo(new[] { 0.0 }));
    }

    /// <summary>Copies over the end are refused.</summary>
    [Test]
    public void CopiesOverTheEndAreRefused()
    {
        using DeviceBuffer<int> buffer = Put(1, 2, 3);
        Assert.That(() => Device.Upload<int>([1, 2], buffer, 2), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Device.Download(buffer, new int[2], -1), Throws.InstanceOf<ArgumentException>());
    }

    /// <summary>An array larger than the memory is a typed error that says what it was for.</summary>
    [Test]
    public void TooLargeArrayIsATypedError()
    {
        DeviceOutOfMemoryException error = Assert.Throws<DeviceOutOfMemoryException>(() => Device.Allocate<double>(1L << 50, "a giant test").Dispose())!;
        Assert.That(error.Stage, Is.EqualTo("a giant test"));
        Assert.That(error.RequestedBytes, Is.EqualTo(1L << 53));
        Assert.That(error.ExitCode, Is.EqualTo(ExitCode.Device));
    }
}
