using Engine.Kernels;
using Engine.Kernels.OpenCl;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The cases of 'cryoengine info --self-test' on every accelerator: each kernel against plain loops, and against the CPU's SIMD kernels.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class KernelEquivalenceTests(string accelerator) : KernelFixture(accelerator)
{
    private static IEnumerable<TestCaseData> Cases => KernelEquivalence.Cases.Select(c => new TestCaseData(c).SetArgDisplayNames(c.Name));

    /// <summary>The device gives what is right.</summary>
    [TestCaseSource(nameof(Cases))]
    public void KernelGivesWhatIsRight(object kernel)
    {
        var tested = (KernelCase)kernel;
        if (tested.IsHost && Device.Kind != AcceleratorKind.Cpu)
            Assert.Ignore("the host does this work for every device");
        if (tested.Name.StartsWith("Fourier: transform", StringComparison.Ordinal) || tested.Name.StartsWith("Fourier: inverse", StringComparison.Ordinal))
        {
            if (Device.Kind == AcceleratorKind.OpenCl && VkFft.Problem is { } problem)
                Assert.Ignore(problem);
        }

        SelfTestResult result = KernelEquivalence.Run(tested, Device);
        Assert.That(result.Ok, $"{result.Name}: {result.Message}");
    }
}
