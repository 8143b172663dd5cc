using System.Globalization;
using Engine.Core.Jobs.Bench;

namespace Engine.Cli.Output;

/// <summary>The benchmark as a table that grows while it runs.</summary>
/// <param name="context">Global options.</param>
internal sealed class BenchTable(RunContext context)
{
    private string section = "";

    /// <summary>The rows, their sizes and their models.</summary>
    public static IEnumerable<string> RowLines(IEnumerable<BenchRow> rows)
    {
        foreach (BenchRow row in rows)
        {
            yield return $"{row.Name}: {row.What}";
            yield return $"    sizes, {row.Unit}: {string.Join(", ", row.Sizes.Select(s => $"{s.Value} ({s.Set.ToString().ToLowerInvariant()})"))}";
            if (row.Model.Length > 0)
                yield return $"    counted: {row.Model}";
        }
    }

    /// <summary>What is going to be measured.</summary>
    public void Head(BenchOptions options)
    {
        BenchMachine machine = BenchMachine.Now();
        context.Say(Text($"{machine.Processor}, {machine.Cores} cores, {machine.MemoryBytes / 1073741824.0:0} GiB, load {machine.Load:0.00}; set {options.Set.ToString().ToLowerInvariant()}, devices {string.Join(", ", options.Devices)}"));
        context.Say("median of the calls; spread: distance of the quartiles over the median; ceiling: the least time by the device's own bandwidth and multiply-adds over the median");
    }

    /// <summary>A result.</summary>
    public void Add(BenchResult result)
    {
        string now = $"{result.Device}, {result.Threads} thread{(result.Threads == 1 ? "" : "s")}";
        if (now != section)
        {
            context.Say("");
            context.Say(now);
            context.Say(Text($"  {"row",-24} {"size",10} {"",-8} {"median ms",12} {"spread",7} {"GB/s",8} {"GFlop/s",9} {"ceiling",8} {"target ms",10}"));
            section = now;
        }

        string head = Text($"  {result.Row,-24} {result.Size,10} {result.Unit,-8}");
        if (result.Times is not { } times)
        {
            context.Say($"{head} {(result.Failed ? "FAILED" : "left out")}: {result.Reason}");
            return;
        }

        string bytes = result.Cost is { } cost ? Text($"{cost.Bytes / times.Median / 1e9:0.0}") : "", operations = result.Cost is { } c ? Text($"{(c.Single + c.Double) / times.Median / 1e9:0.0}") : "";
        string part = result.CeilingPart is { } p ? Text($"{100 * p:0} %") : "", target = result.TargetSeconds is { } t ? Text($"{1e3 * t:0.0}") : "";
        context.Say(Text($"{head} {1e3 * times.Median,12:0.000} {100 * times.Spread,5:0} % {bytes,8} {operations,9} {part,8} {target,10}").TrimEnd());
    }

    /// <summary>Ceilings, and what disturbed the measurements.</summary>
    public void Foot(BenchReport report)
    {
        context.Say("");
        foreach (BenchDevice device in report.Devices)
        {
            context.Say(device.Ceilings is { } c
                ? Text($"{device.Device}, threads {device.Threads}: {c.Single / 1e9:0.0} GFlop/s single, {c.Double / 1e9:0.0} double; {string.Join(", ", c.Memory.Select(b => Text($"{b.PerSecond / 1e9:0.0} GB/s in {b.Bytes / 1048576:0.##} MiB")))}")
                : $"{device.Device}: its ceilings cannot be measured");
        }

        context.Say(Text($"load average before {report.Machine.Load:0.00}, after {report.LoadAfter:0.00}"));
        if (report.Cancelled)
            context.Say("stopped: the rows above are all that was measured");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
