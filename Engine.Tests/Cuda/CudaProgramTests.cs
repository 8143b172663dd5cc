using Engine.Kernels;
using Engine.Kernels.Compute;
using Engine.Kernels.Cuda;
using NUnit.Framework;

namespace Engine.Tests.Cuda;

/// <summary>Compiled programs are kept, reused, and rebuilt when their file is damaged or the driver refuses them.</summary>
[TestFixture]
public sealed class CudaProgramTests
{
    private const string Text = "KERNEL(64) set(GLOBAL int *x) { x[LOCAL_ID] = VALUE; }";

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("cryoengine-cache-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void ProgramIsWrittenOnceAndReused()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        Assert.That(Build(accelerator, "VALUE=7"), Is.EqualTo((false, 7)));
        Assert.That(Build(accelerator, "VALUE=7"), Is.EqualTo((true, 7)));
        Assert.That(Build(accelerator, "VALUE=8"), Is.EqualTo((false, 8)));
        Assert.That(Directory.GetFiles(folder), Has.Length.EqualTo(2));
    }

    [Test]
    public void EntryThatTheDriverRefusesIsRebuilt()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        Build(accelerator, "VALUE=4");
        string key = Path.GetFileNameWithoutExtension(Directory.GetFiles(folder).Single());
        new ProgramCache(folder).Write(key, "no program at all"u8);
        Assert.That(Build(accelerator, "VALUE=4"), Is.EqualTo((false, 4)));
        Assert.That(Build(accelerator, "VALUE=4"), Is.EqualTo((true, 4)));
    }

    /// <summary>NVRTC does not know OpenCL's pragma: the programs that have it are compiled without joined products and sums.</summary>
    [Test]
    public void StrictSourcesAreNotContracted()
    {
        CudaTarget target = new(90, IsMachineCode: true);
        foreach (string program in KernelSources.Programs)
        {
            string[] options = CudaProgram.Options(KernelSources.Assemble(program), KernelConstants.Definitions, target);
            Assert.That(options, Does.Contain(program == "fourier" ? "--fmad=false" : "--fmad=true"), program);
            Assert.That(options, Does.Contain("--gpu-architecture=sm_90").And.Contain("--define-macro=ITEM_GROUP=128"));
        }

        Assert.That(new CudaTarget(80, IsMachineCode: false).Option, Is.EqualTo("--gpu-architecture=compute_80"));
    }

    /// <summary>Newer devices than the compiler get PTX of the newest older architecture, older ones nothing.</summary>
    [TestCase(90, 90, true)]
    [TestCase(86, 80, false)]
    [TestCase(100, 90, false)]
    [TestCase(70, 0, false)]
    public void TargetSuitsTheDevice(int device, int architecture, bool isMachineCode)
    {
        CudaStandIn.Require();
        Nvrtc compiler = new CudaLibraries(CudaSearch.Only(CudaStandIn.Folder)).Nvrtc!;
        Assert.That(compiler.Architectures, Is.EqualTo((int[])[75, 80, 90]));
        Assert.That(compiler.Target(device), Is.EqualTo(architecture == 0 ? null : new CudaTarget(architecture, isMachineCode)));
    }

    private (bool FromCache, int Value) Build(CudaAccelerator accelerator, string definition)
    {
        Nvrtc compiler = new CudaLibraries(CudaSearch.Only(CudaStandIn.Folder)).Nvrtc!;
        accelerator.Enter();
        CudaProgram program = CudaProgram.Build(
            accelerator.Context, compiler, "test", KernelSources.Read("prelude.h") + Text, [definition], new ProgramCache(folder));
        using CudaKernel kernel = new(accelerator, program, "set", 64);
        using DeviceBuffer<int> buffer = accelerator.Allocate<int>(64, "test");
        kernel.Set(buffer).Run(64);
        int[] value = new int[64];
        accelerator.Download(buffer, value);
        program.Release();
        return (program.FromCache, value[63]);
    }
}
