using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Cuda;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The accelerators that every kernel test runs on.</summary>
public static class TestAccelerators
{
    private const string OpenClPrefix = "opencl: ";
    private const string CudaPrefix = "cuda: ";
    private const string StandIn = "stand-in";

    /// <summary>
    /// One fixture per accelerator: the CPU with one thread, the CPU with a team of three, every usable OpenCL and
    /// CUDA device, and the stand-in for a CUDA device (<see cref="CudaStandIn"/>). Use as
    /// <c>[TestFixtureSource(typeof(TestAccelerators), nameof(All))]</c> on a class derived from <see cref="KernelFixture"/>.
    /// </summary>
    public static IEnumerable<TestFixtureData> All
    {
        get
        {
            yield return Fixture("cpu, 1 thread");
            yield return Fixture("cpu, 3 threads");
            foreach (TestFixtureData compiled in Compiled)
                yield return compiled;
        }
    }

    /// <summary>Those of <see cref="All"/> that compile the kernels of Compute/Sources.</summary>
    public static IEnumerable<TestFixtureData> Compiled
    {
        get
        {
            string[] devices = [.. DeviceCatalog.List().Where(d => d.Kind == AcceleratorKind.OpenCl && d.IsUsable).Select(d => d.Name)];
            foreach (string device in devices)
                yield return Fixture(OpenClPrefix + device);
            if (devices.Length == 0)
                yield return Fixture(OpenClPrefix + "none").Ignore("no usable OpenCL device; install PoCL to run this test");
            foreach (string device in DeviceCatalog.List().Where(d => d.Kind == AcceleratorKind.Cuda && d.IsUsable).Select(d => d.Name))
                yield return Fixture(CudaPrefix + device);
            TestFixtureData standIn = Fixture(CudaPrefix + StandIn);
            yield return CudaStandIn.Problem is { } problem ? standIn.Ignore(problem) : standIn;
        }
    }

    /// <summary>Opens an accelerator of <see cref="All"/>.</summary>
    /// <param name="name">Fixture argument.</param>
    public static Accelerator Open(string name)
    {
        if (name.StartsWith(OpenClPrefix, StringComparison.Ordinal))
            return DeviceCatalog.Open(name[OpenClPrefix.Length..], 0);
        if (name == CudaPrefix + StandIn)
            return CudaStandIn.Open();
        if (name.StartsWith(CudaPrefix, StringComparison.Ordinal))
            return DeviceCatalog.Open(name[CudaPrefix.Length..], 0);
        return new CpuAccelerator(name.Contains('1', StringComparison.Ordinal) ? 1 : 3);
    }

    private static TestFixtureData Fixture(string name) => new TestFixtureData(name).SetArgDisplayNames(name);
}
