using System.Diagnostics;

namespace Engine.Tests.Cli;

/// <summary>What a command printed and how it ended.</summary>
/// <param name="ExitCode">Exit code.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandResult(int ExitCode, string Out, string Error)
{
    /// <summary>Lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the engine's command line.</summary>
internal static class CommandLine
{
    /// <summary>
    /// Runs a command in this process, which is quick. The console belongs to the whole process, so fixtures that use this are not parallel; JSON that goes
    /// straight to the standard output of the process is not seen.
    /// </summary>
    public static CommandResult Run(params string[] args)
    {
        TextWriter output = Console.Out, error = Console.Error;
        using StringWriter newOutput = new(), newError = new();
        Console.SetOut(newOutput);
        Console.SetError(newError);
        try
        {
            int code = Engine.Cli.Program.Main(args);
            return new(code, newOutput.ToString(), newError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    /// <summary>Runs a command in a process of its own.</summary>
    public static CommandResult Start(params string[] args) => Start(new Dictionary<string, string>(), args);

    /// <summary>Runs a command in a process of its own, with some variables set.</summary>
    public static CommandResult Start(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "cryoengine.dll");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(program);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        foreach (string arg in args)
            start.ArgumentList.Add(arg);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("the engine does not start");
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
