namespace Engine.Core.Batch;

/// <summary>
/// Tells a scheduler that has nothing to do when it may leave although others still hold entries: as soon as each of them has shown a sign of life since. One that shows none may be gone, and its entries
/// would then be left to nobody.
/// </summary>
/// <param name="folder">Folder.</param>
/// <param name="sign">Own sign of life.</param>
public sealed class IdleWatch(BatchFolder folder, WorkerSign sign)
{
    private DateTime? idleSince;

    /// <summary>Whether the scheduler may leave.</summary>
    /// <param name="isIdle">It has nothing to do now.</param>
    public bool MayLeave(bool isIdle)
    {
        if (!isIdle)
        {
            idleSince = null;
            return false;
        }

        DateTime since = idleSince ??= sign.Touch();
        return folder.Claims.All(c => c.Worker == sign.Name || WorkerSign.IsTouchedSince(Path.Combine(folder.Signs, c.Worker), since));
    }
}
