using Engine.Core.Refinement;

namespace Engine.Core.Jobs;

/// <summary>Joins refinements that follow each other.</summary>
internal static class RefinementHistory
{
    /// <summary>One history of both runs; the start of the second is the chosen cycle of the first. B factors and occupancies are those of the first.</summary>
    /// <param name="first">A refinement.</param>
    /// <param name="second">One that started from its result.</param>
    public static RefinementResult Append(RefinementResult first, RefinementResult second)
    {
        int last = first.Cycles[^1].Number;
        return first with
        {
            Positions = second.Positions,
            Copies = second.Copies,
            Cycles = [.. first.Cycles, .. second.Cycles.Where(c => c.Number > 0).Select(c => c with { Number = last + c.Number })],
            Chosen = second.Chosen == 0 ? first.Chosen : last + second.Chosen,
            Cancelled = first.Cancelled || second.Cancelled,
            MinimizeSeconds = first.MinimizeSeconds + second.MinimizeSeconds,
        };
    }
}
