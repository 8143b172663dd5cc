using System.Diagnostics;
using Engine.Core.Jobs.Bench;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Jobs.Bench;

/// <summary>What the benchmark makes of times and of rows that cannot be measured. Nothing here depends on how fast the machine is.</summary>
[TestFixture]
public sealed class BenchRunnerTests
{
    private static readonly DeviceCeilings Ceilings = new(100, 50, [new(1000, 80), new(4000, 20)]);

    /// <summary>Median, quartiles and spread of known times.</summary>
    [Test]
    public void TimesAreSummarised()
    {
        var odd = new BenchTimes([1, 2, 3, 5, 9]);
        Assert.That((odd.Median, odd.At(0.25), odd.At(0.75), odd.Count), Is.EqualTo((3.0, 2.0, 5.0, 5)));
        Assert.That(odd.Spread, Is.EqualTo(1).Within(1e-12));
        Assert.That(new BenchTimes([1, 2]).Median, Is.EqualTo(1.5));
        Assert.That(new BenchTimes([4]).At(1), Is.EqualTo(4));
    }

    /// <summary>The least time: memory at the bandwidth of the next larger arrays, operations of both precisions after each other, the larger of the two.</summary>
    [TestCase(800, 0, 0, 10, "memory")]
    [TestCase(1001, 0, 0, 1001.0 / 20, "memory")]
    [TestCase(9000, 0, 0, 450, "memory")]
    [TestCase(8, 200, 50, 3, "single")]
    [TestCase(8, 100, 100, 3, "double")]
    [TestCase(800, 200, 50, 10, "memory")]
    public void LeastTimeIsThatOfTheLimit(double bytes, double single, double twice, double seconds, string limit)
    {
        (double found, string what) = Ceilings.LeastTime(new(bytes, single, twice));
        Assert.That((found, what), Is.EqualTo((seconds, limit)));
        var result = new BenchResult { Device = "cpu", Threads = 1, Row = "row", Size = 1, Unit = "", Times = new([2 * seconds]), LeastSeconds = found };
        Assert.That(result.CeilingPart, Is.EqualTo(0.5).Within(1e-12));
    }

    /// <summary>Exactly the wanted calls are timed after a warm-up, and the work is what is called.</summary>
    [Test]
    public void CallsAreCounted()
    {
        int calls = 0;
        BenchTimes times = new BenchClock(6).Measure(() => calls++, default);
        Assert.That(times.Count, Is.EqualTo(6));
        Assert.That(calls, Is.GreaterThanOrEqualTo(8));
        Assert.That(times.Sorted, Is.Ordered);
        Assert.That(() => new BenchClock(6).Measure(() => calls++, new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
    }

    /// <summary>A row is measured, one is too large, one fails; sets and names choose; a stopped run keeps what it has.</summary>
    [Test]
    public void EveryRowGetsAResult()
    {
        List<long> ran = [];
        using var stop = new CancellationTokenSource();
        BenchRow good = Row("good.one", 1, () => ran.Add(1));
        BenchOptions options = new()
        {
            Devices = ["cpu"],
            Threads = 1,
            Repeats = 2,
            Set = BenchSet.Quick,
            Rows = [good, Row("good.large", 1e18, () => ran.Add(2)), Row("bad", 1, () => throw new InputException("a reason"))],
        };
        BenchReport report = BenchRunner.Run(options, stop.Token);
        Assert.That(report.Results.Select(r => (r.Row, r.Size, r.Times != null, r.Failed)), Is.EqualTo(new[] { ("good.one", 10L, true, false), ("good.large", 10L, false, false), ("bad", 10L, false, true) }));
        Assert.That(report.Results[1].Reason, Does.Contain("GiB of memory"));
        Assert.That(report.Results[2].Reason, Is.EqualTo("a reason"));
        Assert.That(ran, Is.All.EqualTo(1));
        Assert.That(report.Devices.Single().Ceilings, Is.Not.Null);
        Assert.That(report.Results[0].CeilingPart, Is.Positive);

        Assert.That((options with { Only = ["good"] }).Chosen().Select(r => r.Name), Is.EqualTo(new[] { "good.one", "good.large" }));
        Assert.That((options with { Only = ["good.one"] }).Chosen(), Has.Count.EqualTo(1));
        Assert.That(() => (options with { Only = ["goo"] }).Chosen(), Throws.InstanceOf<UsageException>().With.Message.Contains("goo"));
        BenchReport stopped = BenchRunner.Run(options with { OnResult = _ => stop.Cancel() }, stop.Token);
        Assert.That((stopped.Cancelled, stopped.Results.Count), Is.EqualTo((true, 1)));
    }

    /// <summary>What the processor does for every device is timed, but not held against the ceilings of the device.</summary>
    [Test]
    public void WorkOfTheHostHasNoCeiling()
    {
        BenchResult result = Single(Row("host", 1, () => { }) with { IsHost = true });
        Assert.That((result.Times != null, result.CeilingPart), Is.EqualTo((true, (double?)null)));
    }

    /// <summary>The time of a command that does not work is no figure.</summary>
    [Test]
    public void ACommandThatFailsHasNoTime()
    {
        using var commands = new CommandRows(_ => new ProcessStartInfo("/bin/sh", ["-c", "echo first >&2; echo trouble >&2; exit 3"]));
        BenchResult result = Single(commands.All.Single(r => r.Name == "command.hydrogenate"));
        Assert.That((result.Failed, result.Times), Is.EqualTo((true, (BenchTimes?)null)));
        Assert.That(result.Reason, Is.EqualTo("cryoengine hydrogenate ended with exit code 3: trouble"));
    }

    /// <summary>Other work on the machine is warned of, above 0.3 processes per core.</summary>
    [TestCase(1.1, false)]
    [TestCase(1.3, true)]
    [TestCase(null, false)]
    public void LoadIsWarnedOf(double? load, bool isWarned) =>
        Assert.That(new BenchMachine("processor", 4, 1, "system", "runtime", load).LoadWarning, isWarned ? Does.Contain("1.3 on 4 cores") : Is.Null);

    private static BenchResult Single(BenchRow row) =>
        BenchRunner.Run(new() { Devices = ["cpu"], Threads = 1, Repeats = 1, Set = BenchSet.Quick, Rows = [row] }, default).Results.Single();

    private static BenchRow Row(string name, double memory, Action run) => new()
    {
        Name = name,
        What = name,
        Unit = "things",
        Sizes = [new(10, BenchSet.Quick), new(20, BenchSet.Full)],
        Memory = _ => memory,
        Prepare = (_, _) => new(run, new(100, 10)),
    };
}
