namespace Engine.Core.Jobs;

/// <summary>Keeps the best and the current result of a series and frees all others as soon as they are neither.</summary>
/// <typeparam name="T">Result.</typeparam>
internal sealed class BestAndCurrent<T> : IDisposable
    where T : class, IDisposable
{
    private T? best;
    private T? current;

    /// <summary>The current result.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T Current => current ?? throw new InvalidOperationException("no result");

    /// <summary>The best result, which belongs to the caller from now on.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T TakeBest()
    {
        T taken = best ?? throw new InvalidOperationException("no result");
        best = null;
        current = ReferenceEquals(current, taken) ? null : current;
        return taken;
    }

    /// <summary>Gives up the current result, before the next one is made: it stays where it is the best.</summary>
    public void Release()
    {
        if (!ReferenceEquals(current, best))
            current?.Dispose();
        current = null;
    }

    /// <summary>Adds the next result.</summary>
    /// <param name="next">Result.</param>
    /// <param name="isBest">It is better than those before.</param>
    public void Add(T next, bool isBest)
    {
        Release();
        current = next;
        if (!isBest)
            return;
        best?.Dispose();
        best = next;
    }

    /// <summary>Frees what was not taken.</summary>
    public void Dispose()
    {
        Release();
        best?.Dispose();
        best = null;
    }
}
