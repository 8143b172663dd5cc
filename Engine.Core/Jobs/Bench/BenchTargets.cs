namespace Engine.Core.Jobs.Bench;

/// <summary>Times that are aimed at on a data-centre GPU (H200), to be printed beside what was measured on a device of that class.</summary>
public static class BenchTargets
{
    private static readonly string[] Classes = ["H100", "H200", "GH200", "B100", "B200", "GB200", "B300", "MI300", "MI325", "MI355"];

    private static readonly Dictionary<(string Row, long Size), double> Seconds = new()
    {
        [("fourier.forward", 512)] = 0.0015,
        [("model-map.fourier", 100_000)] = 0.005,
        [("locscale.exact", 1_000_000)] = 3,
        [("local-fsc", 330)] = 10,
        [("command.refine", 17_000)] = 15,
    };

    /// <summary>All targets, for tables.</summary>
    public static IEnumerable<(string Row, long Size, double Seconds)> All => Seconds.Select(t => (t.Key.Row, t.Key.Size, t.Value));

    /// <summary>The target of a row on a device, s; null where there is none, or for another class of device.</summary>
    /// <param name="row">Name of the row.</param>
    /// <param name="size">Size.</param>
    /// <param name="device">Name of the device.</param>
    public static double? For(string row, long size, string device) =>
        Array.Exists(Classes, c => device.Contains(c, StringComparison.OrdinalIgnoreCase)) && Seconds.TryGetValue((row, size), out double seconds) ? seconds : null;
}
