using System.Runtime.ExceptionServices;

namespace Engine.Kernels.Cpu;

/// <summary>
/// A small team of threads that runs numbered chunks of work. Starting a run costs a microsecond or two when the team is awake, so that kernels of
/// some ten microseconds gain from it; idle workers spin briefly, then sleep. Which thread runs a chunk is not defined: a caller
/// gets the same bits for any number of threads if each chunk writes only its own results.
/// </summary>
public sealed class CpuWorkers : IDisposable
{
    private const int SpinRounds = 400;

    private readonly Lock startGate = new();
    private readonly object sleepGate = new();
    private Thread[]? threads;
    private Job? current;
    private int sleepers;
    private bool stopping;

    /// <summary>Describes a team; its threads start at the first run that can use them.</summary>
    /// <param name="threadCount">Number of threads including the caller's, 0 = one per core.</param>
    public CpuWorkers(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threadCount);
        Count = threadCount == 0 ? Environment.ProcessorCount : threadCount;
    }

    /// <summary>Number of threads, the caller's included.</summary>
    public int Count { get; }

    /// <summary>
    /// Calls <paramref name="body"/> once for each chunk 0 .. chunks-1, in any order, on any of the team's threads, and returns when all are done.
    /// A run inside a run is executed by the thread that asks for it.
    /// </summary>
    /// <param name="chunks">Number of chunks; 0 does nothing.</param>
    /// <param name="body">Work of one chunk. If it throws, the remaining chunks are skipped and the first exception is thrown here.</param>
    /// <param name="worthwhile">
    /// False when all chunks together take less than about 0.2 ms: the caller's thread then does them alone. A second thread would gain little, and on a
    /// busy machine cost much, when it is taken off its core in the middle of a chunk.
    /// </param>
    public void Run(int chunks, Action<int> body, bool worthwhile = true)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (chunks <= 1 || Count == 1 || !worthwhile || Job.IsInside)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
                body(chunk);
            return;
        }

        Start();
        Job job = new(body, chunks);
        Volatile.Write(ref current, job);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref sleepers) > 0)
        {
            lock (sleepGate)
                Monitor.PulseAll(sleepGate);
        }

        job.Work();
        SpinWait spin = default;
        while (!job.IsDone)
            spin.SpinOnce(sleep1Threshold: -1);
        Interlocked.CompareExchange(ref current, null, job);
        job.ThrowIfFailed();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        lock (sleepGate)
        {
            Volatile.Write(ref stopping, true);
            Monitor.PulseAll(sleepGate);
        }

        lock (startGate)
        {
            foreach (Thread thread in threads ?? [])
                thread.Join();
            threads = null;
        }
    }

    private void Start()
    {
        if (Volatile.Read(ref threads) != null)
            return;
        lock (startGate)
        {
            ObjectDisposedException.ThrowIf(stopping, this);
            if (threads != null)
                return;
            Thread[] team = new Thread[Count - 1];
            for (int i = 0; i < team.Length; i++)
            {
                team[i] = new Thread(Serve) { IsBackground = true, Name = $"cpu worker {i + 1}" };
                team[i].Start();
            }

            Volatile.Write(ref threads, team);
        }
    }

    private void Serve()
    {
        Job? seen = null;
        while (true)
        {
            Job? job = WaitForJob(seen);
            if (job == null)
                return;
            job.Work();
            seen = job;
        }
    }

    /// <summary>The next job other than <paramref name="seen"/>, or null when the team ends.</summary>
    private Job? WaitForJob(Job? seen)
    {
        for (int round = 0; round < SpinRounds; round++)
        {
            if (Volatile.Read(ref stopping))
                return null;
            Job? job = Volatile.Read(ref current);
            if (job != null && job != seen)
                return job;
            Thread.SpinWait(20);
        }

        lock (sleepGate)
        {
            Interlocked.Increment(ref sleepers);
            try
            {
                while (true)
                {
                    if (stopping)
                        return null;
                    Job? job = Volatile.Read(ref current);
                    if (job != null && job != seen)
                        return job;
                    Monitor.Wait(sleepGate);
                }
            }
            finally
            {
                Interlocked.Decrement(ref sleepers);
            }
        }
    }

    /// <summary>One run: a counter of chunks that threads draw from.</summary>
    private sealed class Job(Action<int> body, int chunks)
    {
        [ThreadStatic]
        private static bool inside;

        private int next;
        private int done;
        private ExceptionDispatchInfo? failure;

        /// <summary>True on a thread that is working on a chunk.</summary>
        public static bool IsInside => inside;

        public bool IsDone => Volatile.Read(ref done) == chunks;

        public void Work()
        {
            inside = true;
            int finished = 0;
            int chunk;
            while ((chunk = Interlocked.Increment(ref next) - 1) < chunks)
            {
                try
                {
                    if (Volatile.Read(ref failure) == null)
                        body(chunk);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
                }

                finished++;
            }

            inside = false;
            if (finished > 0)
                Interlocked.Add(ref done, finished);
        }

        public void ThrowIfFailed() => failure?.Throw();
    }
}
