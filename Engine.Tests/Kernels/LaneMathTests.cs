using System.Runtime.Intrinsics;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Vector functions against those of the runtime.</summary>
[TestFixture]
public class LaneMathTests
{
    [Test]
    public void ExpMinus_HasTheErrorItStates()
    {
        for (float x = 0; x < 65; x += 0.0037f)
        {
            double exact = Math.Exp(-(double)x);
            Assert.That(LaneMath.ExpMinus(Vector256.Create(x))[5], Is.EqualTo(exact).Within(2e-7 * (1 + x) * exact), $"x = {x}");
        }

        foreach (float x in new[] { 70f, 100, 1e4f, 1e30f })
            Assert.That(LaneMath.ExpMinus(Vector256.Create(x))[0], Is.InRange(0, 1.1e-30));
        Assert.That(LaneMath.ExpMinus(Vector256<float>.Zero)[7], Is.EqualTo(1));
    }
}
