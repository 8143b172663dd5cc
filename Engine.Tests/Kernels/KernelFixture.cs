using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Base of the kernel tests: opens the accelerator of the fixture for each test case.</summary>
/// <param name="accelerator">A name of <see cref="TestAccelerators.All"/>.</param>
public abstract class KernelFixture(string accelerator)
{
    private Accelerator? device;

    /// <summary>The accelerator under test.</summary>
    protected Accelerator Device => device ?? throw new InvalidOperationException("used outside a test");

    /// <summary>Its name among the test accelerators.</summary>
    protected string Name => accelerator;

    /// <summary>Opens the accelerator.</summary>
    [SetUp]
    public void OpenDevice() => device = TestAccelerators.Open(accelerator);

    /// <summary>Closes the accelerator.</summary>
    [TearDown]
    public void CloseDevice() => device?.Dispose();

    /// <summary>Copies an array to the device.</summary>
    protected DeviceBuffer<T> Put<T>(params T[] values)
        where T : unmanaged => Device.Upload<T>(values, "test");

    /// <summary>Copies an array from the device.</summary>
    protected T[] Get<T>(DeviceBuffer<T> buffer)
        where T : unmanaged
    {
        T[] values = new T[buffer.Length];
        Device.Download(buffer, values);
        return values;
    }
}
