using System.Globalization;
using Engine.Kernels;

namespace Engine.Cli.Relion;

/// <summary>
/// The command line of a RELION External job (--o FOLDER/ --in_3dref MAP --in_mask MASK --LABEL VALUE --j THREADS, as RELION's "Using RELION" page and its pipeline_jobs.cpp have it) turned into one of
/// this engine's.
/// </summary>
internal sealed class RelionArguments
{
    private static readonly Verb[] Verbs =
    [
        new("refine", ModelIsFile: true, HalvesAreOption: true, TakesMask: false),
        new("score", ModelIsFile: true, HalvesAreOption: true, TakesMask: false),
        new("validate", ModelIsFile: true, HalvesAreOption: true, TakesMask: true),
        new("diff-map", ModelIsFile: true, HalvesAreOption: true, TakesMask: true),
        new("fsc", ModelIsFile: false, HalvesAreOption: false, TakesMask: true),
        new("local-resolution", ModelIsFile: false, HalvesAreOption: false, TakesMask: true),
        new("local-filter", ModelIsFile: false, HalvesAreOption: false, TakesMask: true),
        new("sharpen", ModelIsFile: false, HalvesAreOption: false, TakesMask: true),
        new("locscale", ModelIsFile: false, HalvesAreOption: false, TakesMask: true),
        new("density-modify", ModelIsFile: false, HalvesAreOption: false, TakesMask: true),
        new("mask", ModelIsFile: false, HalvesAreOption: true, TakesMask: false),
        new("batch", ModelIsFile: false, HalvesAreOption: false, TakesMask: false),
    ];

    private readonly Verb verb;
    private readonly List<string> files = [], options = [];

    private RelionArguments(Verb verb) => this.verb = verb;

    /// <summary>Names of the verbs that can be a job.</summary>
    public static IEnumerable<string> VerbNames => Verbs.Select(v => v.Name);

    /// <summary>Folder of the job, as typed.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>What the user should know.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The command line of the verb.</summary>
    public string[] Command
    {
        get
        {
            if (verb.Name == "batch")
                return [verb.Name, .. files, "-o", Folder, .. options];
            string prefix = Path.Combine(Folder, verb.Name);

            // A job that is continued in RELION runs again in the same folder.
            string[] resume = verb.Name == "refine" && File.Exists(prefix + "_checkpoint.bin") ? ["--resume"] : [];
            return [verb.Name, .. files, "-o", prefix, "--overwrite", .. resume, .. options];
        }
    }

    /// <summary>The folder in a command line of RELION, even if the rest of it is wrong; null when there is none.</summary>
    public static string? FolderOf(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--o" && i + 1 < arguments.Count)
                return arguments[i + 1];
            if (arguments[i].StartsWith("--o=", StringComparison.Ordinal))
                return arguments[i]["--o=".Length..];
        }

        return null;
    }

    /// <summary>Reads a command line of RELION.</summary>
    /// <param name="arguments">Verb, then what RELION adds.</param>
    /// <exception cref="UsageException">The verb is none of those above, there is no folder, or an input that the verb cannot take.</exception>
    public static RelionArguments Read(IReadOnlyList<string> arguments)
    {
        string name = arguments.Count > 0 ? arguments[0] : "";
        Verb verb = Array.Find(Verbs, v => v.Name == name) ?? throw new UsageException($"relion {name}: give one of {string.Join(", ", VerbNames)}, such as cryoengine relion refine");
        var result = new RelionArguments(verb);
        for (int i = 1; i < arguments.Count; i++)
        {
            string option = arguments[i], value = "";
            int at = option.IndexOf('=', StringComparison.Ordinal);
            bool isJoined = option.StartsWith("--", StringComparison.Ordinal) && at > 0;
            if (isJoined)
                (option, value) = (option[..at], option[(at + 1)..]);
            if (!IsTranslated(option, verb))
            {
                result.options.Add(arguments[i]);
                continue;
            }

            if (!isJoined)
                value = ++i < arguments.Count ? arguments[i] : throw new UsageException($"{option}: give a value");
            result.Translate(option, value);
        }

        return result.Folder.Length > 0 ? result : throw new UsageException("relion: no folder; RELION gives it as --o External/jobNNN/");
    }

    private static bool IsTranslated(string option, Verb verb) =>
        option is "--o" or "--j" or "--pipeline_control" || option.StartsWith("--in_", StringComparison.Ordinal) || (option == "--model" && verb.ModelIsFile) || (option == "--manifest" && verb.Name == "batch");

    private void Translate(string option, string value)
    {
        switch (option)
        {
            case "--o":
                Folder = value;
                break;
            case "--pipeline_control":
                break;
            case "--j":
                options.AddRange(["--threads", int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads > 0 ? value : "1"]);
                break;
            case "--model" or "--manifest":
                files.Add(value);
                break;
            case "--in_3dref" when verb.Name != "batch":
                AddMap(value);
                break;
            case "--in_mask" when verb.TakesMask:
                options.AddRange(["--mask", value]);
                break;
            case "--in_mask" when verb.Name != "batch":
                Warnings.Add($"--in_mask: {verb.Name} uses no mask");
                break;
            default:
                throw new UsageException($"{option}: is no input of {verb.Name}; give a map as Input 3D reference, and files as parameters");
        }
    }

    /// <summary>A map, or the pair of half maps when the name is that of one half, as RELION's own jobs take it.</summary>
    private void AddMap(string path)
    {
        string folder = Path.GetDirectoryName(path) ?? "", name = Path.GetFileName(path);
        string other = name.Contains("half1", StringComparison.Ordinal) ? name.Replace("half1", "half2", StringComparison.Ordinal) : name.Replace("half2", "half1", StringComparison.Ordinal);
        if (other == name || !File.Exists(Path.Combine(folder, other)))
        {
            files.Add(path);
            return;
        }

        string[] pair = [.. new[] { path, Path.Combine(folder, other) }.Order(StringComparer.Ordinal)];
        if (verb.HalvesAreOption)
            options.AddRange(["--half-maps", .. pair]);
        else
            files.AddRange(pair);
    }

    private sealed record Verb(string Name, bool ModelIsFile, bool HalvesAreOption, bool TakesMask);
}
