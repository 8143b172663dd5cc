using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Engine.Tests.Reports;

/// <summary>A Chromium without a window, driven by its DevTools protocol (https://chromedevtools.github.io/devtools-protocol). One page at a time.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>WebGL in software, and nothing that talks to a network by itself.</summary>
    private static readonly string[] Flags =
    [
        "--headless=new", "--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-port=0",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo profile = Directory.CreateTempSubdirectory("engine-browser-");
    private readonly Process process;
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource limit = new(Patience);
    private readonly List<JsonNode> events = [];
    private int last;

    /// <summary>Starts a browser; skips the test when there is none.</summary>
    /// <param name="flags">More flags.</param>
    public Browser(params string[] flags)
    {
        string program = Find() ?? "";
        if (program.Length == 0)
            Assert.Ignore("needs Chromium (apt-get install chromium): the page is not opened in a browser");
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in Flags.Concat(flags).Append("--user-data-dir=" + profile.FullName).Append("--window-size=1600,1000").Append("about:blank"))
            start.ArgumentList.Add(argument);
        process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        Connect().GetAwaiter().GetResult();
        foreach (string domain in new[] { "Page", "Runtime", "Network", "Log" })
            Call(domain + ".enable");
        Call("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = 1600, ["height"] = 1000, ["deviceScaleFactor"] = 1, ["mobile"] = false });
    }

    /// <summary>Addresses that were asked for, data inside the page apart.</summary>
    public string[] Requests => [.. Of("Network.requestWillBeSent").Select(e => (string)e["request"]!["url"]!).Where(u => !u.StartsWith("data:", StringComparison.Ordinal) && !u.StartsWith("blob:", StringComparison.Ordinal))];

    /// <summary>Exceptions nobody caught, and errors on the console and in the log.</summary>
    public string[] Errors =>
    [
        .. Of("Runtime.exceptionThrown").Select(e => (string?)e["exceptionDetails"]!["exception"]?["description"] ?? (string)e["exceptionDetails"]!["text"]!),
        .. Of("Runtime.consoleAPICalled").Where(e => (string?)e["type"] == "error").Select(e => e["args"]!.ToJsonString()),
        .. Of("Log.entryAdded").Where(e => (string?)e["entry"]!["level"] == "error").Select(e => (string)e["entry"]!["text"]!),
    ];

    /// <summary>Opens a file.</summary>
    public void Open(string path) => Call("Page.navigate", new JsonObject { ["url"] = new Uri(path).AbsoluteUri });

    /// <summary>Value of an expression; promises are awaited.</summary>
    public JsonNode? Evaluate(string expression)
    {
        JsonNode result = Call("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        return result["exceptionDetails"] is { } fault ? throw new InvalidOperationException($"{expression}: {fault.ToJsonString()}") : result["result"]!["value"];
    }

    /// <summary>Waits until an expression is a text that is not empty.</summary>
    public string WaitFor(string expression)
    {
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            if ((string?)Evaluate(expression) is { Length: > 0 } text)
                return text;
            Thread.Sleep(100);
        }
    }

    /// <summary>Writes a picture of what the window shows.</summary>
    public void Screenshot(string path) => File.WriteAllBytes(path, Convert.FromBase64String((string)Call("Page.captureScreenshot", new JsonObject { ["format"] = "png" })["data"]!));

    /// <inheritdoc/>
    public void Dispose()
    {
        socket.Dispose();
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        limit.Dispose();
        try
        {
            profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A helper process of the browser may still write; the folder is a temporary one.
        }
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').SelectMany(folder => Names.Select(n => Path.Combine(folder, n))).FirstOrDefault(File.Exists);

    private IEnumerable<JsonNode> Of(string method) => events.Where(e => (string?)e["method"] == method).Select(e => e["params"]!);

    private async Task Connect()
    {
        string? line;
        while ((line = await process.StandardError.ReadLineAsync(limit.Token)) != null && !line.Contains("DevTools listening on", StringComparison.Ordinal))
        {
        }

        int port = new Uri((line ?? throw new InvalidOperationException("the browser ended at once")).Split(' ')[^1]).Port;
        _ = process.StandardError.ReadToEndAsync(limit.Token);
        _ = process.StandardOutput.ReadToEndAsync(limit.Token);
        using var client = new HttpClient();
        JsonArray targets = JsonNode.Parse(await client.GetStringAsync(new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}/json"), limit.Token))!.AsArray();
        string address = (string)targets.First(t => (string?)t!["type"] == "page")!["webSocketDebuggerUrl"]!;
        await socket.ConnectAsync(new Uri(address), limit.Token);
    }

    private JsonNode Call(string method, JsonObject? parameters = null)
    {
        int id = ++last;
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] });
        socket.SendAsync(message, WebSocketMessageType.Text, true, limit.Token).GetAwaiter().GetResult();
        while (true)
        {
            JsonNode answer = Receive();
            if ((int?)answer["id"] == id)
                return answer["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : answer["result"]!;
            events.Add(answer);
        }
    }

    private JsonNode Receive()
    {
        using var text = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = socket.ReceiveAsync(new ArraySegment<byte>(buffer), limit.Token).GetAwaiter().GetResult();
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(Encoding.UTF8.GetString(text.ToArray()))!;
    }
}
