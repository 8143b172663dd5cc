using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.ModelMaps.AdHoc;
using Engine.Core.Models;
using Engine.Kernels.Cpu;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps.AdHoc;

/// <summary>The formula that keeps form factors, with every table.</summary>
[TestFixture]
public sealed class AdHocTableTests : IDisposable
{
    private readonly CpuAccelerator device = new(2);

    /// <summary>At the atom, and in the integral: Σ a_k (4π/v_k)^(3/2) and Σ a_k, a constant being a Gaussian of width 0.</summary>
    [TestCase("electron")]
    [TestCase("xray")]
    [TestCase("neutron")]
    public void Gaussian_WorksWithEveryTable(string table)
    {
        const double D = 2.5, B = 20, Occupancy = 0.75;
        MapGrid grid = TestGrid.Make(32, 32, 32, new Vec3(0.6, 0.6, 0.6));
        ScatteringTable scattering = ScatteringTable.Named(table);
        Model model = TestModel.Of(new Atom { Name = "FE", Element = new Element(26), Charge = 2, Position = new Vec3(6, 7.2, 9), BIso = B, Occupancy = Occupancy });
        using AdHocMap map = AdHocMap.Compute(
            device, grid, model, [true], AdHocFormula.Gaussian, D, true, ModelMapOptions.Default with { Scattering = scattering });
        using DensityMap host = map.ToDensityMap();
        FormFactor factor = scattering.FormFactor(new Element(26), 2);
        double peak = factor.C * Height(0);
        for (int k = 0; k < factor.A.Length; k++)
            peak += factor.A[k] * Height(factor.B[k]);
        double sum = 0;
        for (long i = 0; i < host.Values.Length; i++)
            sum += host.Values[i];
        Assert.That(host[10, 12, 15], Is.EqualTo(peak).Within(1e-5 * peak));
        Assert.That(sum * 0.6 * 0.6 * 0.6, Is.EqualTo(Occupancy * (factor.A.Sum() + factor.C)).Within(1e-3 * factor.A.Sum()));
        Assert.That(map.Description.TotalWeight, Is.EqualTo(Occupancy * (factor.A.Sum() + factor.C)).Within(1e-5 * factor.A.Sum()));
        Assert.That((map.Description.Scattering, map.Description.Unit), Is.EqualTo((table, scattering.Unit)));

        static double Height(double b) => Occupancy * Math.Pow(4 * Math.PI / (b + B + 4.83598 * D * D), 1.5);
    }

    public void Dispose() => device.Dispose();
}
