using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Refinement.Repair;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using Engine.Kernels.Cpu;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Repair;

/// <summary>Crambin, broken in ways that minimisation alone may freeze.</summary>
[TestFixture]
public sealed class GeometryRepairTests
{
    [Test]
    public void ADepositedModelIsLeftAlone()
    {
        Case crambin = new();
        RepairResult result = crambin.Mend();
        Assert.That(result.Before, Is.Empty);
        Assert.That(result.Stages, Is.Empty);
        Assert.That(result.Positions, Is.EqualTo(crambin.X));
    }

    /// <summary>A side chain on the side of the hydrogen: isoleucine (with a second centre in the group), threonine, and a ring.</summary>
    [TestCase(7)]
    [TestCase(21)]
    [TestCase(16)]
    public void AWrongHandIsTurnedOver(int residue)
    {
        Case crambin = new();
        int ca = crambin.Find(residue, "CA"), n = crambin.Find(residue, "N"), c = crambin.Find(residue, "C");
        Vec3 origin = crambin.At(ca), normal = Vec3.Cross(crambin.At(n) - origin, crambin.At(c) - origin).Normalized();
        foreach (int i in crambin.SideChain(residue))
            crambin.Put(i, crambin.At(i) - 2 * Vec3.Dot(crambin.At(i) - origin, normal) * normal);
        RepairResult result = crambin.Mend();
        Assert.That(result.Before.Select(d => d.Kind), Has.Member(DistortionKind.Chirality));
        Assert.That(result.Flipped, Is.GreaterThanOrEqualTo(1));
        crambin.AssertMended(result, residue);
    }

    /// <summary>A centre in a ring system, and one in the main chain: no group hangs on it alone, or it is put on the wrong side of its neighbours.</summary>
    [TestCase(5, 2.0, Description = "proline, inverted")]
    [TestCase(22, 1.0, Description = "proline, flat")]
    [TestCase(18, 2.0, Description = "leucine, inverted")]
    [TestCase(25, 1.0, Description = "isoleucine, flat")]
    public void AnInvertedOrFlatCentreIsMended(int residue, double part)
    {
        Case crambin = new();
        int ca = crambin.Find(residue, "CA");
        Vec3 a = crambin.At(crambin.Find(residue, "N")), b = crambin.At(crambin.Find(residue, "CB")), c = crambin.At(crambin.Find(residue, "C"));
        Vec3 normal = Vec3.Cross(b - a, c - a).Normalized();
        crambin.Put(ca, crambin.At(ca) - part * Vec3.Dot(crambin.At(ca) - a, normal) * normal);
        RepairResult result = crambin.Mend();
        Assert.That(result.Before.Select(d => d.Kind), Has.Member(DistortionKind.Chirality));
        crambin.AssertMended(result, residue);
    }

    [Test]
    public void CoincidentAtomsPartAlikeForTheSameSeed()
    {
        Case crambin = new();
        int a = crambin.Find(18, "CD1"), b = crambin.Find(18, "O"), c = crambin.Find(7, "CD1"), d = crambin.Find(7, "CG2");
        crambin.Put(a, crambin.At(b));
        crambin.Put(c, crambin.At(d));
        RepairResult result = crambin.Mend(), again = crambin.Mend();
        Assert.That(result.Separated, Is.GreaterThanOrEqualTo(1));
        Assert.That(again.Positions, Is.EqualTo(result.Positions));
        crambin.AssertMended(result, 18, 7);
    }

    [TestCase(18, "O", "CB")]
    [TestCase(29, "CG", "CZ")]
    [TestCase(7, "CG1", "CG2")]
    public void SwappedAtomsFindTheirPlaces(int residue, string first, string second)
    {
        Case crambin = new();
        int a = crambin.Find(residue, first), b = crambin.Find(residue, second);
        Vec3 p = crambin.At(a);
        crambin.Put(a, crambin.At(b));
        crambin.Put(b, p);
        RepairResult result = crambin.Mend();
        Assert.That(result.Before, Is.Not.Empty);
        crambin.AssertMended(result, residue);
    }

    [Test]
    public void ABondThroughARingIsTakenOut()
    {
        Case crambin = new();
        int[] ring = [.. new[] { "CG", "CD1", "CE1", "CZ", "CE2", "CD2" }.Select(n => crambin.Find(29, n))];
        Vec3 centre = ring.Aggregate(Vec3.Zero, (sum, i) => sum + crambin.At(i)) / 6;
        Vec3 normal = Vec3.Cross(crambin.At(ring[0]) - centre, crambin.At(ring[1]) - centre).Normalized();
        crambin.Put(crambin.Find(33, "CG1"), centre + 0.75 * normal);
        crambin.Put(crambin.Find(33, "CD1"), centre - 0.75 * normal);
        RepairResult result = crambin.Mend();
        Assert.That(result.Before.Select(d => d.Kind), Has.Member(DistortionKind.PiercedRing));
        Assert.That(result.Unthreaded, Is.GreaterThanOrEqualTo(1));
        crambin.AssertMended(result, 29, 33);
    }

