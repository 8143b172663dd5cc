using Engine.Kernels;
using ICSharpCode.SharpZipLib;

namespace Engine.Core.IO;

/// <summary>Reads another stream, counts its bytes against a limit, and turns faults of unpacking into one-line errors with the file's path.</summary>
internal sealed class GuardedReadStream(Stream inner, string path, FileCompression compression, long limitBytes) : ForwardReadStream
{
    private long total;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = inner.Read(buffer);
        }
        catch (Exception e) when (compression != FileCompression.None && IsUnpackingFault(e))
        {
            throw new InputException($"{path}: the {compression.ToString().ToLowerInvariant()} data are damaged or cut short; fetch the file again", e);
        }
        catch (IOException e)
        {
            throw new InputException($"{path}: cannot read: {e.Message.ReplaceLineEndings(" ")}", e);
        }

        total += count;
        if (total > limitBytes)
            throw new InputException($"{path}: holds more than the {limitBytes} bytes allowed for it once unpacked; it is damaged or not what it claims to be");
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private static bool IsUnpackingFault(Exception e) =>
        e is InvalidDataException or SharpZipBaseException or EndOfStreamException or IndexOutOfRangeException;
}
