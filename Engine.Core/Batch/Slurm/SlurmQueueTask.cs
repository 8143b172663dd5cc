namespace Engine.Core.Batch.Slurm;

/// <summary>How a task in the queue of Slurm stands.</summary>
public enum SlurmTaskState
{
    /// <summary>Waits.</summary>
    Pending,

    /// <summary>Runs, or is about to, or is suspended.</summary>
    Running,

    /// <summary>Is over, or winding down.</summary>
    Over,
}

/// <summary>A task in the queue of Slurm.</summary>
/// <param name="Job">Number of the job array.</param>
/// <param name="Index">Number of the task in the array.</param>
/// <param name="StateName">State, as Slurm calls it.</param>
/// <param name="Node">Node; empty while it waits.</param>
/// <param name="User">Who submitted it.</param>
/// <param name="Reason">Why it waits or ended; "None" when there is nothing to say.</param>
public sealed record SlurmQueueTask(string Job, string Index, string StateName, string Node, string User, string Reason)
{
    /// <summary>The columns that <see cref="Parse"/> reads, as squeue --format takes them.</summary>
    public const string Format = "%F|%K|%T|%N|%u|%r";

    private static readonly string[] Ended =
        ["BOOT_FAIL", "CANCELLED", "COMPLETED", "COMPLETING", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED", "TIMEOUT"];

    private static readonly string[] Waiting = ["PENDING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "RESV_DEL_HOLD", "SPECIAL_EXIT"];

    /// <summary>How it stands. States that are not known count as running, so that nothing is submitted twice.</summary>
    public SlurmTaskState State => Ended.Contains(StateName) ? SlurmTaskState.Over : Waiting.Contains(StateName) ? SlurmTaskState.Pending : SlurmTaskState.Running;

    /// <summary>Reads a line of squeue; null when it is none.</summary>
    /// <param name="line">Line.</param>
    public static SlurmQueueTask? Parse(string line)
    {
        string[] parts = line.Trim().Split('|', 6);
        return parts.Length == 6 ? new(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]) : null;
    }
}
