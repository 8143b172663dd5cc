namespace Engine.Kernels.Compute;

/// <summary>What compilers of kernels say.</summary>
internal static class BuildLogs
{
    /// <summary>The lines of a build log that name errors, on one line; the start of the log when none does.</summary>
    /// <param name="log">What the compiler wrote.</param>
    public static string Shorten(string log)
    {
        const int Limit = 600;
        string[] lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] errors = [.. lines.Where(l => l.Contains("error", StringComparison.OrdinalIgnoreCase))];
        string text = string.Join(" | ", errors.Length > 0 ? errors : lines);
        if (text.Length == 0)
            return "the compiler gives no reason";
        return text.Length <= Limit ? text : text[..Limit] + " ...";
    }
}
