using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Scoring;
using Engine.Kernels.Cpu;
using Engine.Tests.Maps;
using Engine.Tests.ModelMaps;
using NUnit.Framework;

namespace Engine.Tests.Masks;

/// <summary>Masks round atoms against their formulas.</summary>
[TestFixture]
public sealed class ModelMaskTests
{
    [TestCase(2.3, 3.1)]
    [TestCase(2.5, 0)]
    public void ValuesFollowTheDistanceToTheNearestAtom(double radius, double edge)
    {
        MapGrid grid = TestMaps.Grid(23, 19, 21) with { Origin = new Vec3(10, -5, 3) };
        Model model = TestModel.Random(grid, 12, 5, 10, 20);
        bool[] selection = [.. model.Atoms.Select((_, i) => i % 3 != 0)];
        float[] mask = ModelMask.Create(grid, model, selection, radius, edge);
        for (int i = 0; i < mask.Length; i++)
        {
            Vec3 at = grid.Origin + new Vec3(i % 23 * 1.25, i / 23 % 19 * 1.25, i / 23 / 19 * 1.25);
            double d = model.Atoms.Where((_, a) => selection[a]).Min(a => (a.Position - at).Length);
            double expected = d <= radius ? 1 : d >= radius + edge ? 0 : 0.5 + 0.5 * Math.Cos(Math.PI * (d - radius) / edge);
            Assert.That(mask[i], Is.EqualTo(expected).Within(1e-5), $"voxel {i} at {d} Å");
        }
    }

    [Test]
    public void AtomsOutsideOfTheBoxGiveNothing()
    {
        MapGrid grid = TestMaps.Grid(8, 8, 8);
        Model model = TestModel.Of(new Atom { Name = "CA", Element = Element.C, Position = new Vec3(50, 50, 50) });
        Assert.That(ModelMask.Create(grid, model), Is.All.Zero);
    }

    [Test]
    public void TheSmoothedMolecularMaskOfOneAtomIsABallUnderAGaussian()
    {
        // On voxels of 1 Å the solvent, grown back by 0.9 Å, reaches no other voxel: the ball has the radius of the atom, the smoothing and the probe.
        const double Smoothing = 2;
        MapGrid grid = TestMaps.Grid(48, 48, 48, 1);
        Model model = TestModel.Of(new Atom { Name = "CA", Element = Element.C, Position = new Vec3(24, 24, 24), Occupancy = 1, BIso = 10 });
        using var accelerator = new CpuAccelerator(2);
        float[] narrow = ModelMask.Smooth(accelerator, grid, ScatteringAtoms.Create(model, [true], ScatteringTable.Electron), Smoothing);
        double volume = narrow.Sum(v => (double)v), radius = MaskRadii.Of(Element.C) + Smoothing + MolecularMask.SolventRadius;
        Assert.Multiple(() =>
        {
            Assert.That(volume, Is.EqualTo(4 / 3.0 * Math.PI * radius * radius * radius).Within(6).Percent, "the Gaussian keeps the volume");
            Assert.That(narrow[(24 * 48 + 24) * 48 + 24], Is.EqualTo(Centre(radius / Smoothing)).Within(0.02));
            Assert.That(narrow[(24 * 48 + 24) * 48 + 40], Is.LessThan(2e-3));
        });

        // The part of a three-dimensional Gaussian within t standard deviations.
        static double Centre(double t)
        {
            double sum = 0;
            for (double r = 0; r < t; r += 0.001)
                sum += Math.Sqrt(2 / Math.PI) * r * r * Math.Exp(-r * r / 2) * 0.001;
            return sum;
        }
    }
}
