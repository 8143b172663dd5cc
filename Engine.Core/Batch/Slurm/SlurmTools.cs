using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Engine.Kernels;

namespace Engine.Core.Batch.Slurm;

/// <summary>The programs of Slurm: sbatch, squeue, scancel, scontrol. Arguments go to them one by one, never through a shell; a program that does not answer is given up.</summary>
/// <param name="timeout">Longest wait for an answer; null = two minutes, as a busy controller may need.</param>
/// <param name="folder">Folder of the programs; empty = they are found as a shell finds them.</param>
public sealed class SlurmTools(TimeSpan? timeout = null, string folder = "")
{
    private readonly TimeSpan timeout = timeout ?? TimeSpan.FromMinutes(2);

    /// <summary>Submits a job array.</summary>
    /// <param name="script">Script.</param>
    /// <param name="folder">Working folder of the tasks.</param>
    /// <param name="log">File that a task writes to, as Slurm reads it (%A_%a is the task).</param>
    /// <param name="tasks">Tasks.</param>
    /// <param name="atOnce">Tasks that may run at the same time; null = all.</param>
    /// <returns>Number of the job.</returns>
    /// <exception cref="DeviceException">Slurm is missing, refuses, or answers something else.</exception>
    public string Submit(string script, string folder, string log, int tasks, int? atOnce)
    {
        string array = string.Create(CultureInfo.InvariantCulture, $"0-{tasks - 1}") + (atOnce is int most ? string.Create(CultureInfo.InvariantCulture, $"%{most}") : "");
        string answer = Run("sbatch", "--parsable", $"--array={array}", $"--chdir={folder}", $"--output={log}", script).Trim();
        string job = answer.Split('\n')[^1].Split(';')[0];
        return job.Length > 0 && job.All(char.IsAsciiDigit) ? job : throw new DeviceException($"sbatch: answered \"{answer.ReplaceLineEndings(" ")}\" and no job number; see with squeue what was submitted");
    }

    /// <summary>The tasks of the jobs of a name, also those that ended lately.</summary>
    /// <param name="name">Name.</param>
    /// <exception cref="DeviceException">Slurm is missing or does not answer.</exception>
    public IReadOnlyList<SlurmQueueTask> Queue(string name) =>
        [.. Run("squeue", "--noheader", "--array", "--states=all", $"--name={name}", $"--format={SlurmQueueTask.Format}").Split('\n').Select(SlurmQueueTask.Parse).OfType<SlurmQueueTask>()];

    /// <summary>Cancels jobs that have a given name.</summary>
    /// <param name="jobs">Numbers of job arrays.</param>
    /// <param name="name">Their name: numbers are used again, so a job of another name is left alone.</param>
    /// <exception cref="DeviceException">Slurm is missing or refuses.</exception>
    public void Cancel(IEnumerable<string> jobs, string name) => Run("scancel", [$"--name={name}", .. jobs]);

    /// <summary>Puts a job back into the queue.</summary>
    /// <param name="job">Number of the job.</param>
    /// <exception cref="DeviceException">Slurm is missing or refuses.</exception>
    public void Requeue(string job) => Run("scontrol", "requeue", job);

    private string Run(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, tool)) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            using Process process = Process.Start(start) ?? throw new DeviceException($"{tool}: cannot be started");
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(timeout))
            {
                process.Kill(entireProcessTree: true);
                throw new DeviceException(FormattableString.Invariant($"{tool}: did not answer within {timeout.TotalSeconds:0} s; is the Slurm controller up (scontrol ping)?"));
            }

            string said = error.GetAwaiter().GetResult().Trim().ReplaceLineEndings(" ").Replace($"{tool}: error: ", "", StringComparison.Ordinal);
            return process.ExitCode == 0
                ? output.GetAwaiter().GetResult()
                : throw new DeviceException(FormattableString.Invariant($"{tool}: {(said.Length > 0 ? said : "exit code " + process.ExitCode)}"));
        }
        catch (Win32Exception e)
        {
            throw new DeviceException($"{tool}: cannot be started ({e.Message}); this needs a machine from which jobs are submitted to Slurm", e);
        }
    }
}
