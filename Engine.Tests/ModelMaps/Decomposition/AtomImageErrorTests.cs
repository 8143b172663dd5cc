using Engine.Core.Chemistry;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps.Decomposition;

/// <summary>Images of atoms summed from the built-in tables, against the exact integral, over the whole use range.</summary>
public sealed class AtomImageErrorTests
{
    private static readonly double[] Resolutions = [1, 2, 3, 4, 6];
    private static readonly double[] BFactors = [0, 20, 80, 200];

    private static IEnumerable<TestCaseData> Tables() => ShellTables.All.Select(t => new TestCaseData(t).SetName($"AtomsAreExactEnough(edge {t.Edge}, use {t.Use})"));

    [TestCaseSource(nameof(Tables))]
    public void AtomsAreExactEnough(ShellTable table)
    {
        double[] rho = [.. Enumerable.Range(0, 101).Select(i => table.Use * i / 100)];
        (double[] tau, double[] weight) = Quadrature(table);
        foreach ((string name, FormFactor factor) in Atoms())
        {
            foreach (double d in Resolutions)
            {
                foreach (double b in BFactors)
                {
                    double[] g = [.. tau.Select((t, j) => weight[j] * factor.At(t / d) * Math.Exp(-b * t * t / (4 * d * d)))];
                    double peak = 0, error = 0;
                    foreach (double x in rho)
                    {
                        double exact = 0;
                        for (int j = 0; j < tau.Length; j++)
                            exact += g[j] * (x == 0 ? 1 : Math.Sin(2 * Math.PI * x * tau[j]) / (2 * Math.PI * x * tau[j]));
                        peak = Math.Max(peak, Math.Abs(exact));
                        error = Math.Max(error, Math.Abs(Sum(table, factor, x, d, b) - exact));
                    }

                    Assert.That(error / peak, Is.LessThanOrEqualTo(b <= 10 * d * d ? 5e-6 : 2e-4), $"{name} d {d} B {b}");
                }
            }
        }
    }

    private static double Sum(ShellTable table, FormFactor factor, double rho, double d, double b)
    {
        double sum = factor.C == 0 ? 0 : factor.C * table.At(rho, b / (d * d));
        for (int k = 0; k < factor.A.Length; k++)
            sum += factor.A[k] * table.At(rho, (factor.B[k] + b) / (d * d));
        return sum;
    }

    private static IEnumerable<(string Name, FormFactor Factor)> Atoms()
    {
        foreach (Element element in (Element[])[Element.C, Element.N, Element.O, Element.S, Element.P, new(12), new(30), new(26)])
            yield return (element.ToString(), FormFactorTable.Electron(element));
        foreach ((Element element, int charge) in ((Element, int)[])[(Element.O, -1), (new(12), 2), (new(30), 2)])
        {
            yield return ($"{element}{charge:+0;-0} X-ray", FormFactorTable.XRay(element, charge));
            yield return ($"{element}{charge:+0;-0} electron", FormFactorTable.ElectronIon(element, charge));
        }
    }

    private static (double[] Tau, double[] Weight) Quadrature(ShellTable table)
    {
        var shape = new ImageShape { Edge = table.Edge, Radius = table.Use };
        (double[] t1, double[] w1) = GaussLegendre.Nodes(80, 0, 1 - table.Edge);
        (double[] t2, double[] w2) = table.Edge == 0 ? ([], []) : GaussLegendre.Nodes(50, 1 - table.Edge, 1 + table.Edge);
        double[] tau = [.. t1, .. t2], weight = [.. w1, .. w2];
        for (int j = 0; j < tau.Length; j++)
            weight[j] *= 4 * Math.PI * tau[j] * tau[j] * shape.Window(tau[j]);
        return (tau, weight);
    }
}
