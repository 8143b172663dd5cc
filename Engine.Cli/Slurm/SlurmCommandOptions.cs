using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Engine.Core.Batch.Slurm;
using Engine.Kernels;

namespace Engine.Cli.Slurm;

/// <summary>What batch is asked to do about Slurm.</summary>
internal enum SlurmAction
{
    /// <summary>Nothing: the entries are worked on here.</summary>
    None,

    /// <summary>Submit a job array.</summary>
    Submit,

    /// <summary>Say how queue and folder stand.</summary>
    Status,

    /// <summary>Cancel the tasks of the folder.</summary>
    Cancel,
}

/// <summary>Options of batch that concern Slurm.</summary>
internal sealed class SlurmCommandOptions
{
    private readonly Option<bool> submit = new("--slurm") { Description = "submit a Slurm job array whose tasks work on the entries, instead of working on them here" };

    private readonly Option<bool> status = new("--status") { Description = "say how the batch stands: its tasks in the queue of Slurm, and its entries" };

    private readonly Option<bool> cancel = new("--cancel") { Description = "cancel the Slurm tasks of this folder" };

    private readonly Option<string> config = new("--slurm-config") { Description = "settings of the job array, as lines KEY = VALUE or JSON (docs/batch.md)", HelpName = "FILE" };

    /// <summary>Kept in the script, not for people: works as a task of an array, and how often it may be put back into the queue.</summary>
    private readonly Option<int?> task = new("--slurm-task") { Hidden = true };

    /// <summary>Options that are settings of the same name.</summary>
    private readonly Option<string>[] settings =
    [
        new("--slurm-tasks") { Description = "tasks of the array (default: enough for all entries, up to 16)", HelpName = "N" },
        new("--slurm-partition") { Description = "partition", HelpName = "NAME" },
        new("--slurm-account") { Description = "account", HelpName = "NAME" },
        new("--slurm-time") { Description = "time limit of a task: minutes, H:M:S or D-H:M (default: that of the partition)", HelpName = "TIME" },
        new("--slurm-gpus") { Description = "GPUs of a task, N or TYPE:N (default: none)", HelpName = "N" },
        new("--slurm-cpus") { Description = "processors of a task (default: 4)", HelpName = "N" },
        new("--slurm-memory") { Description = "memory of a task, GiB (default: that of the partition)", HelpName = "GIB" },
    ];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Add(option);
    }

    /// <summary>What is asked for.</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public SlurmAction Action(ParseResult parsed)
    {
        SlurmAction[] asked =
        [
            .. parsed.GetValue(submit) ? new[] { SlurmAction.Submit } : [],
            .. parsed.GetValue(status) ? new[] { SlurmAction.Status } : [],
            .. parsed.GetValue(cancel) ? new[] { SlurmAction.Cancel } : [],
        ];
        if (asked.Length > 1)
            throw new UsageException("--slurm, --status, --cancel: give one of them");
        SlurmAction action = asked.FirstOrDefault();
        Option? lone = settings.Append<Option>(config).FirstOrDefault(o => parsed.GetResult(o) != null);
        return lone == null || action == SlurmAction.Submit ? action : throw new UsageException($"{lone.Name}: needs --slurm");
    }

    /// <summary>How often this process, a task of an array, may be put back into the queue; null when it is none.</summary>
    public int? TaskRequeues(ParseResult parsed) => parsed.GetValue(task);

    /// <summary>The settings of the file and of the options, which win.</summary>
    public SlurmSettings Settings(ParseResult parsed)
    {
        SlurmSettings result = parsed.GetValue(config) is { } path ? SlurmConfigFile.Read(path) : new();
        foreach (Option<string> option in settings)
        {
            if (parsed.GetValue(option) is { } value)
                result = result.With(option.Name["--slurm-".Length..], value, option.Name);
        }

        result.Check();
        return result;
    }

    /// <summary>The command line of a task: the same options of batch, without those that concern the submission.</summary>
    /// <param name="parsed">Command line.</param>
    /// <param name="settings">Settings of the array.</param>
    /// <param name="left">Options that are not handed on.</param>
    public IEnumerable<string> TaskArguments(ParseResult parsed, SlurmSettings settings, params Option[] left)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{task.Name}={settings.Requeues}");
        yield return string.Create(CultureInfo.InvariantCulture, $"{GlobalOptions.Threads.Name}={settings.Cpus}");
        Option[] handed = [.. parsed.CommandResult.Command.Options.Except(left).Except(All), GlobalOptions.Device, GlobalOptions.Seed, GlobalOptions.Debug];
        foreach (Option option in handed)
        {
            if (parsed.GetResult(option) is not { Implicit: false } given)
                continue;
            if (given.Tokens.Count == 0)
                yield return option.Name;

            // With a sign of equality a value that begins with a dash stays a value.
            foreach (Token token in given.Tokens.Where(t => t.Value.Length > 0))
                yield return $"{option.Name}={token.Value}";
        }
    }

    private IEnumerable<Option> All => [submit, status, cancel, config, .. settings, task];
}
