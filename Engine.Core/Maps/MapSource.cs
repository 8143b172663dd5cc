using System.Diagnostics.CodeAnalysis;
using Engine.Core.IO;
using Engine.Kernels;
using Microsoft.Win32.SafeHandles;

namespace Engine.Core.Maps;

/// <summary>
/// The unpacked bytes of a map file, read once from front to back. Files that are not packed are read by all cores, straight from the file system's
/// cache into the place where the bytes are wanted.
/// </summary>
internal sealed unsafe class MapSource : IDisposable
{
    /// <summary>Unpacked bytes beyond what the header declares that a packed file may have; more is taken for a bomb.</summary>
    public const int Slack = 1 << 20;

    private const int BlockBytes = 4 << 20;

    private readonly string path;
    private readonly Stream stream;
    private readonly SafeFileHandle? handle;
    private long position;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InputException">The file cannot be read or is not a map.</exception>
    public MapSource(string path)
    {
        this.path = path;
        FileStream file = CompressedFile.OpenFile(path);
        stream = file;
        try
        {
            long fileBytes = file.Length;
            FileCompression compression = CompressedFile.Detect(path);
            if (compression == FileCompression.None)
            {
                handle = file.SafeFileHandle;
            }
            else
            {
                file.Dispose();
                stream = CompressedFile.OpenRead(path);
            }

            Span<byte> start = stackalloc byte[MapHeader.Length];
            int count;
            fixed (byte* p = start)
                count = (int)ReadUpTo(p, start.Length);
            Header = MapHeaderParser.Parse(start[..count], path, fileBytes, compression);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The header.</summary>
    public MapHeader Header { get; }

    /// <summary>Reads the next bytes.</summary>
    /// <param name="target">Where they go.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="InputException">The file ends before.</exception>
    public void Read(byte* target, long count)
    {
        if (ReadUpTo(target, count) < count)
            ThrowTruncated();
    }

    /// <summary>Passes over the next bytes.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="InputException">The file ends before.</exception>
    public void Skip(long count)
    {
        if (handle != null)
        {
            position += count;
            return;
        }

        Span<byte> scratch = stackalloc byte[4096];
        fixed (byte* p = scratch)
        {
            for (long left = count; left > 0; left -= scratch.Length)
                Read(p, Math.Min(left, scratch.Length));
        }
    }

    /// <summary>Number of bytes after the current position; at most <see cref="Slack"/> are read from a packed file to find out.</summary>
    /// <exception cref="InputException">A packed file goes on for longer than that.</exception>
    public long CountTrailing()
    {
        if (handle != null)
            return Header.FileBytes - position;
        byte[] scratch = new byte[1 << 16];
        long total = 0;
        for (int count = stream.Read(scratch); count > 0; count = stream.Read(scratch))
        {
            total += count;
            if (total > Slack)
                throw new InputException($"{path}: unpacks to more than its header declares ({position} bytes); the file is damaged or a decompression bomb");
        }

        return total;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private long ReadUpTo(byte* target, long count)
    {
        long done = handle != null ? ReadBlocks(target, count) : ReadStream(target, count);
        position += done;
        return done;
    }

    private long ReadStream(byte* target, long count)
    {
        long done = 0;
        while (done < count)
        {
            int got = stream.Read(new Span<byte>(target + done, (int)Math.Min(count - done, BlockBytes)));
            if (got == 0)
                break;
            done += got;
        }

        return done;
    }

    private long ReadBlocks(byte* target, long count)
    {
        count = Math.Min(count, Math.Max(0, Header == null ? count : Header.FileBytes - position));
        int blocks = checked((int)((count + BlockBytes - 1) / BlockBytes));
        if (blocks <= 1)
            return ReadBlock(target, position, (int)count);
        long total = 0;
        try
        {
            Parallel.For(0, blocks, b =>
            {
                long offset = (long)b * BlockBytes;
                Interlocked.Add(ref total, ReadBlock(target + offset, position + offset, (int)Math.Min(BlockBytes, count - offset)));
            });
        }
        catch (AggregateException e) when (e.InnerException is InputException inner)
        {
            throw inner;
        }

        return total;
    }

    private int ReadBlock(byte* target, long offset, int count)
    {
        try
        {
            int done = 0;
            while (done < count)
            {
                int got = RandomAccess.Read(handle!, new Span<byte>(target + done, count - done), offset + done);
                if (got == 0)
                    break;
                done += got;
            }

            return done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    [DoesNotReturn]
    private void ThrowTruncated()
    {
        long needed = MapHeader.Length + Header.ExtendedHeaderBytes + Header.DataBytes;
        throw new InputException($"{path}: cut short: the header declares {needed} bytes, {position} are there; fetch the file again");
    }
}
