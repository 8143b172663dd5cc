using Engine.Core.Jobs.Bench;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Jobs.Bench;

/// <summary>The rows of 'cryoengine bench': each can be prepared and run, has a sensible cost, and is described in the documentation.</summary>
[TestFixture]
public sealed class BenchRowsTests
{
    private static IEnumerable<TestCaseData> Rows => BenchRows.All.Select(r => new TestCaseData(r).SetArgDisplayNames(r.Name));

    /// <summary>The smallest size runs twice on two threads, and stays far below what a machine can do in the time limit of a test.</summary>
    [TestCaseSource(nameof(Rows))]
    public void SmallestSizeRuns(BenchRow row)
    {
        using var cpu = new CpuAccelerator(2);
        using var scope = new BenchScope(cpu, 2);
        BenchWork work = row.Prepare(scope, row.Sizes[0].Value);
        work.Run();
        work.Run();
        Assert.That(row.Memory(row.Sizes[0].Value), Is.InRange(1e3, 4e8));
        Assert.That(work.Cost is { }, Is.EqualTo(row.Model.Length > 0 && !row.IsHost), "a model in words for every cost");
        if (work.Cost is { } cost)
            Assert.That((cost.Bytes, cost.Single + cost.Double), Is.GreaterThan((0.0, 0.0)).Using<(double, double)>((a, b) => Math.Min(a.Item1.CompareTo(b.Item1), a.Item2.CompareTo(b.Item2))));
    }

    /// <summary>Names are there once, sizes rise and get into larger sets, and the documentation has every row.</summary>
    [Test]
    public void RowsAreInOrder()
    {
        using var commands = new CommandRows(_ => throw new InvalidOperationException());
        BenchRow[] rows = [.. BenchRows.All, .. commands.All];
        Assert.That(rows.Select(r => r.Name), Is.Unique);
        string page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot(), "docs", "benchmarks.md"));
        foreach (BenchRow row in rows)
        {
            Assert.That(row.Sizes.Select(s => s.Value), Is.Ordered.And.Unique, row.Name);
            Assert.That(row.Sizes.Select(s => s.Set), Is.Ordered, row.Name);
            Assert.That(row.Sizes[0].Set, Is.EqualTo(BenchSet.Quick), row.Name);
            Assert.That(row.Sizes.Select(s => row.Memory(s.Value)), Is.Ordered, row.Name);
            Assert.That(page, Does.Contain($"`{row.Name}`"), "docs/benchmarks.md lists every row");
        }
    }

    /// <summary>Every target belongs to a row and one of its sizes, and is given for devices of the class only.</summary>
    [Test]
    public void TargetsBelongToRows()
    {
        using var commands = new CommandRows(_ => throw new InvalidOperationException());
        BenchRow[] rows = [.. BenchRows.All, .. commands.All];
        foreach ((string name, long size, double seconds) in BenchTargets.All)
        {
            Assert.That(rows.Single(r => r.Name == name).Sizes.Select(s => s.Value), Does.Contain(size), name);
            Assert.That(BenchTargets.For(name, size, "NVIDIA H200"), Is.EqualTo(seconds));
            Assert.That(BenchTargets.For(name, size, "cpu"), Is.Null);
            Assert.That(BenchTargets.For(name, size + 1, "NVIDIA H200"), Is.Null);
        }
    }
}
