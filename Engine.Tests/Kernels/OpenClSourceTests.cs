using System.Text.RegularExpressions;
using Engine.Kernels.Compute;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The kernel sources keep to the dialect that OpenCL C and CUDA C++ share: what differs is in prelude.h alone.</summary>
[TestFixture]
public sealed partial class OpenClSourceTests
{
    private static string[] Files =>
        [.. typeof(KernelSources).Assembly.GetManifestResourceNames().Where(n => n.Contains(".Sources.", StringComparison.Ordinal))
            .Select(n => n[(n.IndexOf(".Sources.", StringComparison.Ordinal) + ".Sources.".Length)..]).Where(n => n != "prelude.h")];

    [TestCaseSource(nameof(Files))]
    public void FileUsesThePreludesNamesOnly(string file)
    {
        string text = KernelSources.Read(file);
        string[] found = [.. Forbidden().Matches(text).Select(m => m.Value)];
        Assert.That(found, Is.Empty);
    }

    [Test]
    public void EveryFileBelongsToAProgram()
    {
        string all = string.Concat(KernelSources.Programs.Select(KernelSources.Assemble));
        foreach (string file in Files)
            Assert.That(all, Does.Contain($"#line 1 \"{file}\""));
    }

    [Test]
    public void EveryConstantOfTheHostIsUsed()
    {
        string all = string.Concat(KernelSources.Programs.Select(KernelSources.Assemble));
        foreach (Match define in Define().Matches(KernelConstants.Defines))
            Assert.That(all, Does.Match($@"\b{define.Groups[1].Value}\b"));
    }

    [GeneratedRegex(@"\b__\w+|\bget_\w+\(|\bbarrier\b|\bprintf\b|\batom\w*_\w+|\b(float|double|int|uint|long)(2|3|4|8|16)\b|\buchar\b|\bulong\b")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"-D (\w+)=")]
    private static partial Regex Define();
}
