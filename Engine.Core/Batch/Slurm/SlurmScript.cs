namespace Engine.Core.Batch.Slurm;

/// <summary>The script that a task of the array runs.</summary>
public static class SlurmScript
{
    /// <summary>The text of the script.</summary>
    /// <param name="settings">What a task asks for.</param>
    /// <param name="name">Name of the job.</param>
    /// <param name="folder">Folder that relative paths in the command refer to.</param>
    /// <param name="command">Program and arguments.</param>
    public static string Text(SlurmSettings settings, string name, string folder, IEnumerable<string> command)
    {
        var lines = new List<string> { "#!/bin/sh", "# Written by cryoengine batch --slurm. Each task of the job array takes entries from the folder of the batch until none is left for it.", $"#SBATCH --job-name={name}" };
        lines.AddRange(settings.Directives().Select(d => "#SBATCH " + d));
        lines.Add($"cd -- {Quote(folder)} || exit 1");
        lines.AddRange(settings.Setup);

        // The program takes the place of the shell, so that Slurm's signals reach it.
        lines.Add("exec " + string.Join(' ', command.Select(Quote)));
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>A text as one word of the shell, whatever it holds.</summary>
    /// <param name="text">Text.</param>
    public static string Quote(string text) => "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
