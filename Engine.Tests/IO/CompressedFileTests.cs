using System.IO.Compression;
using Engine.Core.IO;
using Engine.Kernels;
using ICSharpCode.SharpZipLib.BZip2;
using NUnit.Framework;

namespace Engine.Tests.IO;

[TestFixture]
public sealed class CompressedFileTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i >> 3))];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [TestCase(FileCompression.None)]
    [TestCase(FileCompression.Gzip)]
    [TestCase(FileCompression.Bzip2)]
    public void ContentDecidesNotTheName(FileCompression compression)
    {
        string path = folder.Write("misleading.gz", Pack(compression, Content));
        Assert.That(CompressedFile.Detect(path), Is.EqualTo(compression));
        Assert.That(ReadAll(path), Is.EqualTo(Content));
    }

    [TestCase(FileCompression.Gzip)]
    [TestCase(FileCompression.Bzip2)]
    public void ConcatenatedStreamsAreJoined(FileCompression compression)
    {
        string path = folder.Write("joined", [.. Pack(compression, Content), .. Pack(compression, [1, 2, 3]), .. Pack(compression, [4])]);
        Assert.That(ReadAll(path), Is.EqualTo((byte[])[.. Content, 1, 2, 3, 4]));
    }

    [TestCase(FileCompression.Gzip)]
    [TestCase(FileCompression.Bzip2)]
    public void CutShortDataIsAnError(FileCompression compression)
    {
        byte[] packed = Pack(compression, Content);
        foreach (int length in new[] { packed.Length - 1, packed.Length - 10, packed.Length / 2, 20 })
        {
            string path = folder.Write("cut", packed[..length]);
            InputException? e = Assert.Throws<InputException>(() => ReadAll(path), $"{length} of {packed.Length} bytes");
            Assert.That(e!.Message, Does.Contain(path).And.Contain("damaged or cut short"));
        }
    }

    [Test]
    public void DamagedGzipIsAnError()
    {
        byte[] packed = Pack(FileCompression.Gzip, Content);
        packed[^6] ^= 0x55;
        string path = folder.Write("damaged", packed);
        Assert.Throws<InputException>(() => ReadAll(path));
    }

    [Test]
    public void ALimitStopsABomb()
    {
        string path = folder.Write("bomb.gz", Pack(FileCompression.Gzip, new byte[50_000_000]));
        Assert.That(new FileInfo(path).Length, Is.LessThan(100_000));
        using Stream stream = CompressedFile.OpenRead(path, 1_000_000);
        InputException? e = Assert.Throws<InputException>(() => stream.CopyTo(Stream.Null));
        Assert.That(e!.Message, Does.Contain("1000000"));
    }

    [TestCase("missing.pdb", "no such file")]
    [TestCase("missing/a.pdb", "no such file")]
    [TestCase(".", "is a folder")]
    public void UnreadablePathsAreOneLineErrors(string name, string reason)
    {
        InputException? e = Assert.Throws<InputException>(() => CompressedFile.OpenRead(folder[name]));
        Assert.That(e!.Message, Does.Contain(reason).And.Contain(name).And.Not.Contain("\n"));
    }

    [Test]
    public void AnEmptyFileIsEmpty()
    {
        Assert.That(ReadAll(folder.Write("empty", [])), Is.Empty);
    }

    [Test]
    public void TextIsRead()
    {
        string path = folder.Write("a.txt.gz", Pack(FileCompression.Gzip, "ATOM\nEND\n"u8.ToArray()));
        using StreamReader reader = CompressedFile.OpenText(path);
        Assert.That(reader.ReadLine(), Is.EqualTo("ATOM"));
    }

    private static byte[] Pack(FileCompression compression, byte[] content)
    {
        using MemoryStream target = new();
        using (Stream packer = compression switch
        {
            FileCompression.Gzip => new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true),
            FileCompression.Bzip2 => new BZip2OutputStream(target) { IsStreamOwner = false },
            _ => new BufferedStream(target),
        })
        {
            packer.Write(content);
            packer.Flush();
            if (compression == FileCompression.None)
                return target.ToArray();
        }

        return target.ToArray();
    }

    private static byte[] ReadAll(string path)
    {
        using Stream stream = CompressedFile.OpenRead(path);
        using MemoryStream target = new();
        stream.CopyTo(target);
        return target.ToArray();
    }
}
