using System.Collections.Concurrent;
using System.CommandLine;
using Engine.Cli.Batch;
using Engine.Core.Batch;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine batch-worker: works on the entries that its scheduler writes to its standard input, one after the other in one process. Not for people.</summary>
internal static class BatchWorkerCommand
{
    public static Command Create()
    {
        var command = new Command("batch-worker", "Works on entries for 'cryoengine batch'.") { Hidden = true };
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        using var input = new StreamReader(Console.OpenStandardInput());
        Console.SetOut(TextWriter.Null);
        using var interrupt = new CancelOnInterrupt();
        var orders = new BlockingCollection<string>();
        var reader = new Thread(() => ReadOrders(input, orders)) { IsBackground = true };
        reader.Start();
        foreach (string line in orders.GetConsumingEnumerable())
        {
            var runner = new EntryRunner(AttemptOrder.FromLine(line), Program.Main, interrupt.Token);
            output.WriteLine(runner.Run().ToLine());
        }

        return 0;
    }

    private static void ReadOrders(StreamReader input, BlockingCollection<string> orders)
    {
        while (input.ReadLine() is { } line)
            orders.Add(line);

        // The scheduler is gone: what this process does nobody will take note of.
        Environment.Exit((int)ExitCode.Cancelled);
    }
}
