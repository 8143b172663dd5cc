using System.Text.RegularExpressions;
using Engine.Kernels.Compute;
using NUnit.Framework;

namespace Engine.Tests.Cuda;

/// <summary>
/// Every program is CUDA C++: clang's own CUDA front end, which knows the language's rules for device code, takes the text that NVRTC gets and
/// makes PTX of it. NVRTC's built-in declarations are given by a header of the test.
/// </summary>
[TestFixture]
public sealed partial class CudaSourceTests
{
    /// <summary>What NVRTC declares by itself, as far as the sources use it.</summary>
    private const string BuiltIn = """
        #define __global__ __attribute__((global))
        #define __device__ __attribute__((device))
        #define __shared__ __attribute__((shared))
        #define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))
        #define __CUDACC__
        #define __CUDACC_RTC__
        struct Dimensions { unsigned x, y, z; };
        extern const __device__ Dimensions threadIdx, blockIdx, blockDim, gridDim;
        extern "C" __device__ void __syncthreads();
        #define ONE(f) __device__ double f(double); __device__ float f(float);
        #define TWO(f) __device__ double f(double, double); __device__ float f(float, float);
        #define THREE(f) __device__ double f(double, double, double); __device__ float f(float, float, float);
        ONE(exp) ONE(expm1) ONE(log) ONE(sqrt) ONE(sin) ONE(cos) ONE(fabs) ONE(floor) ONE(ceil) ONE(rint)
        TWO(fmin) TWO(fmax) TWO(pow) TWO(atan2) THREE(fma)
        __device__ bool isnan(double); __device__ bool isfinite(double); __device__ bool isnan(float); __device__ bool isfinite(float);
        __device__ double nan(const char *);

        """;

    private static IEnumerable<string> Programs => KernelSources.Programs;

    [TestCaseSource(nameof(Programs))]
    public void ClangCompilesItForAGpu(string program)
    {
        string? clang = Enumerable.Range(14, 8).Select(v => $"/usr/bin/clang-{v}").Prepend("/usr/bin/clang").FirstOrDefault(File.Exists);
        if (clang == null)
            Assert.Ignore("no clang: install it to compile the kernels as CUDA");
        string folder = Directory.CreateTempSubdirectory("cryoengine-cuda-").FullName;
        try
        {
            string source = Path.Combine(folder, "program.cu"), header = Path.Combine(folder, "builtin.h"), output = Path.Combine(folder, "program.ptx");
            string text = KernelSources.Assemble(program);
            File.WriteAllText(source, text);
            File.WriteAllText(header, BuiltIn);
            string[] options = ["-x", "cuda", "--cuda-device-only", "-nocudainc", "-nocudalib", "--cuda-gpu-arch=sm_80", "-Werror", "-Wno-unknown-pragmas", "-include", header];
            (int exit, string messages) = CudaStandIn.Run(clang!, [.. options, .. KernelConstants.Definitions.Select(d => "-D" + d), "-S", "-o", output, source]);
            Assert.That(exit, Is.Zero, messages);
            string[] entries = [.. Entry().Matches(File.ReadAllText(output)).Select(m => m.Groups[1].Value)];
            string[] kernels = [.. Kernel().Matches(text).Select(m => m.Groups[1].Value)];
            Assert.That(kernels, Is.Not.Empty);
            Assert.That(entries, Is.EquivalentTo(kernels));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The parameters as the host reads them are those of the compiled kernel: as many, and of these sizes.</summary>
    [TestCaseSource(nameof(Programs))]
    public void EveryKernelsParametersAreRead(string program)
    {
        string text = KernelSources.Assemble(program);
        foreach (Match kernel in Kernel().Matches(text))
        {
            IReadOnlyList<KernelParameter> parameters = KernelParameter.Of(text, kernel.Groups[1].Value);
            Assert.That(parameters, Is.Not.Empty, kernel.Value);
            Assert.That(parameters.Select(p => p.Name), Is.Unique, kernel.Value);
        }

        Assert.That(() => KernelParameter.Of(text, "no_such_kernel"), Throws.InvalidOperationException);
        Assert.That(() => KernelParameter.Of("KERNEL(64) f(GLOBAL short *x) {}", "f"), Throws.InvalidOperationException.With.Message.Contains("short"));
        Assert.That(KernelParameter.Of("KERNEL(64) f(GLOBAL const unsigned char *x, long n) {}", "f"), Is.EqualTo((KernelParameter[])[new("x", "unsigned char", true), new("n", "long", false)]));
    }

    [GeneratedRegex(@"\.visible \.entry (\w+)\(")]
    private static partial Regex Entry();

    [GeneratedRegex(@"\bKERNEL\(\w+\)\s+(\w+)\s*\(")]
    private static partial Regex Kernel();
}
