using Engine.Core.Geometry;
using Engine.Core.Ncs;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Ncs;

/// <summary>Point groups, and files of operators.</summary>
[TestFixture]
public sealed class SymmetryOperatorsTests
{
    private const string Biomt = "REMARK 350   BIOMT1   1  1.000000  0.000000  0.000000        0.00000\n" +
        "REMARK 350   BIOMT2   1  0.000000  1.000000  0.000000        0.00000\n" +
        "REMARK 350   BIOMT3   1  0.000000  0.000000  1.000000        0.00000\n" +
        "REMARK 350   BIOMT1   2 -1.000000  0.000000  0.000000       60.00000\n" +
        "REMARK 350   BIOMT2   2  0.000000 -1.000000  0.000000       40.00000\n" +
        "REMARK 350   BIOMT3   2  0.000000  0.000000  1.000000        0.00000\n";

    private const string Specification = "new_ncs_group\nnew_operator\nrota_matrix 1 0 0\nrota_matrix 0 1 0\nrota_matrix 0 0 1\ntran_orth 0 0 0\ncenter_orth 1 2 3\n" +
        "new_operator\nrota_matrix -1 0 0\nrota_matrix 0 -1 0\nrota_matrix 0 0 1\ntran_orth 60 40 0\n";

    private const string Cif = "data_x\nloop_\n_pdbx_struct_oper_list.id\n_pdbx_struct_oper_list.matrix[1][1]\n_pdbx_struct_oper_list.matrix[1][2]\n_pdbx_struct_oper_list.matrix[1][3]\n_pdbx_struct_oper_list.vector[1]\n" +
        "_pdbx_struct_oper_list.matrix[2][1]\n_pdbx_struct_oper_list.matrix[2][2]\n_pdbx_struct_oper_list.matrix[2][3]\n_pdbx_struct_oper_list.vector[2]\n" +
        "_pdbx_struct_oper_list.matrix[3][1]\n_pdbx_struct_oper_list.matrix[3][2]\n_pdbx_struct_oper_list.matrix[3][3]\n_pdbx_struct_oper_list.vector[3]\n" +
        "1 1 0 0 0 0 1 0 0 0 0 1 0\n2 -1 0 0 60 0 -1 0 40 0 0 1 0\n";

    [TestCase("C1", 1)]
    [TestCase("c4", 4)]
    [TestCase("C7", 7)]
    [TestCase("D2", 4)]
    [TestCase("D7", 14)]
    [TestCase("T", 12)]
    [TestCase("O", 24)]
    [TestCase("I", 60)]
    [TestCase("I2", 60)]
    public void PointGroupsHaveTheirOrderAndAreClosed(string name, int order)
    {
        var centre = new Vec3(11, 7, -3);
        SymmetryOperators group = SymmetryOperators.PointGroup(name, centre)!;
        Assert.Multiple(() =>
        {
            Assert.That(group.All, Has.Count.EqualTo(order));
            Assert.That(group.All[0], Is.EqualTo(RigidTransform.Identity));
            Assert.That(group.Proper, Has.Count.EqualTo(order - 1));
            Assert.That(group.IsGroup);
            foreach (RigidTransform o in group.All)
                Assert.That((o.Apply(centre) - centre).Length, Is.LessThan(1e-9), "the centre stays");
        });
    }

    /// <summary>The axes are where the documentation says: a turn by 2π/n about each is among the operators.</summary>
    [TestCase("C5", 0, 0, 1, 5)]
    [TestCase("D3", 1, 0, 0, 2)]
    [TestCase("T", 1, 1, 1, 3)]
    [TestCase("T", 0, 1, 0, 2)]
    [TestCase("O", 1, 0, 0, 4)]
    [TestCase("I", 1, 0, 0, 2)]
    [TestCase("I", 0, 1, 1.618033988749895, 5)]
    [TestCase("I2", 1, 0, 1.618033988749895, 5)]
    public void AxesAreWhereTheyShouldBe(string name, double x, double y, double z, int order)
    {
        Vec3 axis = 2 * Math.PI / order / new Vec3(x, y, z).Length * new Vec3(x, y, z);
        RigidTransform back = RigidTransform.About(axis, Vec3.Zero, Vec3.Zero).Inverse();
        Assert.That(SymmetryOperators.PointGroup(name, Vec3.Zero)!.All.Min(o => back.After(o).AngleDegrees), Is.LessThan(1e-4));
    }

