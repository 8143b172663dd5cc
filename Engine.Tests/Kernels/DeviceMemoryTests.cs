using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The account of device memory: what arrays take counts while they live, and the peak stays.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
[NonParallelizable]
public sealed class DeviceMemoryTests(string accelerator) : KernelFixture(accelerator)
{
    [Test]
    public void ThePeakIsThatOfArraysTogether()
    {
        const long Bytes = 8L << 20;

        // What other tests left to the garbage collector is not to go back in between.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        DeviceMemoryAccount.ResetPeak();
        long before = DeviceMemoryAccount.Peak;
        using (Device.Allocate<double>(Bytes / 8, "test"))
        {
            using DeviceBuffer<double> second = Device.Allocate<double>(Bytes / 8, "test");
        }

        long taken = DeviceMemoryAccount.Peak - before;
        Assert.That(taken, Device.Kind == AcceleratorKind.Cpu ? Is.Zero : Is.EqualTo(2 * Bytes));
        DeviceMemoryAccount.ResetPeak();
        Assert.That(DeviceMemoryAccount.Peak, Is.LessThanOrEqualTo(before), "all was given back");
    }
}
