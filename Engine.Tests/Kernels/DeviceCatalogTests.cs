using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>What --device means.</summary>
[TestFixture]
public sealed class DeviceCatalogTests
{
    private static readonly DeviceInfo Cpu = new() { Name = "cpu", Kind = AcceleratorKind.Cpu, MemoryBytes = 1 };
    private static readonly DeviceInfo Pocl = new() { Name = "pocl pthread", Kind = AcceleratorKind.OpenCl, MemoryBytes = 1 };
    private static readonly DeviceInfo Broken = new() { Name = "Old Card", Kind = AcceleratorKind.OpenCl, MemoryBytes = 1, IsGpu = true, Reason = "it is old" };
    private static readonly DeviceInfo First = new() { Name = "Fast Card A", Kind = AcceleratorKind.OpenCl, MemoryBytes = 1, IsGpu = true };
    private static readonly DeviceInfo Second = new() { Name = "Fast Card B", Kind = AcceleratorKind.OpenCl, MemoryBytes = 1, IsGpu = true };
    private static readonly DeviceInfo Twin = new() { Name = "cuda:0 Fast Card B", Kind = AcceleratorKind.Cuda, MemoryBytes = 1, IsGpu = true, IsSecondary = true };
    private static readonly DeviceInfo Third = new() { Name = "cuda:1 Fast Card C", Kind = AcceleratorKind.Cuda, MemoryBytes = 1, IsGpu = true };
    private static readonly DeviceInfo[] Many = [Cpu, Pocl, First, Second, Twin, Third];

    /// <summary>Choices that name one device.</summary>
    [TestCase("auto", "Fast Card A")]
    [TestCase("AUTO", "Fast Card A")]
    [TestCase("cpu", "cpu")]
    [TestCase("gpu", "Fast Card A")]
    [TestCase("gpu:0", "Fast Card A")]
    [TestCase("GPU:1", "Fast Card B")]
    [TestCase("fast card b", "Fast Card B")]
    [TestCase("card b", "Fast Card B")]
    [TestCase("pocl", "pocl pthread")]
    [TestCase("gpu:2", "cuda:1 Fast Card C")]
    [TestCase("cuda", "cuda:0 Fast Card B")]
    [TestCase("CUDA:1", "cuda:1 Fast Card C")]
    [TestCase("card c", "cuda:1 Fast Card C")]
    [TestCase("cuda:0 fast card b", "cuda:0 Fast Card B")]
    public void ChoiceIsFound(string choice, string name) => Assert.That(DeviceCatalog.Choose(choice, Many).Name, Is.EqualTo(name));

    /// <summary>Without a usable GPU "auto" is the CPU, never an OpenCL driver for the CPU.</summary>
    [Test]
    public void AutoFallsBackToTheCpuOnly()
    {
        Assert.That(DeviceCatalog.Choose("auto", [Cpu, Pocl]), Is.SameAs(Cpu));
        Assert.That(DeviceCatalog.Choose("auto", [Cpu, Broken]), Is.SameAs(Cpu));
        Assert.That(DeviceCatalog.Choose("auto", [Cpu, Broken, Second]), Is.SameAs(Second));
        Assert.That(DeviceCatalog.Choose("auto", [Cpu, Pocl, Broken, Third]), Is.SameAs(Third));
        Assert.That(DeviceCatalog.Choose("auto", [Cpu, Third, Second]), Is.SameAs(Third));
    }

    /// <summary>Asking for a GPU never gives something else.</summary>
    [Test]
    public void MissingOrBrokenDeviceIsAnError()
    {
        Assert.That(() => DeviceCatalog.Choose("gpu", [Cpu, Pocl]), Throws.TypeOf<DeviceException>().With.Message.Contains("no GPU was found"));
        Assert.That(() => DeviceCatalog.Choose("gpu:3", Many), Throws.TypeOf<DeviceException>().With.Message.Contains("GPUs 0 to 2"));
        Assert.That(() => DeviceCatalog.Choose("cuda", [Cpu, First]), Throws.TypeOf<DeviceException>().With.Message.Contains("no CUDA device was found"));
        Assert.That(() => DeviceCatalog.Choose("cuda:2", Many), Throws.TypeOf<DeviceException>().With.Message.Contains("CUDA devices 0 to 1"));
        Assert.That(() => DeviceCatalog.Choose("gpu", [Cpu, Broken]), Throws.TypeOf<DeviceException>().With.Message.Contains("it is old"));
        Assert.That(() => DeviceCatalog.Choose("old", [Cpu, Broken]), Throws.TypeOf<DeviceException>().With.Message.Contains("it is old"));
        Assert.That(() => DeviceCatalog.Choose("quantum", Many), Throws.TypeOf<DeviceException>().With.Message.Contains("'Fast Card A'"));
    }

    /// <summary>Choices that make no sense.</summary>
    [TestCase("card")]
    [TestCase("gpu:")]
    [TestCase("gpu:x")]
    [TestCase("gpu:-1")]
    [TestCase("cuda:x")]
    public void SenselessChoiceIsAUsageError(string choice) => Assert.That(() => DeviceCatalog.Choose(choice, Many), Throws.TypeOf<UsageException>());

    /// <summary>The machine's own list starts with the CPU, which opens with the asked number of threads.</summary>
    [Test]
    public void CpuIsAlwaysThere()
    {
        Assert.That(DeviceCatalog.List()[0].Kind, Is.EqualTo(AcceleratorKind.Cpu));
        using Accelerator device = DeviceCatalog.Open("cpu", 3);
        Assert.That(device, Is.InstanceOf<Engine.Kernels.Cpu.CpuAccelerator>().With.Property("Workers").Property("Count").EqualTo(3));
        Assert.That(device.MemoryBytes, Is.Positive);
        Assert.That(() => DeviceCatalog.Open("cpu", -1), Throws.TypeOf<UsageException>());
    }
}
