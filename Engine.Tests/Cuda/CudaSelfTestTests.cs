using Engine.Kernels;
using Engine.Kernels.Cuda;
using NUnit.Framework;

namespace Engine.Tests.Cuda;

/// <summary>The self-test passes on the stand-in: every kernel group and the Fourier transforms.</summary>
[TestFixture]
public sealed class CudaSelfTestTests
{
    [Test]
    public void EveryGroupPasses()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        foreach (SelfTestResult result in SelfTest.Run(accelerator))
            Assert.That(result.Ok, $"{result.Name}: {result.Message}");
    }
}
