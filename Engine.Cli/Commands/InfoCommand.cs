using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine info: devices, what was found, and a self-test of each kernel group or of every kernel.</summary>
internal static class InfoCommand
{
    private static readonly Option<bool> EveryKernel = new("--self-test")
    {
        Description = "test every kernel on random inputs against plain formulas and against the CPU's kernels: on all devices, or on the one that --device names",
    };

    public static Command Create()
    {
        var command = new Command("info", "Show devices, drivers, what was found and why something was not used, and test each kernel group.\n\nExample: cryoengine info --json\n         cryoengine info --self-test --device gpu");
        command.Add(EveryKernel);
        command.SetAction(parsed => Run(new RunContext(parsed), parsed.GetValue(EveryKernel), parsed.GetResult(GlobalOptions.Device) is { Implicit: false }));
        return command;
    }

    private static int Run(RunContext context, bool everyKernel, bool oneDevice)
    {
        IReadOnlyList<DeviceInfo> devices = DeviceCatalog.List();
        if (oneDevice)
            devices = [DeviceCatalog.Choose(context.DeviceName, devices)];
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
                int failed = 0;
                foreach (SelfTestResult test in everyKernel ? SelfTest.RunKernels(accelerator) : SelfTest.Run(accelerator))
                {
                    failed += test.Ok ? 0 : 1;
                    context.Say($"  {(test.Ok ? "ok    " : "FAILED")}  {test.Name.PadRight(everyKernel ? 50 : 16)}  {test.Message}");
                    tests.Add(new JsonObject { ["group"] = test.Name, ["ok"] = test.Ok, ["message"] = test.Message });
                }

                allOk &= failed == 0;
                if (everyKernel)
                    context.Say($"  {tests.Count - failed} of {tests.Count} kernels right");
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
