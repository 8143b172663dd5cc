using Engine.Kernels.Cuda;
using Engine.Tests.Cli;
using NUnit.Framework;

namespace Engine.Tests.Cuda;

/// <summary>The command line lists the CUDA device and runs on it; the stand-in is found as a user's libraries would be.</summary>
[TestFixture]
public sealed class CudaInfoTests
{
    [Test]
    public void InfoListsAndTestsTheDevice()
    {
        CudaStandIn.Require();
        CommandResult result = CommandLine.Start(new Dictionary<string, string> { [CudaFolders.PathVariable] = CudaStandIn.Folder, ["XDG_CACHE_HOME"] = CudaStandIn.Folder }, "info");
        Assert.That(result.Out, Does.Contain("cuda:0 stand-in for tests").And.Contain("compute capability 9.0"));
        Assert.That(result.Out, Does.Contain("NVRTC: " + Path.Combine(CudaStandIn.Folder, "libnvrtc.so.12")).And.Contain("cuFFT: " + Path.Combine(CudaStandIn.Folder, "libcufft.so.11")));
        string[] lines = result.Out.Split('\n');
        int device = Array.FindIndex(lines, l => l.StartsWith("cuda:0", StringComparison.Ordinal));
        string[] tests = [.. lines.Skip(device + 1).TakeWhile(l => l.StartsWith("  ", StringComparison.Ordinal))];
        Assert.That(tests, Has.Length.GreaterThan(5).And.All.StartsWith("  ok"), result.Out);
    }
}
