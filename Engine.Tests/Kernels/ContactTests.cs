using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Overlaps by dots against the rule written out dot by dot, and where they can be had in closed form.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ContactTests(string accelerator) : KernelFixture(accelerator)
{
    /// <summary>Crowded atoms of three radii, every other pair hydrogen-bonded, some neighbours hidden.</summary>
    [Test]
    public void OverlapsAreThoseOfTheRule()
    {
        var samples = new KernelSamples(31);
        double[][] kinds = [Points(samples, 70), Points(samples, 131), Points(samples, 8)];
        DottedAtoms atoms = Crowd(samples, 90, kinds);
        double[] found = Device.Contacts.Overlaps(atoms, new SurfaceDots(kinds)), expected = Reference(atoms, kinds);
        Assert.That(found, Is.EqualTo(expected).Within(1e-12));
        Assert.That(expected.Count(v => v > 0), Is.InRange(60, expected.Length - 60), "the case tells something");
    }

    /// <summary>A dot on the line between two spheres lies as deep as they overlap; a hydrogen bond takes off its allowance.</summary>
    [TestCase(0.0, 0.9)]
    [TestCase(0.6, 0.3)]
    [TestCase(1.0, 0.0)]
    public void TheDeepestDotHasTheOverlapOfTheSpheres(double allowed, double overlap)
    {
        DottedAtoms atoms = Two(2.4, allowed);
        Assert.That(Device.Contacts.Overlaps(atoms, new SurfaceDots([[1.6, 0, 0, 0, 1.6, 0]]))[0], Is.EqualTo(overlap).Within(1e-7));
    }

    /// <summary>Of two equally deep spheres the first has the dot; one upon a hidden sphere none.</summary>
    [Test]
    public void FirstOfEqualsAndHiddenDots()
    {
        DottedAtoms two = Two(2.4, 0), twice = two with { PartnerStart = [0, 2], Partners = [1, 1], Allowed = [0, 0] };
        var dots = new SurfaceDots([[1.6, 0, 0]]);
        Assert.That(Device.Contacts.Overlaps(twice, dots), Is.EqualTo(new[] { 0.9, 0 }).Within(1e-7));
        Assert.That(Device.Contacts.Overlaps(two with { HiddenStart = [0, 1], Hidden = [2] }, dots), Is.All.Zero);
        Assert.That(Device.Contacts.Overlaps(two with { PartnerStart = [0, 0], Partners = [], Allowed = [] }, dots), Is.Empty);
    }

    [Test]
    public void WrongArraysAreRefused()
    {
        DottedAtoms two = Two(2.4, 0);
        var dots = new SurfaceDots([[1, 0, 0]]);
        foreach (DottedAtoms wrong in new[]
                 {
                     two with { Positions = [0, 0] }, two with { Kinds = [1] }, two with { Kinds = [] }, two with { Allowed = [] }, two with { Partners = [3] },
                     two with { PartnerStart = [0, 2] }, two with { PartnerStart = [1, 1] }, two with { HiddenStart = [0] }, two with { Centres = [-1] },
                 })
        {
            Assert.That(() => Device.Contacts.Overlaps(wrong, dots), Throws.ArgumentException);
        }

        Assert.That(() => new SurfaceDots([[]]), Throws.ArgumentException);
        Assert.That(() => new SurfaceDots([[1, 2]]), Throws.ArgumentException);
    }

    private static double[] Points(KernelSamples samples, int count)
    {
        double[] points = samples.Numbers(3 * count, -1, 1);
        for (int i = 0; i < count; i++)
        {
            double length = Math.Sqrt(points[3 * i] * points[3 * i] + points[3 * i + 1] * points[3 * i + 1] + points[3 * i + 2] * points[3 * i + 2]) / 1.5;
            for (int c = 0; c < 3; c++)
                points[3 * i + c] /= length;
        }

        return points;
    }

    private static DottedAtoms Two(double distance, double allowed) => new()
    {
        Positions = [0, 0, 0, distance, 0, 0, 1, 0, 0],
        Radii = [1.6f, 1.7f, 0.9f],
        Centres = [0],
        Kinds = [0],
        PartnerStart = [0, 1],
        Partners = [1],
        Allowed = [allowed],
        HiddenStart = [0, 0],
        Hidden = [],
    };

    private static DottedAtoms Crowd(KernelSamples samples, int count, double[][] kinds)
    {
        List<int> partners = [], hidden = [], partnerStart = [0], hiddenStart = [0];
        int[] centres = [.. Enumerable.Range(0, count).Where(i => i % 3 != 1)];
        foreach (int i in centres)
        {
            for (int j = 0; j < count; j++)
            {
                if (j != i && (i * 7 + j * 3) % 11 == 0)
                    hidden.Add(j);
                else if (j != i && j % 2 == 0)
                    partners.Add(j);
            }

            partnerStart.Add(partners.Count);
            hiddenStart.Add(hidden.Count);
        }

        return new()
        {
            Positions = samples.Lattice(count),
            Radii = [.. Enumerable.Range(0, count).Select(i => (float)(0.5 + 0.2 * (i % 3)))],
            Centres = centres,
            Kinds = [.. centres.Select(i => i % kinds.Length)],
            PartnerStart = [.. partnerStart],
            Partners = [.. partners],
            Allowed = [.. partners.Select((_, k) => k % 2 == 0 ? 0.0 : 0.2)],
            HiddenStart = [.. hiddenStart],
            Hidden = [.. hidden],
        };
    }

    private static double[] Reference(DottedAtoms atoms, double[][] kinds)
    {
        double[] overlaps = new double[atoms.Partners.Length];
        for (int c = 0; c < atoms.Count; c++)
        {
            double[] points = kinds[atoms.Kinds[c]];
            for (int d = 0; d < points.Length; d += 3)
            {
                double Depth(int atom) => atoms.Radii[atom] - Math.Sqrt(Enumerable.Range(0, 3).Sum(a => Math.Pow(atoms.Positions[3 * atom + a] - atoms.Positions[3 * atoms.Centres[c] + a] - points[d + a], 2)));
                if (atoms.Hidden[atoms.HiddenStart[c]..atoms.HiddenStart[c + 1]].Any(h => Depth(h) > 0))
                    continue;
                int best = Enumerable.Range(atoms.PartnerStart[c], atoms.PartnerStart[c + 1] - atoms.PartnerStart[c]).MaxBy(k => Depth(atoms.Partners[k]));
                if (Depth(atoms.Partners[best]) > 0)
                    overlaps[best] = Math.Max(overlaps[best], Depth(atoms.Partners[best]) - atoms.Allowed[best]);
            }
        }

        return overlaps;
    }
}
