using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Engine.Core.IO;
using Engine.Core.Jobs;
using Engine.Kernels;

namespace Engine.Core.Archive;

/// <summary>
/// Downloads files: attempts are repeated where that may help, go on where they stopped, and move on to the next mirror where not. A file appears under its name only when it is whole: its length is
/// that which the server said, its checksum that which the server published, and its gzip data unpack to the end.
/// </summary>
public sealed class FileDownloader : IDisposable
{
    private const int BufferBytes = 1 << 17;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    private readonly DownloadOptions options;
    private readonly HttpClient client;

    /// <summary>Prepares for downloads.</summary>
    /// <param name="options">How to download.</param>
    /// <param name="version">Version of the engine, which it tells servers.</param>
    public FileDownloader(DownloadOptions options, string version)
    {
        this.options = options;

        // Files arrive as they are stored: a server that declares its .gz files as "Content-Encoding: gzip" must not make them change under way.
        var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, ConnectTimeout = options.StallTimeout, MaxAutomaticRedirections = 5 };
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("cryoengine", version));
    }

    /// <summary>Messages on attempts that failed and on what follows; null = none.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>Downloads one file unless it is there.</summary>
    /// <param name="file">File of the archive.</param>
    /// <param name="path">Where to keep it; its folder exists.</param>
    /// <param name="cancel">Cancellation.</param>
    /// <returns>Address that it came from, and how it was checked.</returns>
    /// <exception cref="DownloadException">No mirror has the file, or none delivered it whole.</exception>
    public async Task<DownloadResult> Fetch(ArchiveFile file, string path, CancellationToken cancel)
    {
        DownloadException? first = null;
        foreach (ArchiveMirror mirror in options.Mirrors)
        {
            try
            {
                return await FromMirror(mirror.AddressOf(file), file, path, cancel).ConfigureAwait(false);
            }
            catch (DownloadException e)
            {
                // What tells most is a fault that is not just a missing file.
                if (first == null || (first.IsMissing && !e.IsMissing))
                    first = e;
                Progress?.Invoke(e.Message);
            }
        }

        throw first ?? new DownloadException($"{file.Name}: no mirror given; use --mirror", isTransient: false);
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<DownloadResult> FromMirror(Uri address, ArchiveFile file, string path, CancellationToken cancel)
    {
        var part = new PartialFile(path, address);
        int idle = 0;
        TimeSpan delay = options.FirstDelay;
        while (true)
        {
            long before = part.Length;
            try
            {
                return await Attempt(address, file, part, path, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (Fault(e, address, cancel) is { } fault)
            {
                idle = part.Length > before ? 0 : idle + 1;
                if (!fault.IsTransient || idle > options.Retries)
                    throw fault;
                if (idle == 0)
                    delay = options.FirstDelay;
                TimeSpan wait = fault.Wait is { } asked && asked < LongestDelay ? asked : delay;
                Progress?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{fault.Message}; again in {wait.TotalSeconds:0.#} s, from byte {part.Length}"));
                await Task.Delay(wait, cancel).ConfigureAwait(false);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }

    private async Task<DownloadResult> Attempt(Uri address, ArchiveFile file, PartialFile part, string path, CancellationToken cancel)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        stall.CancelAfter(options.StallTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        part.AskForRest(request);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && part.Length > 0)
        {
            part.Delete();
            throw new DownloadException($"{address}: the file has changed on the server since the download began", isTransient: true);
        }

        Check(response, address);
        bool isRest = part.Begin(response);
        PublishedChecksum? checksum = PublishedChecksum.Find(response.Headers, response.Content.Headers, isRest);
        long? whole = isRest ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength;
        if (whole > options.LargestFile)
            throw new DownloadException($"{address}: {whole} bytes are more than the limit of {options.LargestFile}; raise --limit-size", isTransient: false);
        await Copy(response, part, address, stall, cancel).ConfigureAwait(false);
        if (whole is long expected && part.Length != expected)
        {
            if (part.Length > expected)
                part.Delete();
            throw new DownloadException($"{address}: the connection ended at byte {part.Length} of {expected}", isTransient: true);
        }

        string verified = Verify(address, file, part, checksum, whole != null);
        long bytes = part.Length;
        part.Commit();
        return new(address, bytes, InputFingerprint.Of(path).Sha256, verified);
    }

    private async Task Copy(HttpResponseMessage response, PartialFile part, Uri address, CancellationTokenSource stall, CancellationToken cancel)
    {
        byte[] buffer = new byte[BufferBytes];
        using Stream source = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using FileStream target = part.OpenEnd();
        while (true)
        {
            stall.CancelAfter(options.StallTimeout);
            int count = await source.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
            if (count == 0)
                return;
            if (target.Length + count > options.LargestFile)
                throw new DownloadException($"{address}: sends more than the limit of {options.LargestFile} bytes; raise --limit-size", isTransient: false);
            await target.WriteAsync(buffer.AsMemory(0, count), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Checks the contents; a file that fails is deleted, so that the next attempt starts anew.</summary>
    private static string Verify(Uri address, ArchiveFile file, PartialFile part, PublishedChecksum? checksum, bool lengthKnown)
    {
        var checks = new List<string>();
        if (lengthKnown)
            checks.Add("length");
        if (checksum != null)
        {
            if (!checksum.Holds(part.Path))
            {
                part.Delete();
                throw new DownloadException($"{address}: its {checksum.Algorithm.Name} checksum is not the one that the server published", isTransient: true);
            }

            checks.Add(checksum.Algorithm.Name!);
        }

        if (file.IsPacked)
        {
            try
            {
                Unpack(part.Path);
            }
            catch (InputException e)
            {
                part.Delete();
                throw new DownloadException($"{address}: its gzip data are damaged", isTransient: true, e);
            }

            checks.Add("gzip");
        }

        return string.Join(", ", checks);
    }

    private static void Unpack(string path)
    {
        if (CompressedFile.Detect(path) != FileCompression.Gzip)
            throw new InputException($"{path}: is not packed with gzip");
        using Stream stream = CompressedFile.OpenRead(path);
        byte[] buffer = new byte[BufferBytes];
        while (stream.Read(buffer) > 0)
        {
        }
    }

    private static void Check(HttpResponseMessage response, Uri address)
    {
        if (response.IsSuccessStatusCode)
            return;
        int code = (int)response.StatusCode;
        bool missing = code is 404 or 410;
        bool transient = code is 408 or 425 or 429 or >= 500;
        string meaning = missing ? "there is no such file" : response.ReasonPhrase is { Length: > 0 } reason ? reason : "refused";
        throw new DownloadException($"{address}: {meaning} (HTTP {code})", transient)
        {
            IsMissing = missing,
            Wait = response.Headers.RetryAfter?.Delta,
        };
    }

    /// <summary>The fault behind an exception of an attempt; null where it is none of the network's.</summary>
    private DownloadException? Fault(Exception e, Uri address, CancellationToken cancel) => e switch
    {
        DownloadException fault => fault,
        _ when cancel.IsCancellationRequested => null,
        OperationCanceledException => new(string.Create(CultureInfo.InvariantCulture, $"{address}: nothing arrived for {options.StallTimeout.TotalSeconds:0.#} s"), isTransient: true, e),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => new($"{address}: no such server, or no network", isTransient: false, e),
        HttpRequestException or HttpIOException => new($"{address}: {e.Message.ReplaceLineEndings(" ")}", isTransient: true, e),
        IOException when e.InnerException is System.Net.Sockets.SocketException => new($"{address}: the connection broke", isTransient: true, e),
        _ => null,
    };
}
