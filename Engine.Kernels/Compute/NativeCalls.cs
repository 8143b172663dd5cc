namespace Engine.Kernels.Compute;

/// <summary>Names of native calls for messages.</summary>
internal static class NativeCalls
{
    /// <summary>The function's name in a call as it is written in the source: <c>driver.MemAlloc(...)</c> gives MemAlloc.</summary>
    /// <param name="expression">The call.</param>
    public static string Name(string? expression)
    {
        if (string.IsNullOrEmpty(expression))
            return "a call";
        int end = expression.IndexOf('(', StringComparison.Ordinal);
        string name = end < 0 ? expression : expression[..end];
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