    [TestCase("X4")]
    [TestCase("C")]
    [TestCase("from-model")]
    public void OtherNamesAreNoPointGroups(string name) => Assert.That(SymmetryOperators.PointGroup(name, Vec3.Zero), Is.Null);

    [Test]
    public void AnOrderOutOfRangeIsRefused() => Assert.Throws<UsageException>(() => SymmetryOperators.PointGroup("C0", Vec3.Zero));

    [TestCase(Biomt)]
    [TestCase(Specification)]
    [TestCase(Cif)]
    public void FilesGiveTheSameOperators(string text)
    {
        SymmetryOperators read = Read(text);
        Assert.Multiple(() =>
        {
            Assert.That(read.All, Has.Count.EqualTo(2));
            Assert.That(read.IsGroup);
            Assert.That((read.Proper[0].Apply(new Vec3(1, 2, 3)) - new Vec3(59, 38, 3)).Length, Is.LessThan(1e-9));
        });
    }

    [TestCase("no operators here", "no symmetry operators")]
    [TestCase("REMARK 350   BIOMT2   1  0 1 0 0\n", "before BIOMT1")]
    [TestCase("REMARK 350   BIOMT1   1  1 0 0 0\nREMARK 350   BIOMT2   1  0 1 0 0\n", "incomplete")]
    [TestCase("REMARK 350   BIOMT1   1  2 0 0 0\nREMARK 350   BIOMT2   1  0 1 0 0\nREMARK 350   BIOMT3   1  0 0 1 0\n", "no rotation")]
    [TestCase("REMARK 350   BIOMT1   1  1 0 0 0\nREMARK 350   BIOMT2   1  0 1 0 0\nREMARK 350   BIOMT3   1  0 0 1 0\n", "only symmetry operator is the identity")]
    [TestCase("REMARK 350   BIOMT1   1  1 zero 0 0\n", "numbers expected")]
    public void OddFilesAreRefused(string text, string message) =>
        Assert.That(Assert.Throws<InputException>(() => Read(text))!.Message, Does.Contain(message));

    /// <summary>Quarter turns without the half turn are no group.</summary>
    [Test]
    public void OperatorsOfALocalSymmetryAreNoGroup()
    {
        RigidTransform screw = RigidTransform.About(new Vec3(0, 0, Math.PI / 2), new Vec3(5, 5, 0), new Vec3(0, 0, 10));
        Assert.That(new SymmetryOperators("test", [RigidTransform.Identity, screw]).IsGroup, Is.False);
    }

    [TestCase("symmetry_from_map.ncs_spec", 4)]
    [TestCase("MTX.txt", 4)]
    [TestCase("MTX_fromPhenix.txt", 4)]
    public void RealFilesAreRead(string file, int order)
    {
        SymmetryOperators read = SymmetryFile.Read(SharedData.Require("data", "real", "hcn4_0093", file));
        SymmetryOperators about = SymmetryOperators.PointGroup("C4", new Vec3(147.4, 147.4, 0))!;
        Assert.Multiple(() =>
        {
            Assert.That(read.All, Has.Count.EqualTo(order));
            Assert.That(read.IsGroup);
            foreach (RigidTransform o in read.All)
                Assert.That(about.All.Min(a => (a.Apply(new Vec3(10, 20, 30)) - o.Apply(new Vec3(10, 20, 30))).Length), Is.LessThan(0.01));
        });
    }

    private static SymmetryOperators Read(string text)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return SymmetryFile.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
