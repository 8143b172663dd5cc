using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The accelerators that every kernel test runs on.</summary>
public static class TestAccelerators
{
    private const string OpenClPrefix = "opencl: ";

    /// <summary>
    /// One fixture per accelerator: the CPU with one thread, the CPU with a team of three, and every usable OpenCL device. Use as
    /// <c>[TestFixtureSource(typeof(TestAccelerators), nameof(All))]</c> on a class derived from <see cref="KernelFixture"/>.
    /// </summary>
    public static IEnumerable<TestFixtureData> All
    {
        get
        {
            yield return Fixture("cpu, 1 thread");
            yield return Fixture("cpu, 3 threads");
            string[] devices = [.. DeviceCatalog.List().Where(d => d.Kind == AcceleratorKind.OpenCl && d.IsUsable).Select(d => d.Name)];
            foreach (string device in devices)
                yield return Fixture(OpenClPrefix + device);
            if (devices.Length == 0)
                yield return Fixture(OpenClPrefix + "none").Ignore("no usable OpenCL device; install PoCL to run this test");
        }
    }

    /// <summary>Opens an accelerator of <see cref="All"/>.</summary>
    /// <param name="name">Fixture argument.</param>
    public static Accelerator Open(string name)
    {
        if (name.StartsWith(OpenClPrefix, StringComparison.Ordinal))
            return DeviceCatalog.Open(name[OpenClPrefix.Length..], 0);
        return new CpuAccelerator(name.Contains('1', StringComparison.Ordinal) ? 1 : 3);
    }

    private static TestFixtureData Fixture(string name) => new TestFixtureData(name).SetArgDisplayNames(name);
}
