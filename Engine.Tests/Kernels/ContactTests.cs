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
        double[][] kinds = ReferenceContacts.Kinds(samples);
        DottedAtoms atoms = ReferenceContacts.Crowd(samples, 90, kinds.Length);
        double[] found = Device.Contacts.Overlaps(atoms, new SurfaceDots(kinds)), expected = ReferenceContacts.Overlaps(atoms, kinds);
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
}
