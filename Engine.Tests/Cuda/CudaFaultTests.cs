using Engine.Kernels;
using Engine.Kernels.Compute;
using Engine.Kernels.Cuda;
using NUnit.Framework;

namespace Engine.Tests.Cuda;

/// <summary>
/// Faults of kernels and of the host code become typed errors; these tests also show that the stand-in sees what a GPU would not forgive.
/// </summary>
[TestFixture]
public sealed class CudaFaultTests
{
    [Test]
    public void WriteBehindAnArrayIsSeen()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        using DeviceBuffer<int> buffer = accelerator.Allocate<int>(64, "test");
        ComputeKernel kernel = Kernel(accelerator, "KERNEL(64) wide(GLOBAL int *x) { x[LOCAL_ID + 1] = 5; }", "wide");
        kernel.Set(buffer).Run(64);
        DeviceException? e = Assert.Throws<DeviceException>(accelerator.Synchronize);
        Assert.That(e!.Message, Does.Contain("cuStreamSynchronize").And.Contain("CUDA_ERROR_ILLEGAL_ADDRESS").And.Contain("700"));
        Assert.That(e.ExitCode, Is.EqualTo(ExitCode.Device));
    }

    [Test]
    public void BarrierThatSomeThreadsMissIsSeen()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        using DeviceBuffer<int> buffer = accelerator.Allocate<int>(64, "test");
        Kernel(accelerator, "KERNEL(64) torn(GLOBAL int *x) { if (LOCAL_ID < 60) GROUP_BARRIER(); x[LOCAL_ID] = 1; }", "torn").Set(buffer).Run(64);
        Assert.That(accelerator.Synchronize, Throws.TypeOf<DeviceException>().With.Message.Contains("CUDA_ERROR_LAUNCH_FAILED"));
    }

    /// <summary>Each thread takes a neighbour's number, once from below and once from above; without the barriers one of the two is stale.</summary>
    [TestCase("GROUP_BARRIER();", true)]
    [TestCase("", false)]
    public void MissingBarrierShows(string barrier, bool isRight)
    {
        string source = "KERNEL(64) pass(GLOBAL int *x) { LOCAL int s[64]; int i = LOCAL_ID; s[i] = -1; " + barrier + " s[i] = i; " + barrier
            + " int up = s[(i + 1) % 64], down = s[(i + 63) % 64]; x[i] = 100 * up + down; }";
        using CudaAccelerator accelerator = CudaStandIn.Open();
        using DeviceBuffer<int> buffer = accelerator.Allocate<int>(64, "test");
        Kernel(accelerator, source, "pass").Set(buffer).Run(64);
        int[] result = new int[64];
        accelerator.Download(buffer, result);
        Assert.That(result.SequenceEqual(Enumerable.Range(0, 64).Select(i => 100 * ((i + 1) % 64) + (i + 63) % 64)), Is.EqualTo(isRight));
    }

    [Test]
    public void OtherGroupSizeThanTheSourcesIsRefused()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        using DeviceBuffer<double> buffer = accelerator.Allocate<double>(64, "test");
        using CudaKernel kernel = new(accelerator, accelerator.Context.Program("vectors"), "vector_fill", 64);
        kernel.Set(buffer).Set(1.0).Set(64L);
        Assert.That(() => kernel.Run(64), Throws.TypeOf<DeviceException>().With.Message.Contains("cuLaunchKernel vector_fill").And.Message.Contains("CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES"));
    }

    [Test]
    public void ArgumentsAreCheckedAgainstTheSource()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        using DeviceBuffer<double> buffer = accelerator.Allocate<double>(8, "test");
        using DeviceBuffer<float> single = accelerator.Allocate<float>(8, "test");
        using CudaKernel kernel = new(accelerator, accelerator.Context.Program("vectors"), "vector_fill", KernelConstants.ItemGroup);
        Assert.That(() => kernel.Run(1), Throws.InvalidOperationException.With.Message.Contains("has 3 parameters and was given 0"));
        Assert.That(() => kernel.Set(single), Throws.InvalidOperationException.With.Message.Contains("argument 0: an array of Single where the source has double *x"));
        Assert.That(() => kernel.Set(1.0), Throws.InvalidOperationException.With.Message.Contains("argument 0: Double"));
        Assert.That(() => kernel.Set(buffer).Set(1.0).Set(8), Throws.InvalidOperationException.With.Message.Contains("argument 2: Int32 where the source has long count"));
        Assert.That(() => kernel.Set(buffer).Set(1.0).Set(8L).Set(8L), Throws.InvalidOperationException.With.Message.Contains("nothing"));
        kernel.Set(buffer).Set(2.0).Set(8L).Run(8);
        double[] result = new double[8];
        accelerator.Download(buffer, result);
        Assert.That(result, Is.All.EqualTo(2));
    }

    [Test]
    public void MemoryInUseIsNotFreedUnderAKernel()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        using DeviceBuffer<double> result = accelerator.Allocate<double>(1000, "test");
        for (int i = 0; i < 3; i++)
        {
            using DeviceBuffer<double> x = accelerator.Upload<double>([.. Enumerable.Repeat(i + 1.0, 1000)], "test");
            accelerator.Vectors.AddScaled(result, 1, x, result);
        }

        double[] sums = new double[1000];
        accelerator.Download(result, sums);
        Assert.That(sums, Is.All.EqualTo(6));
    }

    [Test]
    public void SourceErrorShowsTheCompilersWords()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        DeviceException? e = Assert.Throws<DeviceException>(() => Kernel(accelerator, "KERNEL(64) f(GLOBAL int *x) { x[0] = missing_name; }", "f"));
        Assert.That(e!.Message, Does.Contain("missing_name").And.Contain("NVRTC 12.8").And.Contain("NVRTC_ERROR_COMPILATION").And.Not.Contain("\n"));
    }

    [Test]
    public void UnknownKernelIsNamed()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        Assert.That(
            () => new CudaKernel(accelerator, accelerator.Context.Program("vectors"), "no_such_kernel", 1),
            Throws.TypeOf<DeviceException>().With.Message.Contains("no_such_kernel").And.Message.Contains("CUDA_ERROR_NOT_FOUND"));
    }

    [Test]
    public void TooLargeAllocationIsTyped()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        long length = accelerator.MemoryBytes / sizeof(double) + 1;
        DeviceOutOfMemoryException? e = Assert.Throws<DeviceOutOfMemoryException>(() => accelerator.Allocate<double>(length, "a very large test"));
        Assert.That(e!.RequestedBytes, Is.EqualTo(length * sizeof(double)));
        Assert.That(e.AvailableBytes, Is.InRange(1, accelerator.MemoryBytes));
        Assert.That(e.Message, Does.Contain("a very large test").And.Contain("--device cpu").And.Contain("cuda:0"));
    }

    [Test]
    public void TransfersOutsideAnArrayAreRefused()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        using DeviceBuffer<int> buffer = accelerator.Allocate<int>(10, "test");
        Assert.That(() => accelerator.Upload<int>(new int[6], buffer, 5), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => accelerator.Download(buffer, new int[1], -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        accelerator.Upload<int>([7, 8], buffer, 8);
        int[] tail = new int[3];
        accelerator.Download(buffer, tail, 7);
        Assert.That(tail, Is.EqualTo((int[])[0, 7, 8]));
        Assert.That(() => accelerator.Upload(ReadOnlySpan<int>.Empty, buffer, 10), Throws.Nothing);
    }

    [Test]
    public void ArraysOfOtherAcceleratorsAreRefused()
    {
        using CudaAccelerator accelerator = CudaStandIn.Open();
        using Accelerator cpu = DeviceCatalog.Open("cpu", 1);
        using DeviceBuffer<double> foreign = cpu.Allocate<double>(3, "test");
        Assert.That(() => accelerator.Vectors.Fill(foreign, 1), Throws.ArgumentException.With.Message.Contains("'cpu'").And.Message.Contains("cuda:0"));
        Assert.That(() => accelerator.Clear(foreign), Throws.ArgumentException);
    }

    [Test]
    public void ClosedAcceleratorSaysSo()
    {
        CudaAccelerator accelerator = CudaStandIn.Open();
        DeviceBuffer<int> buffer = accelerator.Allocate<int>(10, "test");
        accelerator.Dispose();
        accelerator.Dispose();
        Assert.That(() => accelerator.Allocate<int>(1, "test"), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(() => accelerator.Download(buffer, new int[1]), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(buffer.Dispose, Throws.Nothing);
    }

    [Test]
    public void ThreadsMakeTheDeviceTheirOwn()
    {
        CudaStandIn.Require();
        double[] sums = new double[4];
        Parallel.For(0, sums.Length, i =>
        {
            using CudaAccelerator accelerator = CudaStandIn.Open();
            using DeviceBuffer<double> x = accelerator.Allocate<double>(1000, "test");
            Task.Factory.StartNew(() => accelerator.Vectors.Fill(x, 2), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Wait();
            sums[i] = accelerator.Vectors.Dot(x, x);
        });
        Assert.That(sums, Is.All.EqualTo(4000));
    }

    /// <summary>A kernel of a text of the test's own, after the engine's prelude.</summary>
    private static CudaKernel Kernel(CudaAccelerator accelerator, string text, string name)
    {
        CudaLibraries libraries = new(CudaSearch.Only(CudaStandIn.Folder));
        accelerator.Enter();
        CudaProgram program = CudaProgram.Build(accelerator.Context, libraries.Nvrtc!, "test", KernelSources.Read("prelude.h") + text, [], new ProgramCache(""));
        return new CudaKernel(accelerator, program, name, 64);
    }
}
