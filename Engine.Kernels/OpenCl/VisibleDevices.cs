using System.Globalization;

namespace Engine.Kernels.OpenCl;

/// <summary>The rule of CUDA_VISIBLE_DEVICES, which schedulers use to hand out GPUs.</summary>
internal static class VisibleDevices
{
    /// <summary>
    /// Which NVIDIA devices may be used. The list names devices by number or by the start of their id ("GPU-..."), and ends at the first
    /// entry that names none. NVIDIA's OpenCL driver applies the list itself; numbers are therefore used only when it reports more
    /// devices than the list names.
    /// </summary>
    /// <param name="variable">Value of the variable; null when it is not set.</param>
    /// <param name="uuids">Id of each NVIDIA device in the driver's order, hexadecimal without dashes; empty when unknown.</param>
    /// <returns>For each device whether it may be used.</returns>
    public static bool[] Filter(string? variable, IReadOnlyList<string> uuids)
    {
        bool[] visible = new bool[uuids.Count];
        if (variable == null)
        {
            Array.Fill(visible, true);
            return visible;
        }

        string[] entries = variable.Split(',', StringSplitOptions.TrimEntries);
        string[] named = [.. entries.TakeWhile(IsName)];
        bool byNumber = named.All(e => int.TryParse(e, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        bool driverFiltered = named.Length > 0 && byNumber && uuids.Count <= named.Length;
        for (int i = 0; i < visible.Length; i++)
            visible[i] = driverFiltered || named.Any(e => Matches(e, i, uuids[i]));
        return visible;
    }

    private static bool IsName(string entry) =>
        int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out _) || entry.StartsWith("GPU-", StringComparison.OrdinalIgnoreCase)
        || entry.StartsWith("MIG-", StringComparison.OrdinalIgnoreCase);

    private static bool Matches(string entry, int index, string uuid)
    {
        if (int.TryParse(entry, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return number == index;

        // Without an id from the driver the driver's own choice stands.
        string id = entry[4..].Replace("-", "", StringComparison.Ordinal);
        return uuid.Length == 0 || entry.StartsWith("MIG-", StringComparison.OrdinalIgnoreCase)
            || uuid.StartsWith(id, StringComparison.OrdinalIgnoreCase);
    }
}
