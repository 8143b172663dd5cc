using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The team of threads runs every chunk once and survives exceptions, sleep and nesting.</summary>
[TestFixture]
public sealed class CpuWorkersTests
{
    /// <summary>Every chunk runs exactly once, run after run.</summary>
    [Test]
    public void EveryChunkRunsOnce([Values(1, 2, 5)] int threads, [Values(0, 1, 2, 7, 300)] int chunks)
    {
        using CpuWorkers workers = new(threads);
        int[] counts = new int[chunks];
        for (int round = 1; round <= 50; round++)
        {
            workers.Run(chunks, c => Interlocked.Increment(ref counts[c]));
            Assert.That(counts, Is.All.EqualTo(round));
        }
    }

    /// <summary>After a pause in which the threads fall asleep they work again.</summary>
    [Test]
    public void SleepingThreadsWakeUp()
    {
        using CpuWorkers workers = new(3);
        for (int round = 0; round < 5; round++)
        {
            HashSet<int> threads = [];
            using CountdownEvent together = new(3);

            // Each chunk waits for the others, so that three threads must take part.
            workers.Run(3, _ =>
            {
                together.Signal();
                Assert.That(together.Wait(TimeSpan.FromSeconds(60)));
                lock (threads)
                    threads.Add(Environment.CurrentManagedThreadId);
            });
            Assert.That(threads, Has.Count.EqualTo(3));
            Thread.Sleep(30);
        }
    }

    /// <summary>An exception of a chunk reaches the caller, and the team stays usable.</summary>
    [Test]
    public void ExceptionReachesTheCaller([Values(1, 4)] int threads)
    {
        using CpuWorkers workers = new(threads);
        for (int round = 0; round < 20; round++)
            Assert.That(() => workers.Run(40, c => throw new InvalidDataException("chunk " + (c >= 0))), Throws.InstanceOf<InvalidDataException>());
        int count = 0;
        workers.Run(10, _ => Interlocked.Increment(ref count));
        Assert.That(count, Is.EqualTo(10));
    }

    /// <summary>A run inside a chunk is done by that chunk's thread.</summary>
    [Test]
    public void RunInsideARunWorks()
    {
        using CpuWorkers workers = new(3);
        int count = 0;
        workers.Run(6, _ =>
        {
            int thread = Environment.CurrentManagedThreadId;
            workers.Run(5, _ =>
            {
                Assert.That(Environment.CurrentManagedThreadId, Is.EqualTo(thread));
                Interlocked.Increment(ref count);
            });
        });
        Assert.That(count, Is.EqualTo(30));
    }

    /// <summary>Work that is not worth a second thread stays on the caller's.</summary>
    [Test]
    public void SmallWorkStaysOnTheCaller()
    {
        using CpuWorkers workers = new(4);
        int thread = Environment.CurrentManagedThreadId;
        workers.Run(100, _ => Assert.That(Environment.CurrentManagedThreadId, Is.EqualTo(thread)), worthwhile: false);
    }

    /// <summary>A team that was disposed refuses work; 0 threads means one per core.</summary>
    [Test]
    public void DisposedTeamRefusesWork()
    {
        CpuWorkers workers = new(0);
        Assert.That(workers.Count, Is.EqualTo(Environment.ProcessorCount));
        workers.Dispose();
        using CpuWorkers two = new(2);
        two.Dispose();
        Assert.That(() => two.Run(2, _ => { }), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => new CpuWorkers(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
