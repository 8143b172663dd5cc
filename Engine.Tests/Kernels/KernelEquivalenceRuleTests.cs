using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The comparison itself: what is wrong, missing, not a number, all zero or depends on threads fails.</summary>
[TestFixture]
public sealed class KernelEquivalenceRuleTests
{
    /// <summary>Right results pass, within the tolerance of a value's size and of the size of its column.</summary>
    [TestCase(1.0, 1.0, true)]
    [TestCase(1.00001, 1.0, true)]
    [TestCase(1.0001, 1.0, false)]
    [TestCase(double.NaN, 1.0, false)]
    [TestCase(1.0, double.NaN, false)]
    [TestCase(0.0, 0.0, false)]
    public void AResultIsJudgedByItsSize(double actual, double expected, bool isOk)
    {
        var kernel = new KernelCase("test", "numbers", (_, _) => [actual, actual]) { Scalar = _ => [expected, expected] };
        Assert.That(Run(kernel, 1).Ok, Is.EqualTo(isOk), Run(kernel, 1).Message);
    }

    /// <summary>A small column is not hidden by a large one.</summary>
    [Test]
    public void ColumnsHaveSizesOfTheirOwn()
    {
        var kernel = new KernelCase("test", "columns", (_, _) => [1e6, 1.001, 1e6, 1]) { Scalar = _ => [1e6, 1, 1e6, 1], Columns = 2 };
        Assert.That(Run(kernel, 1).Message, Does.Contain("number 1 of 4 is 1.001"));
        Assert.That(Run(kernel with { Tolerances = [1e-5, 1e-2] }, 1).Ok);
    }

    /// <summary>Bits that depend on threads, missing numbers and exceptions are failures with a reason.</summary>
    [Test]
    public void OtherFailuresAreReported()
    {
        var threads = new KernelCase("test", "threads", (a, _) => [1 + 1e-15 * ((CpuAccelerator)a).Workers.Count]);
        Assert.That(Run(threads, 2).Message, Does.Contain("the bits must not depend on it"));
        var missing = new KernelCase("test", "missing", (_, _) => [1]) { Scalar = _ => [1, 2] };
        Assert.That(Run(missing, 1).Message, Does.Contain("1 numbers, 2 from plain loops"));
        var broken = new KernelCase("test", "broken", (_, _) => throw new InvalidOperationException("a reason"));
        Assert.That(Run(broken, 1), Is.EqualTo(new SelfTestResult("test: broken", false, "InvalidOperationException: a reason")));
    }

    /// <summary>Every name is there once.</summary>
    [Test]
    public void NamesAreUnique() => Assert.That(KernelEquivalence.Cases.Select(c => c.Name), Is.Unique);

    private static SelfTestResult Run(KernelCase kernel, int threads)
    {
        using var cpu = new CpuAccelerator(threads);
        return KernelEquivalence.Run(kernel, cpu);
    }
}
