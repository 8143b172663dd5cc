using System.Diagnostics;

namespace Engine.Cli.Batch;

/// <summary>Starts this program once more: the executable itself, or its library through the .NET host.</summary>
internal static class OwnProgram
{
    /// <summary>How to start it with arguments; no shell is involved.</summary>
    /// <param name="arguments">Arguments.</param>
    public static ProcessStartInfo Start(params string[] arguments)
    {
        string own = Environment.ProcessPath ?? "";
        bool isOwn = Path.GetFileNameWithoutExtension(own) == "cryoengine";
        var start = new ProcessStartInfo(isOwn ? own : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { UseShellExecute = false };
        if (!isOwn)
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "cryoengine.dll"));
        }

        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return start;
    }
}
