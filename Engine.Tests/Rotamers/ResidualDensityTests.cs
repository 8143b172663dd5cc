using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Rotamers;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Rotamers;

/// <summary>What a model leaves unexplained, on a map computed from the model itself.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ResidualDensityTests(string accelerator) : KernelFixture(accelerator)
{
    private const double Resolution = 3, Blur = 36;

    /// <summary>Where the model explains the map nothing is left; another scale and offset of the map do not matter.</summary>
    [Test]
    public void NothingIsLeftOfAnExplainedMap([Values(1, 7.5)] double factor, [Values(0, -3)] double offset)
    {
        (Model model, DensityMap map) = Computed(factor, offset);
        using (map)
        {
            using ResidualDensity left = Subtract(model, map, Coordinates.Of(model));
            foreach (SideChain chain in SideChain.Find(model))
                Assert.That(left.Misfit(chain), Is.LessThan(0.08), $"{chain.Type} {chain.Residue}");
        }
    }

    /// <summary>A side chain that is turned away is known to fit badly.</summary>
    [Test]
    public void ATurnedSideChainFitsBadly()
    {
        (Model model, DensityMap map) = Computed(1, 0);
        using (map)
        {
            double[] truth = Coordinates.Of(model), turned = Coordinates.Of(model);
            SideChain chain = SideChain.Find(model).First(c => c.Type == "LEU");
            double[] chi = chain.Chi(truth);
            chain.Set(turned, [chi[0] + 120, chi[1]]);
            using ResidualDensity left = Subtract(model, map, turned);
            Assert.That(left.Misfit(chain), Is.GreaterThan(0.35));
            Assert.That(SideChain.Find(model).Where(left.IsUnexplained).Select(c => c.Residue), Is.EqualTo(new[] { chain.Residue }), "nothing else is suspected");
        }
    }

    /// <summary>A map of the opposite sign is refused.</summary>
    [Test]
    public void AMapThatDoesNotCorrelateIsRefused()
    {
        (Model model, DensityMap map) = Computed(-1, 0);
        using (map)
            Assert.That(() => Subtract(model, map, Coordinates.Of(model)), Throws.TypeOf<NumericalException>().With.Message.Contains("does not correlate"));
    }

    private ResidualDensity Subtract(Model model, DensityMap map, double[] x) => new(
        Device, map, Blur, Resolution, model, x, [.. model.Atoms.Select(a => a.BIso)], [.. model.Atoms.Select(a => a.Occupancy)]);

    /// <summary>A peptide and its map after the filter.</summary>
    private (Model Model, DensityMap Map) Computed(double factor, double offset)
    {
        Model model = StructureReader.Read(SharedData.Require("data", "synthetic", "apo_half_3.0", "model.pdb")).First;
        bool[] all = [.. model.Atoms.Select(_ => true)];
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, all, ScatteringTable.Electron);
        atoms.SetResolution(Resolution);
        atoms.SetB([.. model.Atoms.Select(a => a.BIso + Blur)]);
        MapGrid grid = TestMaps.Grid(80, 90, 90, 1);
        using var plan = new ImageMapPlan(Device, grid, new ModelMapOptions { Edge = 0.2, Scattering = ScatteringTable.Electron }, new ImageMapOptions { Edge = 0.2, Radius = 2.5, Wrap = true });
        plan.Compute(atoms);
        DensityMap map = plan.ToDensityMap("computed");
        Span<float> values = map.Values.Slice(0, (int)map.Values.Length);
        foreach (ref float v in values)
            v = (float)(factor * v + offset);
        return (model, map);
    }
}
