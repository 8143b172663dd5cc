using System.Net;
using System.Net.Http.Headers;

namespace Engine.Core.Archive;

/// <summary>
/// A download under way, NAME.part, with a note beside it, NAME.part.from, that says which version of which address it is a part of. A later run goes on where it stops, if the server still has that
/// version: it is asked for the rest under the condition (If-Range) that nothing changed, and sends the whole file otherwise.
/// </summary>
internal sealed class PartialFile
{
    private readonly string path;
    private readonly Uri address;

    public PartialFile(string path, Uri address)
    {
        (this.path, this.address) = (path, address);
        if (Validator() == null)
            Delete();
    }

    /// <summary>Path of the part.</summary>
    public string Path => path + ".part";

    /// <summary>Bytes that are there.</summary>
    public long Length => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    private string NotePath => Path + ".from";

    /// <summary>Asks for what is missing, where there is a part.</summary>
    public void AskForRest(HttpRequestMessage request)
    {
        if (Length == 0 || Validator() is not { } validator)
            return;
        request.Headers.Range = new RangeHeaderValue(Length, null);
        request.Headers.TryAddWithoutValidation("If-Range", validator);
    }

    /// <summary>Takes note of what the server sends.</summary>
    /// <returns>True when it sends the rest of the part; false when the whole file, and what was there is gone.</returns>
    public bool Begin(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.PartialContent && Length > 0)
        {
            if (response.Content.Headers.ContentRange?.From == Length)
                return true;
            Delete();
            throw new DownloadException($"{address}: the server sent another part than the one asked for", isTransient: true);
        }

        Delete();

        // Weak validators do not promise the same bytes.
        string? validator = response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : response.Content.Headers.LastModified?.ToString("R");
        if (validator != null)
            File.WriteAllText(NotePath, $"{address}\n{validator}\n", new System.Text.UTF8Encoding(false));
        return false;
    }

    /// <summary>Opens the part to add to it.</summary>
    public FileStream OpenEnd() => new(Path, FileMode.Append, FileAccess.Write, FileShare.Read, 1);

    /// <summary>Gives the whole file its name.</summary>
    public void Commit()
    {
        using (var file = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        File.Move(Path, path, overwrite: true);
        File.Delete(NotePath);
    }

    /// <summary>Deletes the part and its note.</summary>
    public void Delete()
    {
        File.Delete(Path);
        File.Delete(NotePath);
    }

    private string? Validator()
    {
        if (!File.Exists(NotePath))
            return null;
        string[] lines = File.ReadAllLines(NotePath);
        return lines.Length >= 2 && lines[0] == address.ToString() && lines[1].Length > 0 ? lines[1] : null;
    }
}
