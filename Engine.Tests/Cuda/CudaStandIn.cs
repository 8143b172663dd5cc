using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Engine.Kernels.Compute;
using Engine.Kernels.Cuda;
using NUnit.Framework;

namespace Engine.Tests.Cuda;

/// <summary>
/// A driver, run-time compiler and cuFFT for tests on machines without an NVIDIA GPU: C++ below StandIn, built here with g++, which runs the
/// kernels on the processor. It compiles the very text that NVRTC gets, and is stricter than a GPU; see StandIn/standin.h.
/// </summary>
internal static class CudaStandIn
{
    private static readonly Lazy<string> Built = new(Build);
    private static readonly Lazy<CudaPlatform> Made = new(() => new CudaPlatform(new CudaLibraries(CudaSearch.Only(Folder)), Cache));

    /// <summary>Why it cannot be built here; null when it can.</summary>
    public static string? Problem =>
        !OperatingSystem.IsLinux() ? "the stand-in for a CUDA device is for Linux"
        : Path.Exists("/usr/bin/g++") || Environment.GetEnvironmentVariable("CXX") is { Length: > 0 } ? null
        : "no g++: install it to run the tests on the stand-in for a CUDA device";

    /// <summary>Folder of the built libraries: libcuda.so.1, libnvrtc.so.12, libcufft.so.11.</summary>
    public static string Folder => Built.Value;

    /// <summary>The stand-in's devices.</summary>
    public static CudaPlatform Platform => Made.Value;

    /// <summary>Programs compiled by the stand-in.</summary>
    public static ProgramCache Cache => new(Path.Combine(Folder, "programs"));

    private static string Sources => Path.Combine(AppContext.BaseDirectory, "Cuda", "StandIn");

    /// <summary>An accelerator of the caller's own; the test is skipped where there is no compiler.</summary>
    public static CudaAccelerator Open()
    {
        Require();
        return Platform.Open(Platform.List().Single());
    }

    /// <summary>Skips the test where the stand-in cannot be built.</summary>
    public static void Require()
    {
        if (Problem is { } problem)
            Assert.Ignore(problem);
    }

    /// <summary>Runs a program and returns what it wrote and how it ended.</summary>
    public static (int ExitCode, string Output) Run(string program, params IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>Builds the library, or finds the one that was built from the same sources.</summary>
    private static string Build()
    {
        string[] files = [.. Directory.EnumerateFiles(Sources).Order(StringComparer.Ordinal)];
        string key = ProgramCache.Key([.. files.Select(File.ReadAllText), Fma.IsSupported ? "fma" : "plain"]);
        string parent = Path.Combine(CacheFolder.Root.Length > 0 ? CacheFolder.Root : Path.GetTempPath(), "tests");
        string folder = Path.Combine(parent, $"cuda-stand-in-{key[..16]}");
        if (Directory.Exists(folder))
            return folder;
        string building = Path.Combine(parent, $"building-{Guid.NewGuid():N}");
        Directory.CreateDirectory(building);
        string compiler = Environment.GetEnvironmentVariable("CXX") is { Length: > 0 } named ? named : "g++";
        string[] options = ["-std=c++17", "-O2", "-Wall", "-fcx-limited-range", "-shared", "-fPIC", "-fvisibility=hidden", "-o", Path.Combine(building, "libcuda.so.1")];
        (int exit, string output) = Run(compiler, [.. options, .. files.Where(f => f.EndsWith(".cpp", StringComparison.Ordinal)), "-ldl", "-pthread"]);
        Assert.That(exit, Is.Zero, output);
        File.Copy(Path.Combine(Sources, "device.h"), Path.Combine(building, "device.h"));
        File.CreateSymbolicLink(Path.Combine(building, "libnvrtc.so.12"), "libcuda.so.1");
        File.CreateSymbolicLink(Path.Combine(building, "libcufft.so.11"), "libcuda.so.1");
        try
        {
            Directory.Move(building, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another process was faster.
            Directory.Delete(building, recursive: true);
        }

        return folder;
    }
}
