using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Core.Jobs.Bench;

namespace Engine.Cli.Output;

/// <summary>The benchmark as JSON (docs/benchmarks.md).</summary>
internal static class BenchJson
{
    /// <summary>Everything that was measured.</summary>
    public static JsonObject Document(BenchReport report, BenchOptions options, IReadOnlyList<BenchRow> rows) => new()
    {
        ["schema"] = "cryoengine.bench/1",
        ["version"] = RunContext.Version,
        ["command"] = RunContext.CommandLine,
        ["date"] = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["set"] = options.Set.ToString().ToLowerInvariant(),
        ["cancelled"] = report.Cancelled,
        ["machine"] = new JsonObject
        {
            ["processor"] = report.Machine.Processor,
            ["cores"] = report.Machine.Cores,
            ["memory_bytes"] = report.Machine.MemoryBytes,
            ["system"] = report.Machine.System,
            ["dotnet"] = report.Machine.Runtime,
            ["load_average_before"] = report.Machine.Load,
            ["load_average_after"] = report.LoadAfter,
            ["quiet"] = report.Machine.LoadWarning == null,
        },
        ["devices"] = new JsonArray([.. report.Devices.Select(Device)]),
        ["rows"] = Rows(rows),
        ["results"] = new JsonArray([.. report.Results.Select(Result)]),
    };

    /// <summary>What the rows are.</summary>
    public static JsonArray Rows(IEnumerable<BenchRow> rows) => new([.. rows.Select(r => new JsonObject
    {
        ["name"] = r.Name,
        ["what"] = r.What,
        ["unit"] = r.Unit,
        ["model"] = r.Model.Length > 0 ? r.Model : null,
        ["sizes"] = new JsonArray([.. r.Sizes.Select(s => new JsonObject { ["size"] = s.Value, ["set"] = s.Set.ToString().ToLowerInvariant() })]),
    })]);

    private static JsonObject Device(BenchDevice device) => new()
    {
        ["name"] = device.Device,
        ["kind"] = device.Kind,
        ["memory_bytes"] = device.MemoryBytes,
        ["threads"] = device.Threads,
        ["ceilings"] = device.Ceilings is not { } c ? null : new JsonObject
        {
            ["single_flops_per_s"] = c.Single,
            ["double_flops_per_s"] = c.Double,
            ["bandwidths"] = new JsonArray([.. c.Memory.Select(b => new JsonObject { ["bytes"] = b.Bytes, ["bytes_per_s"] = b.PerSecond })]),
        },
    };

    private static JsonObject Result(BenchResult r) => new()
    {
        ["device"] = r.Device,
        ["threads"] = r.Threads,
        ["row"] = r.Row,
        ["size"] = r.Size,
        ["unit"] = r.Unit,
        ["status"] = r.Times != null ? "measured" : r.Failed ? "failed" : "left out",
        ["reason"] = r.Reason,
        ["seconds"] = r.Times is not { } t ? null : new JsonObject
        {
            ["median"] = t.Median,
            ["best"] = t.Sorted[0],
            ["worst"] = t.Sorted[^1],
            ["quartiles"] = new JsonArray(t.At(0.25), t.At(0.75)),
            ["spread"] = t.Spread,
            ["calls"] = t.Count,
        },
        ["bytes"] = r.Cost?.Bytes,
        ["single_flops"] = r.Cost?.Single,
        ["double_flops"] = r.Cost?.Double,
        ["least_seconds"] = r.LeastSeconds,
        ["limit"] = r.Limit,
        ["ceiling_fraction"] = r.CeilingPart,
        ["target_seconds"] = r.TargetSeconds,
        ["load_average"] = r.LoadAverage,
        ["command"] = r.CommandLine,
    };
}
