using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Refinement with a resolution for every atom.</summary>
[TestFixture]
[NonParallelizable]
public sealed class LocalResolutionRefineTests : PeptideFixture
{
    [Test]
    public void ResolutionsOfAtomsEnterTargetAndScores()
    {
        string chain = StructureReader.Read(Files.Model).First.Chains[0].Id;
        CommandResult one = Files.Refine("one"), local = Files.Refine("local", "--chain-resolution", chain + "=4.5"), same = Files.Refine("same", "--chain-resolution", chain + "=2.8");
        Assert.That((one.ExitCode, local.ExitCode, same.ExitCode), Is.EqualTo((0, 0, 0)), one.Error + local.Error + same.Error);
        Assert.Multiple(() =>
        {
            Assert.That(Coordinates.Rmsd(Positions("one"), Positions("same")), Is.LessThan(1e-3), "the resolution of -d for every atom");
            Assert.That(Coordinates.Rmsd(Positions("one"), Positions("local")), Is.GreaterThan(0.01), "images of atoms at 4.5 Å are wider");
            Assert.That(Stats("local")["after"]!["local"], Is.Not.Null);
            Assert.That(Stats("one")["after"]!["local"], Is.Null);
        });
    }

    [Test]
    public void TheBColumnIsNeededForBFactors()
    {
        CommandResult result = Files.Refine("column", "--resolution-from", "b");
        Assert.That((result.ExitCode, result.Error.Contains("--resolution-from b", StringComparison.Ordinal)), Is.EqualTo((2, true)), result.Error);
    }

    private double[] Positions(string prefix) => Coordinates.Of(Refined(prefix));
}
