using Engine.Core.Models;
using Engine.Core.Simulation;
using Engine.Tests.Maps;
using Engine.Tests.ModelMaps;
using NUnit.Framework;

namespace Engine.Tests.Simulation;

/// <summary>Random displacement of atoms.</summary>
[TestFixture]
public sealed class ModelShakerTests
{
    [TestCase(0.3, 1UL)]
    [TestCase(1.5, 2UL)]
    [TestCase(0.0, 3UL)]
    public void TheRmsDisplacementIsExact(double rms, ulong seed)
    {
        Model model = TestModel.Random(TestMaps.Grid(20, 20, 20), 57, 5, 10, 20);
        double[] before = Coordinates.Of(model);
        ModelShaker.Shake(model, rms, seed);
        Assert.That(Coordinates.Rmsd(before, Coordinates.Of(model)), Is.EqualTo(rms).Within(1e-12));
    }

    [Test]
    public void TheSeedDecidesTheDisplacement()
    {
        double[] Shaken(ulong seed)
        {
            Model model = TestModel.Random(TestMaps.Grid(20, 20, 20), 30, 5, 10, 20);
            ModelShaker.Shake(model, 0.3, seed);
            return Coordinates.Of(model);
        }

        double[] first = Shaken(1), again = Shaken(1), other = Shaken(2);
        Assert.Multiple(() =>
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(other, Is.Not.EqualTo(first));
        });
    }

    [Test]
    public void AModelWithoutAtomsIsLeftAlone() => Assert.That(() => ModelShaker.Shake(new Model(), 0.3, 1), Throws.Nothing);
}
