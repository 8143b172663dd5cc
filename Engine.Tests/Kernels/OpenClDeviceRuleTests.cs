using Engine.Kernels;
using Engine.Kernels.OpenCl;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Which OpenCL devices may be used, and why others may not.</summary>
[TestFixture]
public sealed class OpenClDeviceRuleTests
{
    private static readonly OpenClDeviceInfo Good = new()
    {
        Name = "Some GPU",
        Platform = "Some platform",
        Vendor = "Some vendor",
        Version = "OpenCL 3.0",
        Driver = "1.0",
        IsGpu = true,
        IsPocl = false,
        MemoryBytes = 1L << 34,
        MaxAllocationBytes = 1L << 32,
        ComputeUnits = 100,
        MaxGroupSize = 1024,
        LocalMemoryBytes = 49152,
        HasDouble = true,
        HasCompiler = true,
        IsAvailable = true,
    };

    private static IEnumerable<TestCaseData> Unusable()
    {
        yield return new TestCaseData(Good with { HasDouble = false }, "cl_khr_fp64");
        yield return new TestCaseData(Good with { HasCompiler = false }, "no compiler");
        yield return new TestCaseData(Good with { IsAvailable = false }, "not available");
        yield return new TestCaseData(Good with { MaxGroupSize = 64 }, "64 work-items");
        yield return new TestCaseData(Good with { IsHidden = true }, "CUDA_VISIBLE_DEVICES");
    }

    [TestCaseSource(nameof(Unusable))]
    public void DeviceIsRefusedWithItsReason(OpenClDeviceInfo device, string reason)
    {
        Assert.That(device.IsUsable, Is.False);
        Assert.That(device.Reason, Does.Contain(reason));
        Assert.That(() => OpenClDevices.Open(device), Throws.TypeOf<DeviceException>().With.Message.Contains(reason).And.Message.Contains(device.Name));
    }

    [Test]
    public void GoodDeviceIsUsable() => Assert.That(Good.Reason, Is.Null);

    [TestCase(null, 2, "11")]
    [TestCase("", 2, "00")]
    [TestCase("-1", 2, "00")]
    [TestCase("NoDevFiles", 1, "0")]
    [TestCase("0", 2, "10")]
    [TestCase("1", 2, "01")]
    [TestCase("1,0", 2, "11")]
    [TestCase("1,-1,0", 2, "01")]
    [TestCase("3", 1, "1", Description = "the driver has filtered already: its one device is number 3")]
    [TestCase("7", 2, "00")]
    [TestCase("GPU-b1", 2, "01")]
    [TestCase("GPU-a0a0-a0", 2, "10")]
    [TestCase("GPU-ffff", 2, "00")]
    public void VisibleDevicesAreCountedAsCudaDoes(string? variable, int devices, string expected)
    {
        string[] uuids = [.. ((string[])["a0a0a0a0", "b1b1b1b1"]).Take(devices)];
        Assert.That(VisibleDevices.Filter(variable, uuids), Is.EqualTo(expected.Select(c => c == '1')));
    }

    [Test]
    public void ListIsTheSameEachTimeAndHasNotes()
    {
        IReadOnlyList<OpenClDeviceInfo> first = OpenClDevices.List();
        Assert.That(OpenClDevices.List(), Is.SameAs(first));
        Assert.That(OpenClDevices.Notes, Is.Not.Empty);
        Assert.That(OpenClDevices.Notes, Has.None.Contains("\n"));
    }

    [Test]
    public void HiddenGpuIsListedButNotCounted()
    {
        DeviceInfo hidden = DeviceCatalog.Describe(Good with { IsHidden = true });
        DeviceInfo shown = DeviceCatalog.Describe(Good);
        DeviceInfo cpu = DeviceCatalog.List()[0];
        Assert.That(DeviceCatalog.Choose("gpu", [cpu, hidden, shown]), Is.SameAs(shown));
        Assert.That(DeviceCatalog.Choose("auto", [cpu, hidden]), Is.SameAs(cpu));
        Assert.That(() => DeviceCatalog.Choose("gpu", [cpu, hidden]), Throws.TypeOf<DeviceException>());
    }

    [Test]
    public void PoclIsOpenedOnlyWhenNamed()
    {
        OpenClDeviceInfo pocl = RequirePocl();
        Assert.That(DeviceCatalog.Choose("auto", DeviceCatalog.List()).Name, Is.Not.EqualTo(pocl.Name));
        using Accelerator byShortName = DeviceCatalog.Open("pocl", 0);
        using Accelerator byName = DeviceCatalog.Open(pocl.Name, 0);
        Assert.That(byShortName.Kind, Is.EqualTo(AcceleratorKind.OpenCl));
        Assert.That(byShortName.Name, Is.EqualTo(pocl.Name));
        Assert.That(byName.Name, Is.EqualTo(pocl.Name));
    }

    [Test]
    public void PoclIsMarkedAndIsNoGpu()
    {
        OpenClDeviceInfo pocl = RequirePocl();
        Assert.That(pocl.IsPocl, Is.True);
        Assert.That(pocl.IsGpu, Is.False);
    }

    [Test]
    public void RegistrationFilesNameTheDriversFound()
    {
        string folder = Directory.CreateTempSubdirectory("cryoengine-icd-").FullName;
        try
        {
            Assert.That(OpenClLoader.Registered(folder), Is.Empty);
            OpenClLoader.WriteRegistration(folder, ["/somewhere/libold.so"]);
            OpenClLoader.WriteRegistration(folder, ["/somewhere/libnvidia-opencl.so.1", "libpocl.so.2"]);
            IReadOnlyList<string> files = OpenClLoader.Registered(folder);
            Assert.That(
                files.Select(f => File.ReadAllText(f).Trim()), Is.EqualTo((string[])["/somewhere/libnvidia-opencl.so.1", "libpocl.so.2"]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void TwoThreadsCanOpenAtOnce()
    {
        OpenClDeviceInfo device = OpenClTestDevice.Info;
        double[] sums = new double[4];
        Parallel.For(0, sums.Length, i =>
        {
            using OpenClAccelerator accelerator = OpenClDevices.Open(device);
            using DeviceBuffer<double> x = accelerator.Allocate<double>(1000, "test");
            accelerator.Vectors.Fill(x, 2);
            sums[i] = accelerator.Vectors.Dot(x, x);
        });
        Assert.That(sums, Is.All.EqualTo(4000));
    }

    private static OpenClDeviceInfo RequirePocl()
    {
        OpenClDeviceInfo? pocl = OpenClDevices.List().FirstOrDefault(d => d.Platform.Contains("Portable", StringComparison.Ordinal));
        if (pocl == null)
            Assert.Ignore("PoCL is not installed");
        return pocl!;
    }
}