    /// <summary>The whole model displaced at random.</summary>
    [TestCase(0.5)]
    [TestCase(1.0)]
    public void AShakenModelIsMended(double rms)
    {
        Case crambin = new();
        double[] truth = [.. crambin.X];
        ModelShaker.Shake(crambin.Model, rms, 11);
        crambin.Take();
        RepairResult result = crambin.Mend();
        GeometryStatistics after = GeometryStatistics.Compute(crambin.Restraints, result.Positions);
        TestContext.Out.WriteLine($"{rms}: {result.Before.Count} distortions, {result.After.Count} left, bonds {after.Heavy.Bonds.Rmsd:F4}, angles {after.Heavy.Angles.Rmsd:F2}, "
            + $"from truth {Coordinates.Rmsd(truth, crambin.X):F2} -> {Coordinates.Rmsd(truth, result.Positions):F2}; {string.Join(", ", result.After)}");
        Assert.Multiple(() =>
        {
            Assert.That(result.Before, Has.Count.GreaterThan(50));
            Assert.That(result.After, Is.Empty);
            Assert.That(after.Heavy.Bonds.Rmsd, Is.LessThan(0.04));
            Assert.That(Coordinates.Rmsd(truth, result.Positions), Is.LessThan(1.2 * rms));
        });
    }

    [Test]
    public void FixedAtomsStay()
    {
        Case crambin = new();
        crambin.Put(crambin.Find(18, "CD1"), crambin.At(crambin.Find(18, "O")));
        bool[] movable = [.. crambin.Model.Atoms.Select(a => crambin.Model.Residues[a.ResidueIndex].Number != 18)];
        RepairResult result = crambin.Mend(movable);
        for (int i = 0; i < movable.Length; i++)
        {
            if (!movable[i])
                Assert.That(Vec3.Distance(crambin.At(i), Case.At(result.Positions, i)), Is.Zero);
        }
    }

    /// <summary>A copy of crambin to break.</summary>
    private sealed class Case
    {
        public Case()
        {
            Structure structure = StructureReader.Read(SharedData.Require("data", "models", "miew", "1CRN.pdb"));
            Model = structure.First;
            Restraints = RestraintBuilder.Build(Model, structure.Links, Peptides.Library, new RestraintOptions());
            X = Coordinates.Of(Model);
        }

        public Model Model { get; }

        public RestraintModel Restraints { get; }

        public double[] X { get; private set; }

        public static Vec3 At(double[] x, int i) => new(x[3 * i], x[3 * i + 1], x[3 * i + 2]);

        public Vec3 At(int i) => At(X, i);

        public void Put(int i, Vec3 p) => (X[3 * i], X[3 * i + 1], X[3 * i + 2]) = (p.X, p.Y, p.Z);

        public void Take() => X = Coordinates.Of(Model);

        public int Find(int residue, string name) => Peptides.Find(Model, residue, name);

        public IEnumerable<int> SideChain(int residue) => Enumerable.Range(0, Model.Atoms.Count)
            .Where(i => Model.Residues[Model.Atoms[i].ResidueIndex].Number == residue && Model.Atoms[i].Name is not ("N" or "CA" or "C" or "O"));

        public RepairResult Mend(bool[]? movable = null)
        {
            using var accelerator = new CpuAccelerator(2);
            return GeometryRepair.Run(accelerator, Restraints, movable ?? [.. Model.Atoms.Select(_ => true)], X, new RepairOptions(), CancellationToken.None);
        }

        /// <summary>Nothing is left, the geometry is good, and what is far away has not moved.</summary>
        public void AssertMended(RepairResult result, params int[] residues)
        {
            GeometrySet after = GeometryStatistics.Compute(Restraints, result.Positions).Heavy;
            TestContext.Out.WriteLine($"{result.Before.Count} -> {result.After.Count}: flipped {result.Flipped}, separated {result.Separated}, unthreaded {result.Unthreaded}, moved {result.Moved}; "
                + $"bonds {after.Bonds.Rmsd:F4} (max {after.Bonds.Max:F3}), angles {after.Angles.Rmsd:F2} (max {after.Angles.Max:F1}); {string.Join(", ", result.After)}");
            Vec3[] broken = [.. residues.SelectMany(r => Enumerable.Range(0, Model.Atoms.Count).Where(i => Model.Residues[Model.Atoms[i].ResidueIndex].Number == r)).Select(At)];
            Assert.Multiple(() =>
            {
                Assert.That(result.After, Is.Empty);
                Assert.That(after.Bonds.Max, Is.LessThan(0.15));
                Assert.That(after.Angles.Rmsd, Is.LessThan(3.0));
                for (int i = 0; i < Model.Atoms.Count; i++)
                {
                    if (broken.Min(b => Vec3.Distance(b, At(i))) > 12)
                        Assert.That(Vec3.Distance(At(i), At(result.Positions, i)), Is.Zero);
                }
            });
        }
    }
}
