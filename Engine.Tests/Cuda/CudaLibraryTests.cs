using Engine.Kernels;
using Engine.Kernels.Compute;
using Engine.Kernels.Cuda;
using NUnit.Framework;

namespace Engine.Tests.Cuda;

/// <summary>What is found, what is missing, and what the user is told.</summary>
[TestFixture]
public sealed class CudaLibraryTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("cryoengine-cuda-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void WithoutADriverThereAreNoDevices()
    {
        CudaPlatform platform = Platform(CudaSearch.Only(folder));
        Assert.That(platform.List(), Is.Empty);
        Assert.That(platform.Notes, Has.Exactly(1).Contains("no CUDA driver (libcuda.so.1)"));
    }

    [Test]
    public void FileThatIsNoLibraryIsNoDriver()
    {
        File.WriteAllText(Path.Combine(folder, "libcuda.so.1"), "no library");
        Assert.That(Platform(CudaSearch.Only(folder)).List(), Is.Empty);
    }

    [Test]
    public void LibraryWithoutTheFunctionsIsNamed()
    {
        CudaStandIn.Require();
        string path = Path.Combine(folder, "libcuda.so.1"), source = Path.Combine(folder, "empty.cpp");
        File.WriteAllText(source, "int nothing;");
        Assert.That(CudaStandIn.Run("g++", "-shared", "-fPIC", "-o", path, source).ExitCode, Is.Zero);
        CudaPlatform platform = Platform(CudaSearch.Only(folder));
        Assert.That(platform.List(), Is.Empty);
        Assert.That(platform.Notes, Has.Some.Contains(path).And.Some.Contains("cannot be used").And.Some.Contains("cuInit"));
    }

    [TestCase("libnvrtc.so.12", "run-time compiler")]
    [TestCase("libcufft.so.11", "Fourier transforms")]
    public void MissingLibraryIsTheDevicesReason(string missing, string words)
    {
        CudaStandIn.Require();
        foreach (string library in (string[])["libcuda.so.1", "libnvrtc.so.12", "libcufft.so.11"])
        {
            if (library != missing)
                File.CreateSymbolicLink(Path.Combine(folder, library), Path.Combine(CudaStandIn.Folder, library));
        }

        CudaPlatform platform = Platform(CudaSearch.Only(folder));
        CudaDeviceInfo device = platform.List().Single();
        Assert.That(device.Reason, Does.Contain(words).And.Contain(missing).And.Contain(CudaFolders.PathVariable).And.Contain("LD_LIBRARY_PATH"));
        Assert.That(() => platform.Open(device), Throws.TypeOf<DeviceException>().With.Message.Contains(words));
        Assert.That(DeviceCatalog.Describe(device, []).IsUsable, Is.False);
    }

    [Test]
    public void DeviceIsDescribed()
    {
        CudaStandIn.Require();
        CudaDeviceInfo device = CudaStandIn.Platform.List().Single();
        Assert.That(device.Reason, Is.Null);
        Assert.That(device.Name, Is.EqualTo("cuda:0 stand-in for tests"));
        Assert.That(device.Uuid, Is.EqualTo("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
        DeviceInfo entry = DeviceCatalog.Describe(device, []);
        Assert.That(entry.Description, Is.EqualTo("NVIDIA, compute capability 9.0, CUDA 12.8, 1 multiprocessors"));
        Assert.That((entry.IsGpu, entry.IsSecondary, entry.Kind), Is.EqualTo((true, false, AcceleratorKind.Cuda)));
        Assert.That((device with { IsProhibited = true }).Reason, Does.Contain("prohibited"));
        Assert.That((device with { MaxGroupSize = 128 }).Reason, Does.Contain("128 threads"));
    }

    [Test]
    public void NamedFolderComesFirstAndWheelsAreFound()
    {
        string lib = Path.Combine(folder, "lib", "python3.12", "site-packages", "nvidia", "cuda_nvrtc", "lib");
        Directory.CreateDirectory(lib);
        Assert.That(CudaFolders.Wheels(folder), Is.EqualTo((string[])[lib]));
        CudaStandIn.Require();
        File.CreateSymbolicLink(Path.Combine(lib, "libnvrtc.so.12"), Path.Combine(CudaStandIn.Folder, "libnvrtc.so.12"));
        string named = Path.Combine(folder, "named");
        Directory.CreateDirectory(named);
        CudaSearch search = new([named], UseLinker: false, [], [lib]);
        Assert.That(search.Load(["libnvrtc.so.12"], search.Toolkit, out string found), Is.Not.Zero);
        Assert.That(found, Is.EqualTo(Path.Combine(lib, "libnvrtc.so.12")));
        File.CreateSymbolicLink(Path.Combine(named, "libnvrtc.so.12"), Path.Combine(CudaStandIn.Folder, "libnvrtc.so.12"));
        search.Load(["libnvrtc.so.12"], search.Toolkit, out found);
        Assert.That(found, Is.EqualTo(Path.Combine(named, "libnvrtc.so.12")));
    }

    private static CudaPlatform Platform(CudaSearch search) => new(new CudaLibraries(search), new ProgramCache(""));
}
