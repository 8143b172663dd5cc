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
            bool same = (a.Name, a.Number, a.InsertionCode, a.ChainIndex, a.IsHetero, a.FirstAtom, a.AtomCount)
                == (e.Name, e.Number, e.InsertionCode, e.ChainIndex, e.IsHetero, e.FirstAtom, e.AtomCount);
            if (!same || (comparePdbOnly && (a.SegmentId, a.EndsChain) != (e.SegmentId, e.EndsChain)))
                Assert.Fail($"residue {r}: {Describe(a)} instead of {Describe(e)}");
        }

        Assert.That(actual.Atoms, Has.Count.EqualTo(expected.Atoms.Count), "atoms");
        for (int i = 0; i < expected.Atoms.Count; i++)
        {
            Atom a = actual.Atoms[i], e = expected.Atoms[i];
            // Assertions on every atom would take most of the test's time.
            if (!Same(a, e))
                Assert.Fail($"atom {i}: {Describe(a)} instead of {Describe(e)}");
        }
    }

    private static bool Same(Atom a, Atom e) =>
        (a.Name, a.AltLoc, a.Element, a.Charge, a.ResidueIndex) == (e.Name, e.AltLoc, e.Element, e.Charge, e.ResidueIndex)
        && Close(a.Position.X, e.Position.X, 0.00051) && Close(a.Position.Y, e.Position.Y, 0.00051) && Close(a.Position.Z, e.Position.Z, 0.00051)
        && Close(a.Occupancy, e.Occupancy, 0.0051) && Close(a.BIso, e.BIso, 0.0051)
        && (a.UAniso == null) == (e.UAniso == null)
        && (a.UAniso == null || a.UAniso.Zip(e.UAniso!).All(u => Close(u.First, u.Second, 5.1e-5)));

    private static string Describe(Residue r) =>
        $"{r.Name} {r.Number}{r.InsertionCode} chain {r.ChainIndex} hetero {r.IsHetero} atoms {r.FirstAtom}+{r.AtomCount} segment '{r.SegmentId}' ends {r.EndsChain}";

    private static bool Close(double a, double b, double tolerance) => Math.Abs(a - b) <= tolerance;

    private static string Describe(Atom a) =>
        FormattableString.Invariant($"{a.Name} '{a.AltLoc}' {a.Element} {a.Charge} residue {a.ResidueIndex} {a.Position} occupancy {a.Occupancy} B {a.BIso} ")
        + (a.UAniso == null ? "isotropic" : string.Join(' ', a.UAniso));
}
