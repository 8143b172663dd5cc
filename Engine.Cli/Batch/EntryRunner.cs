using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engine.Core.Archive;
using Engine.Core.Batch;
using Engine.Kernels;

namespace Engine.Cli.Batch;

/// <summary>
/// Works on one entry of a batch: fetch, refine, validate before and after with the report. The stages are the verbs of the command line with the files of the entry, so that every result can be
/// repeated by hand from what its log says. A stage that an earlier attempt finished is not done again; refine goes on from its checkpoint.
/// </summary>
internal sealed class EntryRunner(AttemptOrder order, Func<string[], int> run, CancellationToken cancel)
{
    private static readonly string[] Reserved = ["-o", "--output", "--overwrite", "--resume", "--json", "--quiet", "-q", "--dry-run", "--device", "--threads", "--seed", "--debug", "-d", "--resolution", "--half-maps"];

    private readonly Dictionary<string, double> timings = [];
    private readonly List<string> warnings = [];
    private EntryFiles files = new(order.Entry);

    /// <summary>Options of refine in a line of a manifest, split as a shell would, without a shell.</summary>
    /// <param name="text">Options as typed.</param>
    /// <exception cref="InputException">An option that the batch sets itself, or a text that is no option.</exception>
    public static string[] SplitOptions(string text)
    {
        string[] words = [.. CommandLineParser.SplitCommandLine(text)];
        foreach (string word in words)
        {
            string name = word.Split('=', ':')[0];
            if (Reserved.Contains(name))
                throw new InputException($"option {name}: is set by the batch; leave it out (the resolution has a column of its own)");
        }

        return words.Length == 0 || words[0].StartsWith('-') ? words : throw new InputException($"options \"{words[0]}\": must start with an option of refine, such as --cycles 3");
    }

    /// <summary>Runs all stages.</summary>
    public AttemptReply Run()
    {
        MemoryPeak.Reset();
        DeviceMemoryAccount.ResetPeak();
        Directory.CreateDirectory(order.Folder);
        return Guarded(() =>
        {
            string[] options = [.. RefineOptionList.Merge(order.RefineOptions, SplitOptions(order.Entry.Options))];
            files = Timed("fetch", () => EntryFiles.Resolve(order, warnings, cancel));
            string prefix = Path.Combine(order.Folder, "refined");
            string d = files.Resolution!.Value.ToString("R", CultureInfo.InvariantCulture);
            Verb("refine", ["refine", files.Model!, .. files.MapArguments, "-d", d, "-o", prefix, "--resume", .. options]);
            Verb("validate", ["validate", prefix + ".cif", .. files.ValidationMapArguments, "-d", d, "--compare", files.Model!, .. MaskArguments, .. Dictionaries(options), "-o", Path.Combine(order.Folder, "report")]);
            return new(Collect(), false, false);
        })!;
    }

    /// <summary>Fetches the files alone, while other entries are computed.</summary>
    /// <returns>Null when they are there, else how it failed.</returns>
    public AttemptReply? Fetch() => Guarded(() =>
    {
        files = Timed("fetch", () => EntryFiles.Resolve(order, warnings, cancel));
        return null;
    });

    /// <summary>Files of the entry, as far as they are known.</summary>
    public EntryFiles Files => files;

    /// <summary>Does some work; what it throws becomes the reply.</summary>
    private AttemptReply? Guarded(Func<AttemptReply?> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException)
        {
            return Failed("cancelled", mayRetry: true, cancelled: true);
        }
        catch (StageFailure e)
        {
            return Failed(e.Message, e.Code == (int)ExitCode.Device, e.Code == (int)ExitCode.Cancelled);
        }
        catch (DownloadException e)
        {
            return Failed($"fetch: {e.Message}", mayRetry: !e.IsMissing, cancelled: false);
        }
        catch (EngineException e)
        {
            return Failed(e.Message, e is DeviceException, cancelled: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Failed(e.Message.ReplaceLineEndings(" "), mayRetry: true, cancelled: false);
        }
    }

    /// <summary>The mask of the manifest, for validate.</summary>
    private string[] MaskArguments => order.Entry.Mask is { } mask ? ["--mask", mask] : [];

    /// <summary>The dictionaries among options of refine, for validate.</summary>
    private static IEnumerable<string> Dictionaries(string[] options)
    {
        int at = Array.IndexOf(options, "--dictionary");
        return at < 0 ? [] : options.Skip(at + 1).TakeWhile(o => !o.StartsWith('-')).Prepend("--dictionary");
    }

    private void Verb(string stage, string[] arguments)
    {
        string[] all = [.. arguments, .. order.GlobalOptions, "--overwrite"];
        var note = new StageNote(Path.Combine(order.Folder, stage + ".done"), string.Join('\u001f', arguments));
        if (note.Seconds is double before)
        {
            timings[stage] = before;
            return;
        }

        Console.Error.WriteLine("$ cryoengine " + string.Join(' ', all));
        long start = Stopwatch.GetTimestamp();
        int code;
        string errors;
        using (var log = new StageLog(Path.Combine(order.Folder, stage + ".log"), all))
        {
            code = run(all);
            errors = log.LastError;
        }

        cancel.ThrowIfCancellationRequested();
        if (code != 0)
            throw new StageFailure(code, $"{stage}: {(errors.Length > 0 ? errors : "exit code " + code.ToString(CultureInfo.InvariantCulture))}");
        timings[stage] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        note.Write(timings[stage]);
    }

    private T Timed<T>(string stage, Func<T> work)
    {
        long start = Stopwatch.GetTimestamp();
        T result = work();
        timings[stage] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return result;
    }

    private EntryResult Collect()
    {
        JsonNode refined = Read("refined_stats.json"), report = Read("report_validation.json");
        foreach (JsonNode document in new[] { refined, report })
            warnings.AddRange(document["warnings"]!.AsArray().Select(w => (string)w!));
        return new()
        {
            Id = order.Entry.Id,
            State = EntryState.Done,
            Resolution = files.Resolution,
            Decision = (string)refined["decision"]!["result"]!,
            Before = Scores(report["before"]),
            After = Scores(report),
            Warnings = [.. warnings.Distinct()],
            Timings = timings,
            PeakMemory = MemoryPeak.Read(),
            PeakDeviceMemory = DeviceMemoryAccount.Peak,
            Device = (string)refined["device"]!,
            Version = RunContext.Version,
        };
    }

    private JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(order.Folder, name)))!;

    private static Dictionary<string, double?> Scores(JsonNode? document) =>
        ResultsTable.Scores.ToDictionary(s => s.Name, s => s.Place.Split('.').Aggregate(document, (node, key) => (node as JsonObject)?[key]) is JsonValue v && v.GetValueKind() == JsonValueKind.Number ? (double?)v.GetValue<double>() : null);

    private AttemptReply Failed(string reason, bool mayRetry, bool cancelled) => new(
        new()
        {
            Id = order.Entry.Id,
            State = EntryState.Failed,
            Reason = reason,
            Resolution = files.Resolution ?? order.Entry.Resolution,
            Warnings = [.. warnings.Distinct()],
            Timings = timings,
            PeakMemory = MemoryPeak.Read(),
            PeakDeviceMemory = DeviceMemoryAccount.Peak,
            Version = RunContext.Version,
        },
        mayRetry,
        cancelled);

    private sealed class StageFailure(int code, string message) : Exception(message)
    {
        public int Code { get; } = code;
    }
}
