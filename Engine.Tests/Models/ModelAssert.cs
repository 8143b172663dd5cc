using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Models;

/// <summary>Compares structures atom by atom.</summary>
internal static class ModelAssert
{
    /// <summary>Fails unless two structures hold the same models, ids, numbers, links and cell.</summary>
    /// <param name="actual">What a writer and reader gave.</param>
    /// <param name="expected">The original.</param>
    /// <param name="comparePdbOnly">Also compare segment ids, which mmCIF does not have, and chain ends.</param>
    public static void Same(Structure actual, Structure expected, bool comparePdbOnly = true)
    {
        Assert.That(actual.Models, Has.Count.EqualTo(expected.Models.Count), "models");
        for (int m = 0; m < expected.Models.Count; m++)
            Same(actual.Models[m], expected.Models[m], comparePdbOnly);
        Assert.That(actual.Links, Is.EqualTo(expected.Links), "links");
        Assert.That(actual.Cell == null, Is.EqualTo(expected.Cell == null), "cell");
        if (expected.Cell is { } c && actual.Cell is { } d)
            Assert.That((d.A, d.B, d.C, d.Alpha, d.Beta, d.Gamma), Is.EqualTo((c.A, c.B, c.C, c.Alpha, c.Beta, c.Gamma)), "cell");
    }

    private static void Same(Model actual, Model expected, bool comparePdbOnly)
    {
        Assert.That(actual.Number, Is.EqualTo(expected.Number), "model number");
        Assert.That(actual.Chains.Select(c => c.Id), Is.EqualTo(expected.Chains.Select(c => c.Id)), "chains");
        Assert.That(actual.Residues, Has.Count.EqualTo(expected.Residues.Count), "residues");
        for (int r = 0; r < expected.Residues.Count; r++)
        {
            Residue a = actual.Residues[r], e = expected.Residues[r];
            Assert.That(
                (a.Name, a.Number, a.InsertionCode, a.ChainIndex, a.IsHetero, a.FirstAtom, a.AtomCount),
                Is.EqualTo((e.Name, e.Number, e.InsertionCode, e.ChainIndex, e.IsHetero, e.FirstAtom, e.AtomCount)), $"residue {r}");
            if (comparePdbOnly)
                Assert.That((a.SegmentId, a.EndsChain), Is.EqualTo((e.SegmentId, e.EndsChain)), $"residue {r}");
        }

        Assert.That(actual.Atoms, Has.Count.EqualTo(expected.Atoms.Count), "atoms");
        for (int i = 0; i < expected.Atoms.Count; i++)
        {
            Atom a = actual.Atoms[i], e = expected.Atoms[i];
            Assert.That(
                (a.Name, a.AltLoc, a.Element, a.Charge, a.ResidueIndex, Math.Round(a.Position.X, 3), Math.Round(a.Position.Y, 3), Math.Round(a.Position.Z, 3)),
                Is.EqualTo((e.Name, e.AltLoc, e.Element, e.Charge, e.ResidueIndex, Math.Round(e.Position.X, 3), Math.Round(e.Position.Y, 3), Math.Round(e.Position.Z, 3))),
                $"atom {i}");
            Assert.That((a.Occupancy, a.BIso), Is.EqualTo((e.Occupancy, e.BIso)).Within(0.0051), $"atom {i}");
            Assert.That(a.UAniso, e.UAniso == null ? Is.Null : Is.EqualTo(e.UAniso).Within(5.1e-5), $"atom {i}");
        }
    }
}
