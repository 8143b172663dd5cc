using System.Text.Json;
using Engine.Core.ModelMaps;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps.Decomposition;

/// <summary>The built-in tables: what they state, how they are found, and their text form.</summary>
public sealed class ShellTablesTests
{
    [Test]
    public void PointImagesAreGoodToAMillionthOfThePeak()
    {
        foreach (ShellTable table in ShellTables.All)
        {
            ShellTable now = table.Measured();
            Assert.Multiple(() =>
            {
                Assert.That(now.Error, Is.LessThanOrEqualTo(1e-6), $"edge {table.Edge} use {table.Use}");
                Assert.That(now.Error, Is.EqualTo(table.Error).Within(6 + 1e-9).Percent, "as stated");
                Assert.That(now.Cancellation, Is.LessThan(5).And.EqualTo(table.Cancellation).Within(0.01));
                Assert.That(table.Radii, Is.Ordered);
                Assert.That(table.Widths, Is.All.GreaterThan(2));
            });
        }
    }

    [TestCase(0.0, 3.0)]
    [TestCase(0.0, 6.0)]
    [TestCase(0.0, 11.0)]
    [TestCase(0.1, 4.0)]
    [TestCase(0.1, 6.0)]
    [TestCase(0.1, 8.0)]
    [TestCase(0.2, 4.0)]
    [TestCase(0.2, 6.0)]
    [TestCase(0.2, 8.0)]
    public void FindTakesTheSmallestTableThatReaches(double edge, double use)
    {
        var shape = new ImageShape { Edge = edge, Radius = use - 0.2, Nodes = 64 };
        ShellTerms terms = ShellTables.Find(shape);
        ShellTable table = ShellTables.All.Single(t => t.Edge == edge && t.Use == use);
        Assert.Multiple(() =>
        {
            Assert.That(terms.Shape, Is.EqualTo(shape));
            Assert.That(terms.Radii, Is.EqualTo(table.Radii));
            Assert.That(terms.PlainAbove, Is.EqualTo(table.PlainAbove));
            Assert.That(ShellTables.Find(shape with { Radius = use }).Count, Is.EqualTo(table.Count), "the use range includes its end");
        });
    }

    [TestCase(0.15, 4.0)]
    [TestCase(0.2, 9.0)]
    [TestCase(0.0, 11.5)]
    public void NoTableIsSaidWithTheWayOut(double edge, double radius)
    {
        var shape = new ImageShape { Edge = edge, Radius = radius };
        Assert.Multiple(() =>
        {
            Assert.That(ShellTables.TryFind(shape), Is.Null);
            Assert.That(() => ShellTables.Find(shape), Throws.TypeOf<UsageException>().With.Message.Contains("profile matrix"));
        });
    }

    [Test]
    public void TextHoldsTheWholeTable()
    {
        ShellTable table = ShellTables.All[0], read = ShellTable.Read(table.Write().Split('\n'), "x.tsv");
        Assert.Multiple(() =>
        {
            Assert.That(read.Radii, Is.EqualTo(table.Radii));
            Assert.That(read.Widths, Is.EqualTo(table.Widths));
            Assert.That(read.Amplitudes, Is.EqualTo(table.Amplitudes));
            Assert.That((read.Edge, read.Use, read.Fit, read.PlainAbove), Is.EqualTo((table.Edge, table.Use, table.Fit, table.PlainAbove)));
        });
    }

    [TestCase("rho\tbeta\tc\n1\t2\t3\n", "no field")]
    [TestCase("# edge 0 use 3 fit 5 plain 55 terms 2 error 1e-7 cancellation 1\nrho\tbeta\tc\n1\t2\t3\n", "number of terms")]
    [TestCase("# edge 0 use 3 fit 5 plain 55 terms 1 error 1e-7 cancellation 1\nrho\tbeta\tc\n1\tx\t3\n", "'x' is not a number")]
    [TestCase("", "number of terms")]
    public void DamagedTextIsRefused(string text, string expected) =>
        Assert.That(() => ShellTable.Read(text.Split('\n'), "bad.tsv"), Throws.TypeOf<InputException>().With.Message.Contains("bad.tsv").And.Message.Contains(expected));

    /// <summary>Independent fits of the same functions by other software agree with ours as far as both are good.</summary>
    [Test]
    public void AgreesWithAnIndependentFit()
    {
        using JsonDocument peer = JsonDocument.Parse(File.ReadAllText(SharedData.Require("peers", "point_image_tables.json")));
        int compared = 0;
        foreach (JsonProperty entry in peer.RootElement.EnumerateObject())
        {
            double edge = entry.Value.GetProperty("edge").GetDouble(), use = entry.Value.GetProperty("use_to").GetDouble();
            if (ShellTables.All.FirstOrDefault(t => t.Edge == edge && t.Use == use) is not { } ours)
                continue;
            var theirs = new ShellTable(edge, use, use + 1, 1e9, 0, 0, Numbers("R"), Numbers("beta"), Numbers("c"));
            compared++;
            double peak = new PointImage(edge, 0, 1).At(0);
            for (double rho = 0; rho <= use; rho += 0.01)
                Assert.That(ours.At(rho), Is.EqualTo(theirs.At(rho)).Within(8e-7 * peak), $"{entry.Name} at {rho}");

            double[] Numbers(string name) => [.. entry.Value.GetProperty(name).EnumerateArray().Select(x => x.GetDouble())];
        }

        Assert.That(compared, Is.GreaterThanOrEqualTo(4));
    }
}
