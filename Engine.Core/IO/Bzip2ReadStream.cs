using System.Buffers;
using ICSharpCode.SharpZipLib.BZip2;

namespace Engine.Core.IO;

/// <summary>Unpacks a bzip2 file; streams that follow each other (as parallel packers write them) are joined.</summary>
internal sealed class Bzip2ReadStream(FileStream file) : ForwardReadStream
{
    private BZip2InputStream? current;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        byte[] scratch = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length, 1 << 16));
        try
        {
            while (buffer.Length > 0 && (current != null || OpenNext()))
            {
                int count = current!.Read(scratch, 0, Math.Min(buffer.Length, scratch.Length));
                if (count > 0)
                {
                    scratch.AsSpan(0, count).CopyTo(buffer);
                    return count;
                }

                // The decoder takes single bytes, so the file now stands right behind the stream that ended.
                current = null;
            }

            return 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            current?.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool OpenNext()
    {
        long position = file.Position;
        Span<byte> start = stackalloc byte[10];
        int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = position;
        if (CompressedFile.Detect(start[..count]) != FileCompression.Bzip2)
            return false;
        current = new BZip2InputStream(file) { IsStreamOwner = false };
        return true;
    }
}
