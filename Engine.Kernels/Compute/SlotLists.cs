namespace Engine.Kernels.Compute;

/// <summary>
/// For each target the slots that belong to it, in ascending order, as compressed rows: the slots of target t are
/// List[Start[t] .. Start[t+1]-1]. Kernels gather along these lists instead of adding with atomics, so that sums have a fixed order.
/// </summary>
/// <param name="Start">Targets + 1 starts.</param>
/// <param name="List">Slots.</param>
internal sealed record SlotLists(int[] Start, int[] List)
{
    /// <summary>Sorts slots by their targets.</summary>
    /// <param name="targetOfSlot">Target of each slot; negative for slots without one.</param>
    /// <param name="targets">Number of targets.</param>
    public static SlotLists Build(ReadOnlySpan<int> targetOfSlot, int targets)
    {
        int[] start = new int[targets + 1];
        foreach (int target in targetOfSlot)
        {
            if (target >= 0)
                start[target + 1]++;
        }

        for (int t = 0; t < targets; t++)
            start[t + 1] += start[t];
        int[] next = start[..targets];
        int[] list = new int[start[targets]];
        for (int slot = 0; slot < targetOfSlot.Length; slot++)
        {
            if (targetOfSlot[slot] >= 0)
                list[next[targetOfSlot[slot]]++] = slot;
        }

        return new SlotLists(start, list);
    }
}
