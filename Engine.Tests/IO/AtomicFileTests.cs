using Engine.Core.IO;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.IO;

[TestFixture]
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void WritesTheFileAndLeavesNothingElse()
    {
        AtomicFile.WriteText(folder["a.txt"], w => w.WriteLine("one"));
        Assert.That(File.ReadAllBytes(folder["a.txt"]), Is.EqualTo("one\n"u8.ToArray()));
        Assert.That(folder.Names, Is.EqualTo(new[] { "a.txt" }));
    }

    [Test]
    public void ReplacesAnExistingFile()
    {
        folder.Write("a.txt", [1, 2, 3]);
        AtomicFile.Write(folder["a.txt"], s => s.WriteByte(7));
        Assert.That(File.ReadAllBytes(folder["a.txt"]), Is.EqualTo(new byte[] { 7 }));
    }

    [Test]
    public void AFailureKeepsTheOldFileAndLeavesNoTemporaryFile()
    {
        folder.Write("a.txt", [1, 2, 3]);
        Assert.Throws<NumericalException>(() => AtomicFile.Write(folder["a.txt"], s =>
        {
            s.WriteByte(7);
            throw new NumericalException("diverged");
        }));
        Assert.That(File.ReadAllBytes(folder["a.txt"]), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(folder.Names, Is.EqualTo(new[] { "a.txt" }));
    }

    [Test]
    public void DisposingWithoutCommitLeavesNothing()
    {
        using (AtomicFile file = AtomicFile.Create(folder["a.txt"]))
            file.Stream.Write(new byte[200_000]);
        Assert.That(folder.Names, Is.Empty);
    }

    [Test]
    public void FollowsASymbolicLink()
    {
        folder.Write("target.txt", [1]);
        File.CreateSymbolicLink(folder["link.txt"], folder["target.txt"]);
        AtomicFile.Write(folder["link.txt"], s => s.WriteByte(7));
        Assert.That(File.ReadAllBytes(folder["target.txt"]), Is.EqualTo(new byte[] { 7 }));
        Assert.That(new FileInfo(folder["link.txt"]).LinkTarget, Is.Not.Null);
    }

    [TestCase("missing/a.txt", "folder does not exist")]
    [TestCase("file/a.txt", "")]
    [TestCase(".", "it is a folder")]
    public void UnwritablePathsAreOneLineErrors(string name, string reason)
    {
        folder.Write("file", [1]);
        InputException? e = Assert.Throws<InputException>(() => AtomicFile.Write(folder[name], s => s.WriteByte(7)));
        Assert.That(e!.Message, Does.Contain("cannot write").And.Contain(name).And.Contain(reason).And.Not.Contain("\n"));
        Assert.That(folder.Names, Is.EqualTo(new[] { "file" }));
    }

    [Test]
    public void DevicesAreNotReplaced()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("needs /dev/null");
        Assert.Throws<InputException>(() => AtomicFile.Write("/dev/null", s => s.WriteByte(7)));
    }

    [Test]
    public void LongNamesWork()
    {
        string name = new('n', 250);
        AtomicFile.Write(folder[name], s => s.WriteByte(7));
        Assert.That(folder.Names, Is.EqualTo(new[] { name }));
    }
}
