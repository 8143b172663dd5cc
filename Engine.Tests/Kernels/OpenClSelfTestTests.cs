using Engine.Kernels;
using Engine.Kernels.OpenCl;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The self-test passes on every OpenCL device here.</summary>
[TestFixture]
public sealed class OpenClSelfTestTests
{
    [Test]
    public void WrongResultIsReported()
    {
        Assert.That(() => SelfTest.Expect("a number", 1.1, 1, 0.05), Throws.TypeOf<NumericalException>().With.Message.Contains("a number is 1.1"));
        Assert.That(() => SelfTest.Expect("a number", double.NaN, 1, 0.05), Throws.TypeOf<NumericalException>());
        Assert.That(() => SelfTest.Expect("a number", 102, 100, 0.05), Throws.Nothing);
    }

    [Test]
    public void EveryGroupPasses()
    {
        using OpenClAccelerator accelerator = OpenClTestDevice.Open();
        foreach (SelfTestResult result in SelfTest.Run(accelerator))
        {
            if (result.Name == "Fourier transform" && VkFft.Problem is { } problem)
                Assert.That(result, Is.EqualTo(new SelfTestResult(result.Name, false, problem)));
            else
                Assert.That(result.Ok, $"{result.Name}: {result.Message}");
        }
    }
}
