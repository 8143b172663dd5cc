using System.Collections.Concurrent;
using System.Diagnostics;

namespace Engine.Core.Jobs.Validate;

/// <summary>Takes the seconds of stages, also of those that run side by side.</summary>
internal sealed class StageClock
{
    private readonly ConcurrentDictionary<string, double> seconds = new();
    private readonly long start = Stopwatch.GetTimestamp();

    /// <summary>Seconds by stage, sorted by name.</summary>
    public IReadOnlyDictionary<string, double> Seconds => new SortedDictionary<string, double>(seconds, StringComparer.Ordinal);

    /// <summary>Seconds since the clock was made.</summary>
    public double Total => Stopwatch.GetElapsedTime(start).TotalSeconds;

    /// <summary>Runs a stage.</summary>
    /// <param name="stage">Name.</param>
    /// <param name="action">What to do.</param>
    public T Time<T>(string stage, Func<T> action)
    {
        long begin = Stopwatch.GetTimestamp();
        T result = action();
        Add(stage, Stopwatch.GetElapsedTime(begin).TotalSeconds);
        return result;
    }

    /// <summary>Adds seconds to a stage.</summary>
    /// <param name="stage">Name.</param>
    /// <param name="more">Seconds.</param>
    public void Add(string stage, double more) => seconds.AddOrUpdate(stage, more, (_, before) => before + more);
}
