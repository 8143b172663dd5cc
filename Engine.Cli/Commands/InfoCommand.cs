using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine info: devices, what was found, and a self-test of each kernel group.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        var command = new Command("info", "Show devices, drivers, what was found and why something was not used, and test each kernel group.\n\nExample: cryoengine info --json");
        command.SetAction(parsed => Run(new RunContext(parsed)));
        return command;
    }

    private static int Run(RunContext context)
    {
        IReadOnlyList<DeviceInfo> devices = DeviceCatalog.List();
        bool allOk = true;
        var list = new JsonArray();
        context.Say($"cryoengine {RunContext.Version}  .NET {Environment.Version}  {RuntimeInformation.OSDescription}  {Environment.ProcessorCount} cores");
        foreach (DeviceInfo device in devices)
        {
            context.Say("");
            context.Say($"{device.Name}  [{device.Description}]");
            var tests = new JsonArray();
            if (device.IsUsable)
            {
                using Accelerator accelerator = DeviceCatalog.Open(device.Name, context.Threads);
                foreach (SelfTestResult test in SelfTest.Run(accelerator))
                {
                    allOk &= test.Ok;
                    context.Say($"  {(test.Ok ? "ok    " : "FAILED")}  {test.Name,-16}  {test.Message}");
                    tests.Add(new JsonObject { ["group"] = test.Name, ["ok"] = test.Ok, ["message"] = test.Message });
                }
            }
            else
            {
                context.Say($"  not used: {device.Reason}");
            }

            list.Add(new JsonObject
            {
                ["name"] = device.Name,
                ["description"] = device.Description,
                ["usable"] = device.IsUsable,
                ["reason"] = device.Reason,
                ["memory_bytes"] = device.MemoryBytes,
                ["self_test"] = tests,
            });
        }

        var notes = new JsonArray();
        context.Say("");
        foreach (string note in DeviceCatalog.Notes())
        {
            context.Say($"note: {note}");
            notes.Add(note);
        }

        if (context.Json)
            JsonOutput.Print(new JsonObject { ["version"] = RunContext.Version, ["devices"] = list, ["notes"] = notes });
        return allOk ? 0 : (int)ExitCode.Device;
    }
}
