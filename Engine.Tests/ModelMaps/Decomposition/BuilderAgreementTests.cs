using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps.Decomposition;

/// <summary>The built-in shells and the profile matrix give the same profiles on every accelerator.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class BuilderAgreementTests(string accelerator) : KernelFixture(accelerator)
{
    [TestCase(0.0, 3.0)]
    [TestCase(0.0, 11.0)]
    [TestCase(0.1, 6.0)]
    [TestCase(0.2, 4.0)]
    [TestCase(0.2, 7.5)]
    public void ShellsEqualTheMatrix(double edge, double radius)
    {
        var shape = new ImageShape { Edge = edge, Radius = radius };
        AtomClasses classes = new()
        {
            Terms = 5,
            FormFactors = [.. ScatteringTable.Electron.Row(Element.C), .. ScatteringTable.Electron.Row(Element.S)],
            FormFactor = [0, 0, 1, 1],
            B = [0, 20, 20, 80],
            Resolution = [2, 2, 3, 4],
        };
        float[] shells = Build(ShellTables.Find(shape), classes), matrix = Build(new ProfileMatrix(shape), classes);
        int length = 2 * shape.Nodes;
        for (int c = 0; c < classes.Count; c++)
        {
            float peak = matrix[c * length];
            for (int i = 0; i < length; i++)
                Assert.That(shells[c * length + i], Is.EqualTo(matrix[c * length + i]).Within(2e-6 * peak), $"class {c}, number {i}");
        }
    }

    private float[] Build(ProfileBasis basis, AtomClasses classes)
    {
        using ImageProfiles profiles = new(Device, basis.Shape, ImageQuantities.Density, classes.Count);
        Device.Images.Build(classes, basis, profiles);
        return Get(profiles.Table);
    }
}
