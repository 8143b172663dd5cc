using System.Globalization;
using System.Text.RegularExpressions;
using Engine.Kernels;

namespace Engine.Core.Batch.Slurm;

/// <summary>What the tasks of a job array ask Slurm for. Texts are checked when they are set, so that none of them can add a line or a word to the script.</summary>
public sealed partial record SlurmSettings
{
    private static readonly string[] Words = ["partition", "account", "qos", "reservation", "constraint"];

    /// <summary>Names that <see cref="With"/> understands.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["tasks", "at_once", .. Words, "time", "gpus", "cpus", "memory", "signal", "requeues", "setup", "program"];

    /// <summary>Tasks of the array; null = one for each group of entries that a task works on at a time, up to 16.</summary>
    public int? Tasks { get; init; }

    /// <summary>Tasks that may run at the same time; null = all.</summary>
    public int? AtOnce { get; init; }

    /// <summary>Partition, account, QOS, reservation and constraint, by name, where they are given.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Time limit of a task as Slurm writes it (minutes, H:M:S, D-H:M …); null = that of the partition.</summary>
    public string? Time { get; init; }

    /// <summary>GPUs of a task, as a number or TYPE:NUMBER; null = none.</summary>
    public string? Gpus { get; init; }

    /// <summary>Processors of a task.</summary>
    public int Cpus { get; init; } = 4;

    /// <summary>Memory of a task, GiB; null = what the partition gives.</summary>
    public double? Memory { get; init; }

    /// <summary>How long before the time limit a task is told to end, s. Slurm may tell it up to a minute earlier.</summary>
    public int SignalSeconds { get; init; } = 120;

    /// <summary>How often a task that ran into its time limit is put back into the queue.</summary>
    public int Requeues { get; init; } = 20;

    /// <summary>Lines of shell for the beginning of a task, such as "module load dotnet". These, and only these, are run as they are typed.</summary>
    public IReadOnlyList<string> Setup { get; init; } = [];

    /// <summary>Path of the program on the nodes; null = the one that submits.</summary>
    public string? Program { get; init; }

    /// <summary>The settings with one of them changed.</summary>
    /// <param name="key">One of <see cref="Keys"/>.</param>
    /// <param name="value">Value as typed.</param>
    /// <param name="source">Where it was typed, for messages: an option, or file and key.</param>
    /// <exception cref="UsageException">The key is unknown, or the value is not of its form.</exception>
    public SlurmSettings With(string key, string value, string source) => key switch
    {
        "tasks" => this with { Tasks = Number(value, 1, 100_000, source) },
        "at_once" => this with { AtOnce = Number(value, 1, 100_000, source) },
        "time" => this with { Time = Matching(TimeForm(), value, source, "give minutes, HOURS:MINUTES:SECONDS or DAYS-HOURS:MINUTES") },
        "gpus" => this with { Gpus = Matching(GpuForm(), value, source, "give a number, or TYPE:NUMBER") },
        "cpus" => this with { Cpus = Number(value, 1, 4096, source) },
        "memory" => this with { Memory = Gibibytes(value, source) },
        "signal" => this with { SignalSeconds = Number(value, 10, 65_535, source) },
        "requeues" => this with { Requeues = Number(value, 0, 1000, source) },
        "setup" => this with { Setup = [.. Setup, Line(value, source)] },
        "program" => this with { Program = Line(value, source) },
        "constraint" => Word(key, Matching(ConstraintForm(), value, source, "give names of features joined by & | , ( ) [ ] * :")),
        _ when Words.Contains(key) => Word(key, Matching(NameForm(), value, source, "give a name of letters, digits and . _ + @ -")),
        _ => throw new UsageException($"{source}: unknown; known are {string.Join(", ", Keys)}"),
    };

    /// <summary>Checks what concerns more than one setting.</summary>
    /// <exception cref="UsageException">A task would be told to end as soon as it begins.</exception>
    public void Check()
    {
        // Slurm may be a minute early.
        if (Time != null && Seconds(Time) <= SignalSeconds + 60)
            throw new UsageException(Text($"time {Time}: must be more than a minute longer than signal, {SignalSeconds} s before which a task is told to end"));
    }

    /// <summary>The directives of the script, without the name of the job.</summary>
    public IEnumerable<string> Directives()
    {
        yield return "--nodes=1";
        yield return "--ntasks=1";
        yield return Text($"--cpus-per-task={Cpus}");
        if (Memory is double gibibytes)
            yield return Text($"--mem={(long)Math.Ceiling(gibibytes * 1024)}M");
        if (Gpus != null)
            yield return $"--gres=gpu:{Gpus}";
        if (Time != null)
            yield return $"--time={Time}";
        foreach ((string key, string value) in Given)
            yield return $"--{key}={value}";

        // Only the program itself is told: it gives its entries back and ends its workers.
        yield return Text($"--signal=B:USR1@{SignalSeconds}");
        yield return "--requeue";
        yield return "--open-mode=append";
    }

    /// <summary>A time limit in seconds: MINUTES, MINUTES:SECONDS, HOURS:MINUTES:SECONDS, DAYS-HOURS and so on.</summary>
    private static long Seconds(string time)
    {
        string[] parts = time.Split('-');
        long[] numbers = [.. parts[^1].Split(':').Select(n => long.Parse(n, NumberStyles.None, CultureInfo.InvariantCulture))];
        long days = parts.Length > 1 ? long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture) : 0;

        // Without days the first number is hours only where there are three.
        long unit = parts.Length > 1 || numbers.Length == 3 ? 3600 : 60, seconds = days * 86_400;
        foreach (long number in numbers)
        {
            seconds += number * unit;
            unit /= 60;
        }

        return seconds;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static int Number(string value, int low, int high, string source) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= low && number <= high
            ? number
            : throw new UsageException(Text($"{source} {Shown(value)}: give a whole number from {low} to {high}"));

    private static double Gibibytes(string value, string source) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number >= 0.01 && number <= 1e5
            ? number
            : throw new UsageException($"{source} {Shown(value)}: give a number of GiB, without a unit");

    private static string Matching(Regex form, string value, string source, string advice) =>
        form.IsMatch(value) ? value : throw new UsageException($"{source} {Shown(value)}: {advice}");

    private static string Line(string value, string source) =>
        value.Trim().Length > 0 && !value.Any(char.IsControl) ? value : throw new UsageException($"{source} {Shown(value)}: give one line of text");

    private static string Shown(string value) => "\"" + new string([.. value.Take(60).Select(c => char.IsControl(c) ? '?' : c)]) + "\"";

    private SlurmSettings Word(string key, string value) => this with { Given = new SortedDictionary<string, string>(new Dictionary<string, string>(Given) { [key] = value }, StringComparer.Ordinal) };

    [GeneratedRegex(@"^(\d{1,9}|\d{1,6}:\d{1,2}(:\d{1,2})?|\d{1,5}-\d{1,2}(:\d{1,2}(:\d{1,2})?)?)\z")]
    private static partial Regex TimeForm();

    [GeneratedRegex(@"^([A-Za-z0-9][A-Za-z0-9._-]{0,60}:)?[1-9]\d{0,3}\z")]
    private static partial Regex GpuForm();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._+@-]{0,80}(,[A-Za-z0-9_][A-Za-z0-9._+@-]{0,80})*\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^[A-Za-z0-9_(\[][A-Za-z0-9._+:&|,*()\[\]-]{0,200}\z")]
    private static partial Regex ConstraintForm();
}
