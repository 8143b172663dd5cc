using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Rotamers;
using Engine.Core.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Rotamers;

/// <summary>Side chains of a real model, turned to wrong rotamers and fitted to simulated maps with noise.</summary>
[TestFixture]
public sealed class RotamerFitterTests
{
    /// <summary>
    /// All complete side chains to random other rotamers, then fitted; at 3 Å at least 95 % are right again. The other limits are floors against getting worse.
    /// </summary>
    [TestCase(2, 40, 0.95)]
    [TestCase(3, 80, 0.95)]
    [TestCase(4, 120, 0.70)]
    public void WrongRotamersAreFound(double resolution, double addedB, double least)
    {
        Model model = SimulatedProtein.Read();
        using DensityMap map = SimulatedProtein.Map(model, resolution, addedB);
        double[] truth = Coordinates.Of(model), wrong = Coordinates.Of(model);
        SideChain[] chains = [.. SideChain.Find(model).Where(c => c.AltLoc == '\0')];
        var random = new RandomSource(5);
        SideChain[] turned = [.. chains.Where(c => c.Type != "PRO")];
        foreach (SideChain chain in turned)
            Spoil(chain, wrong, random);
        RotamerFitResult result = new RotamerFitter(new DensitySampler(map).At).Run(model, wrong);
        int start = turned.Count(c => IsRight(c, truth, wrong)), right = turned.Count(c => IsRight(c, truth, result.Positions));
        TestContext.Out.WriteLine($"{resolution} Å: {right} of {turned.Length} right (start {start}); wrong: " + string.Join(", ", turned.Where(c => !IsRight(c, truth, result.Positions))
            .Select(c => $"{c.Type}{model.Residues[c.Residue].Number} [{string.Join(' ', c.Chi(truth).Select(v => v.ToString("0")))}|{string.Join(' ', c.Chi(result.Positions).Select(v => v.ToString("0")))}]")));
        RotamerFitResult fromTruth = new RotamerFitter(new DensitySampler(map).At).Run(model, truth);
        TestContext.Out.WriteLine($"from the truth: {fromTruth.Changes.Count} of {fromTruth.Examined} changed, wrong {turned.Count(c => !IsRight(c, truth, fromTruth.Positions))}: " +
            string.Join(", ", fromTruth.Changes.Select(c => $"{c.Name} {c.OldRotamer}>{c.NewRotamer} {c.OldDensity:0.00}>{c.NewDensity:0.00}")));
        Assert.Multiple(() =>
        {
            Assert.That(right, Is.GreaterThanOrEqualTo(least * turned.Length));
            Assert.That(result.Changes.Select(c => c.NewScore.Label), Has.None.EqualTo(RotamerLabel.Outlier));
            Assert.That(turned.Count(c => !IsRight(c, truth, fromTruth.Positions)), Is.LessThanOrEqualTo((1 - least) / 2 * turned.Length + 1));
        });
    }

    /// <summary>A wrong side chain in poor density is searched, right ones are not looked at; an outlier is searched wherever it lies.</summary>
    [Test]
    public void OnlySuspectsAreSearchedWhenAsked()
    {
        Model model = SimulatedProtein.Read();
        using DensityMap map = SimulatedProtein.Map(model, 2, 40);
        double[] truth = Coordinates.Of(model), x = Coordinates.Of(model);
        SideChain wrong = SideChain.Find(model).First(c => c.Type == "LEU" && c.Residue > 40), outlier = SideChain.Find(model).First(c => c.Type == "PHE");
        wrong.Set(x, RotamerLibrary.Of("LEU").First(r => r.Name != RotamerLibrary.Nearest("LEU", wrong.Chi(truth)).Name).Chi);
        outlier.Set(x, [0, 0]);
        var options = new RotamerFitOptions { SuspectsOnly = true };
        RotamerFitResult result = new RotamerFitter(new DensitySampler(map).At, options).Run(model, x), all = new RotamerFitter(new DensitySampler(map).At).Run(model, x);
        Assert.Multiple(() =>
        {
            Assert.That(result.Examined, Is.LessThan(all.Examined / 4));
            Assert.That(result.Changes.Select(c => c.Residue), Is.SupersetOf(new[] { wrong.Residue, outlier.Residue }));
            Assert.That(IsRight(wrong, truth, result.Positions) && IsRight(outlier, truth, result.Positions), Is.True);
        });
    }

    private static void Spoil(SideChain chain, double[] x, RandomSource random)
    {
        double[] chi = chain.Chi(x);
        Rotamer[] others = [.. RotamerLibrary.Of(chain.Type).Where(r => r.Percent > 1 && Enumerable.Range(0, chi.Length).Any(k => Math.Abs(ChiDefinition.Difference(chain.Type, k, chi[k], r.Chi[k])) > 45))];
        if (others.Length > 0)
            chain.Set(x, others[(int)(random.NextUniform() * others.Length)].Chi);
    }

    /// <summary>Within 40° of all torsions that a map can tell: the ends of Asn, Gln and His may be turned round, the last torsions of Lys and Arg may differ.</summary>
    private static bool IsRight(SideChain chain, double[] truth, double[] x)
    {
        double[] a = chain.Chi(truth), b = chain.Chi(x);
        for (int k = 0; k < a.Length; k++)
        {
            bool folded = ChiDefinition.Period(chain.Type, k) == 180 || (ChiDefinition.IsFlatEnd(chain.Type, k) && chain.Type is "ASN" or "GLN" or "HIS");
            if (k < 3 && Math.Abs(Math.IEEERemainder(a[k] - b[k], folded ? 180 : 360)) > 40)
                return false;
        }

        return true;
    }
}
