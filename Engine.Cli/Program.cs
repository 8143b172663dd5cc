using System.CommandLine;
using Engine.Cli.Commands;
using Engine.Cli.Relion;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>Entry point: parses the command line, runs one verb, and turns errors into one line and an exit code.</summary>
public static class Program
{
    /// <summary>Runs the engine.</summary>
    /// <param name="args">Command line.</param>
    /// <returns>Exit code, see <see cref="ExitCode"/>.</returns>
    public static int Main(string[] args)
    {
        RunContext.CommandLine = string.Join(' ', args.Prepend("cryoengine").Select(a => a.Contains(' ', StringComparison.Ordinal) ? $"\"{a}\"" : a));
        if (args is [RelionCommand.Name, _, ..] && !args.Any(a => a is "--help" or "-h" or "-?"))
            return Guard(args.Contains("--debug"), () => RelionJob.Run(args[1..], Main));
        RootCommand root = CreateRoot();
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
                Console.Error.WriteLine($"cryoengine: {error.Message}");
            Console.Error.WriteLine($"cryoengine: '{HelpFor(parsed)} --help' shows the options and an example");
            return (int)ExitCode.Usage;
        }

        return Guard(parsed.GetValue(GlobalOptions.Debug), () => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
    }

    /// <summary>Runs something and turns exceptions into a one-line message and an exit code.</summary>
    /// <param name="debug">Also print stack traces.</param>
    /// <param name="run">What to run.</param>
    internal static int Guard(bool debug, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (EngineException e)
        {
            return Report(e, e.ExitCode, e.Message, debug);
        }
        catch (OperationCanceledException e)
        {
            return Report(e, ExitCode.Cancelled, "cancelled", debug);
        }
        catch (OutOfMemoryException e)
        {
            return Report(e, ExitCode.Device, "out of memory: use a machine with more memory or a smaller map", debug);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Report(e, ExitCode.BadInput, e.Message, debug);
        }
        catch (Exception e)
        {
            return Report(e, ExitCode.Numerical, $"internal error: {e.GetType().Name}: {e.Message} (run again with --debug and report it)", debug);
        }
    }

    private static RootCommand CreateRoot()
    {
        var root = new RootCommand("cryoengine: re-refines cryo-EM structures. Map and model in, better model and honest numbers out.");
        GlobalOptions.AddTo(root);
        root.Add(RefineCommand.Create());
        root.Add(RegularizeCommand.Create());
        root.Add(HydrogenateCommand.Create());
        root.Add(ScoreCommand.Create());
        root.Add(ValidateCommand.Create());
        root.Add(ModelMapCommand.Create());
        root.Add(FscCommand.Create());
        root.Add(MaskCommand.Create());
        root.Add(LocalResolutionCommand.Create());
        root.Add(LocalFilterCommand.Create());
        root.Add(SharpenCommand.Create());
        root.Add(LocScaleCommand.Create());
        root.Add(DensityModifyCommand.Create());
        root.Add(DifferenceMapCommand.Create());
        root.Add(FetchCommand.Create());
        root.Add(BatchCommand.Create());
        root.Add(BatchWorkerCommand.Create());
        root.Add(RelionCommand.Create());
        root.Add(InspectCommand.Create());
        root.Add(SimulateCommand.Create());
        root.Add(DemoCommand.Create());
        root.Add(InfoCommand.Create());
        root.Add(BenchCommand.Create());
        root.Add(TablesCommand.Create());
        root.SetAction(parsed =>
        {
            if (parsed.GetValue(GlobalOptions.Citations))
                Console.Out.WriteLine(Citations.Text);
            else
                root.Parse(["--help"]).Invoke();
            return 0;
        });
        return root;
    }

    private static string HelpFor(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "cryoengine" : $"cryoengine {parsed.CommandResult.Command.Name}";

    private static int Report(Exception e, ExitCode code, string message, bool debug)
    {
        Console.Error.WriteLine($"cryoengine: {message.ReplaceLineEndings(" ")}");
        if (debug)
            Console.Error.WriteLine(e);
        return (int)code;
    }
}
