using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Engine.Tests.Archive;

/// <summary>What the server does wrong with one request.</summary>
internal enum ServerFault
{
    None,

    /// <summary>Sends a third of what it announced, then ends the connection.</summary>
    Cut,

    /// <summary>Sends a third of what it announced, then nothing more.</summary>
    Stall,

    /// <summary>Answers 503.</summary>
    Busy,

    /// <summary>Publishes a checksum of other contents.</summary>
    WrongChecksum,

    /// <summary>Changes a byte in the middle.</summary>
    Damage,

    /// <summary>Ignores ranges.</summary>
    NoRanges,

    /// <summary>The file has another version tag from now on, and other contents.</summary>
    NewVersion,

    /// <summary>Sends ten bytes at a time with pauses, but all of them.</summary>
    Slow,
}

/// <summary>A small HTTP server on the loopback address with the layout of the public archives, ranges, version tags, checksums, and faults on request.</summary>
internal sealed class LocalArchive : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Dictionary<string, Queue<ServerFault>> faults = [];
    private readonly Dictionary<string, string> tags = [];
    private readonly Dictionary<string, Queue<byte[]>> scripts = [];
    private readonly Task loop;

    public LocalArchive()
    {
        listener.Start();
        loop = Task.Run(Accept);
    }

    /// <summary>Address to give as a mirror.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/pub/");

    /// <summary>Files by path below the address.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Requests so far: path and range.</summary>
    public List<(string Path, string Range)> Requests { get; } = [];

    /// <summary>Send a checksum in the header Repr-Digest.</summary>
    public bool PublishesChecksums { get; init; } = true;

    /// <summary>Lets the next requests for a file go wrong.</summary>
    public void Plan(string path, params ServerFault[] list) => faults[path] = new(list);

    /// <summary>Answers the next request for a file with these bytes, head and body, and ends the connection; later ones after further calls, then as usual.</summary>
    public void Script(string path, string head, byte[] body)
    {
        if (!scripts.TryGetValue(path, out Queue<byte[]>? queue))
            scripts[path] = queue = new();
        queue.Enqueue([.. Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\nConnection: close\r\n\r\n"), .. body]);
    }

    /// <summary>Packs bytes with gzip.</summary>
    public static byte[] Pack(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(content);
        return memory.ToArray();
    }

    public void Dispose()
    {
        if (stop.IsCancellationRequested)
            return;
        stop.Cancel();
        listener.Stop();
        loop.Wait();
        stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = Task.Run(() => Serve(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The server ends.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, false, 1024, leaveOpen: true);
                string? request = await reader.ReadLineAsync(stop.Token);
                if (request == null)
                    return;
                var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
                    headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
                string path = request.Split(' ')[1]["/pub/".Length..];
                await Answer(stream, path, headers);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The client went away.
            }
        }
    }

    private async Task Answer(NetworkStream stream, string path, Dictionary<string, string> headers)
    {
        string range = headers.GetValueOrDefault("Range", "");
        ServerFault fault = ServerFault.None;
        byte[]? content, scripted = null;
        string tag;
        lock (Requests)
        {
            Requests.Add((path, range));
            if (scripts.TryGetValue(path, out Queue<byte[]>? script) && script.Count > 0)
                scripted = script.Dequeue();
            else if (faults.TryGetValue(path, out Queue<ServerFault>? queue) && queue.Count > 0)
                fault = queue.Dequeue();
            if (fault == ServerFault.NewVersion)
            {
                tags[path] = "\"version 2\"";
                Files[path] = [.. Files[path].Reverse()];
            }

            Files.TryGetValue(path, out content);
            tag = tags.GetValueOrDefault(path, "\"version 1\"");
        }

        if (scripted != null)
        {
            await stream.WriteAsync(scripted, stop.Token);
            return;
        }

        if (fault == ServerFault.Busy || content == null)
        {
            await Send(stream, $"HTTP/1.1 {(content == null ? "404 Not Found" : "503 Busy")}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }

        int from = range.Length > 0 && fault != ServerFault.NoRanges && headers.GetValueOrDefault("If-Range", tag) == tag
            ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture)
            : 0;
        byte[] sum = SHA256.HashData(content);
        if (fault == ServerFault.WrongChecksum)
            sum[0] ^= 1;
        string status = from > 0 ? $"206 Partial Content\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}" : "200 OK";
        string digest = PublishesChecksums ? $"Repr-Digest: sha-256=:{Convert.ToBase64String(sum)}:\r\n" : "";
        await Send(stream, $"HTTP/1.1 {status}\r\nContent-Length: {content.Length - from}\r\nETag: {tag}\r\n{digest}Connection: close\r\n\r\n");
        byte[] body = content[from..];
        if (fault == ServerFault.Damage)
            body[body.Length / 2] ^= 0x55;
        await Body(stream, body, fault);
    }

    private async Task Body(NetworkStream stream, byte[] body, ServerFault fault)
    {
        switch (fault)
        {
            case ServerFault.Cut or ServerFault.Stall:
                await stream.WriteAsync(body.AsMemory(0, body.Length / 3), stop.Token);
                await stream.FlushAsync(stop.Token);
                if (fault == ServerFault.Stall)
                    await Task.Delay(Timeout.Infinite, stop.Token);
                break;
            case ServerFault.Slow:
                for (int i = 0; i < body.Length; i += Math.Max(10, body.Length / 20))
                {
                    await stream.WriteAsync(body.AsMemory(i, Math.Min(Math.Max(10, body.Length / 20), body.Length - i)), stop.Token);
                    await Task.Delay(20, stop.Token);
                }

                break;
            default:
                await stream.WriteAsync(body, stop.Token);
                break;
        }
    }

    private async Task Send(NetworkStream stream, string head) => await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop.Token);
}
