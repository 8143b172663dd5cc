using Engine.Core.Models;
using Engine.Core.Rotamers;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Rotamers;

/// <summary>Torsion terms that hold side chains near rotamers.</summary>
[TestFixture]
public sealed class RotamerRestraintsTests
{
    /// <summary>Targets are those of the nearest rotamer, at most half a turn from the present torsion; outliers get none unless they are asked for.</summary>
    [Test]
    public void TargetsAreTheNearestRotamer()
    {
        Model model = SimulatedProtein.Read();
        double[] x = Coordinates.Of(model);
        SideChain leucine = SideChain.Find(model).First(c => c.Type == "LEU");
        RestraintTable table = RotamerRestraints.Build(model, x, new HashSet<int> { leucine.Residue });
        double[] now = leucine.Chi(x), target = RotamerLibrary.Nearest("LEU", now).Chi;
        Assert.That(table.TorsionCount, Is.EqualTo(2));
        for (int k = 0; k < 2; k++)
        {
            Assert.That(table.TorsionAtoms[(4 * k)..(4 * k + 4)], Is.EqualTo(leucine.ChiAtoms(k).ToArray()));
            Assert.That(Math.IEEERemainder(table.TorsionIdeal[k] - target[k], 360), Is.EqualTo(0).Within(1e-9));
        }
    }

    /// <summary>A side chain turned to an outlier is left free when nothing was said about it.</summary>
    [Test]
    public void OutliersAreFree()
    {
        Model model = SimulatedProtein.Read();
        double[] x = Coordinates.Of(model);
        SideChain leucine = SideChain.Find(model).First(c => c.Type == "LEU" && c.Score(x).Label == RotamerLabel.Favoured);
        int before = RotamerRestraints.Build(model, x).TorsionCount;
        leucine.Set(x, [0, 0]);
        Assert.That(leucine.Score(x).Label, Is.EqualTo(RotamerLabel.Outlier));
        Assert.That(RotamerRestraints.Build(model, x).TorsionCount, Is.EqualTo(before - 2));
    }
}
