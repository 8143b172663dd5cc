using Engine.Kernels;
using Engine.Kernels.OpenCl;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The self-test passes on every OpenCL device here.</summary>
[TestFixture]
public sealed class OpenClSelfTestTests
{
    [Test]
    public void EveryGroupPasses()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        foreach (SelfTestResult result in SelfTest.Run(accelerator))
            Assert.That(result.Ok, $"{result.Name}: {result.Message}");
    }
}
