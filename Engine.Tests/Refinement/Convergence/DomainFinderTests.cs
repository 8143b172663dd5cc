using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement.Convergence;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Convergence;

/// <summary>Domains of made-up and real chains.</summary>
[TestFixture]
public sealed class DomainFinderTests
{
    [Test]
    public void TwoBallsOnAStringAreTwoDomains()
    {
        Model model = Snakes(2);
        IReadOnlyList<Domain> domains = DomainFinder.Find(model, All(model));
        Assert.That(domains.Select(d => d.Residues), Is.EqualTo(new[] { Enumerable.Range(0, 64).ToArray(), [.. Enumerable.Range(64, 64)] }));
        IReadOnlyList<AtomGroup> groups = DomainFinder.Groups(model, domains, All(model));
        Assert.That(groups.SelectMany(g => g.Atoms).Order(), Is.EqualTo(Enumerable.Range(0, model.Atoms.Count)));
    }

    [Test]
    public void OneBallIsOneDomain() => Assert.That(DomainFinder.Find(Snakes(1), All(Snakes(1))), Has.Count.EqualTo(1));

    [Test]
    public void AtomsThatDoNotMoveAreInNoBody()
    {
        Model model = Snakes(2);
        bool[] movable = [.. model.Atoms.Select(a => a.ResidueIndex < 64)];
        IReadOnlyList<AtomGroup> groups = DomainFinder.Groups(model, DomainFinder.Find(model, movable), movable);
        Assert.That(groups.SelectMany(g => g.Atoms), Is.EqualTo(Enumerable.Range(0, 256)));
    }

    [Test]
    public void EveryResidueOfARealChainIsInOneDomain()
    {
        (Model model, DensityMap map) = RealCase.Apoferritin();
        map.Dispose();
        IReadOnlyList<Domain> domains = DomainFinder.Find(model, All(model)), again = DomainFinder.Find(model, All(model));
        Assert.Multiple(() =>
        {
            Assert.That(domains.SelectMany(d => d.Residues).Order(), Is.EqualTo(Enumerable.Range(0, model.Residues.Count)));
            Assert.That(domains.Min(d => d.Residues.Length), Is.GreaterThanOrEqualTo(new DomainOptions().Smallest));
            Assert.That(again.Select(d => d.Residues), Is.EqualTo(domains.Select(d => d.Residues)));
        });
    }

    private static bool[] All(Model model) => [.. model.Atoms.Select(_ => true)];

    /// <summary>Chains of residues that fill cubes of 4 × 4 × 4 places, 3.8 Å apart, row by row; the cubes are 25 Å apart.</summary>
    private static Model Snakes(int cubes)
    {
        var model = new Model();
        var chain = new Chain { Id = "A" };
        model.Chains.Add(chain);
        for (int k = 0; k < 64 * cubes; k++)
        {
            int z = k % 64 / 16, row = k % 16 / 4, y = z % 2 == 0 ? row : 3 - row, x = row % 2 == 0 ? k % 4 : 3 - k % 4;
            var place = new Vec3(3.8 * x + 25 * (k / 64), 3.8 * y, 3.8 * z);
            chain.Residues.Add(k);
            model.Residues.Add(new Residue { Name = "ALA", Number = k + 1, FirstAtom = 4 * k, AtomCount = 4 });
            string[] names = ["N", "CA", "C", "O"];
            for (int a = 0; a < 4; a++)
                model.Atoms.Add(new Atom { Name = names[a], Element = Carbon, ResidueIndex = k, Position = place + 0.8 * new Vec3(a - 1.5, a % 2, a / 2) });
        }

        return model;
    }

    private static Element Carbon => Element.TryParse("C", out Element carbon) ? carbon : throw new InvalidOperationException("carbon");
}
