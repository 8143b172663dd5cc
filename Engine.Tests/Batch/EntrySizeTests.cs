using System.Text;
using Engine.Core.Batch;
using Engine.Tests.Archive;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Batch;

/// <summary>What the memory of a batch is planned from.</summary>
[TestFixture]
public sealed class EntrySizeTests
{
    private const string Atom = "ATOM      1  CA  ALA A   1      11.104   6.134  -6.504  1.00  0.00           C\n";

    /// <summary>Atoms of the first model, HETATM too; packed files; half maps alone.</summary>
    [Test]
    public void AtomsAndVoxelsAreCounted()
    {
        using var folder = new TemporaryFolder();
        string map = SharedData.Require("data", "real", "emringer_small", "map.map");
        string model = folder.Write("m.pdb", Encoding.UTF8.GetBytes("MODEL 1\n" + Atom + Atom.Replace("ATOM  ", "HETATM", StringComparison.Ordinal) + "ANISOU    1\nENDMDL\nMODEL 2\n" + Atom + "ENDMDL\n"));
        Assert.That(EntrySize.Of(model, map, null), Is.EqualTo(new EntrySize(27 * 34 * 20, 2, false)));
        Assert.That(EntrySize.Of(model, null, map), Is.EqualTo(new EntrySize(27 * 34 * 20, 2, true)));
        Assert.That(EntrySize.Of(model, map, map), Is.EqualTo(new EntrySize(27 * 34 * 20, 2, false)), "the map is refined against");
        string packed = SharedData.Require("data", "real", "hcn4_0093", "model.pdb.gz");
        Assert.That(EntrySize.Of(packed, map, null)!.Atoms, Is.EqualTo(16932));
        Assert.That(EntrySize.Of(SharedData.Require("data", "real", "7cec_30342", "model_A.cif"), map, null)!.Atoms, Is.EqualTo(4308));
    }

    [Test]
    public void WhatCannotBeReadHasNoSize()
    {
        using var folder = new TemporaryFolder();
        string cut = folder.Write("cut.pdb.gz", [.. LocalArchive.Pack(Encoding.UTF8.GetBytes(Atom))[..30]]), map = SharedData.Require("data", "real", "emringer_small", "map.map");
        string model = folder.Write("m.pdb", Encoding.UTF8.GetBytes(Atom)), noMap = folder.Write("x.map", new byte[100]);
        Assert.That(new[] { EntrySize.Of(null, noMap, null), EntrySize.Of(model, null, null), EntrySize.Of(model, noMap, null), EntrySize.Of(model, "/nowhere", null), EntrySize.Of("/nowhere", noMap, null), EntrySize.Of(cut, map, null) }, Is.All.Null);
    }

    /// <summary>More voxels, atoms and half maps need more.</summary>
    [Test]
    public void ThePlanGrows()
    {
        long plan = MemoryPlan.Estimate(new(1_000_000, 1000, false));
        Assert.That(plan, Is.InRange(250_000_000, 400_000_000));
        Assert.That(MemoryPlan.Estimate(new(2_000_000, 1000, false)), Is.GreaterThan(plan));
        Assert.That(MemoryPlan.Estimate(new(1_000_000, 2000, false)), Is.GreaterThan(plan));
        Assert.That(MemoryPlan.Estimate(new(1_000_000, 1000, true)), Is.GreaterThan(plan));
        Assert.That(MemoryPlan.EstimateOnDevice(new(1_000_000, 1000, false)), Is.InRange(40_000_000, 60_000_000));
    }
}
