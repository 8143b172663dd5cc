using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Validation.Contacts;
using Engine.Core.Validation.Hydrogens;
using Engine.Tests.Kernels;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>Radii and roles of atoms in contacts, and what waters and metals do.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ContactRoleTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly ComponentLibrary Library = new(ComponentLibraryOptions.BuiltInOnly);

    /// <summary>The faces of six-membered rings take hydrogen bonds, those of five-membered ones of amino acids do not; the nitrogen of His without hydrogen does.</summary>
    [Test]
    public void FacesOfSixMemberedRingsTakeHydrogenBonds()
    {
        Assert.That(Acceptors(SideChains.Of("PHE")), Is.EquivalentTo(new[] { "O", "CG", "CD1", "CD2", "CE1", "CE2", "CZ" }));
        Assert.That(Acceptors(SideChains.Of("HIS")), Is.EquivalentTo(new[] { "O", "ND1" }));
        Assert.That(Acceptors(SideChains.Of("MET")), Is.EquivalentTo(new[] { "O", "SD" }));
        Assert.That(Acceptors(SideChains.Of("ASN")), Is.EquivalentTo(new[] { "O", "OD1" }));
    }

    /// <summary>Radii of Word and co-workers, hydrogens of electron clouds and of protons.</summary>
    [TestCase(false, 1.22f, 1.05f)]
    [TestCase(true, 1.17f, 1.00f)]
    public void RadiiAreThoseOfProbe(bool nuclear, float apolar, float small)
    {
        ContactSystem phe = System(SideChains.Of("PHE"), nuclear), ser = System(SideChains.Of("SER"), nuclear);
        Assert.Multiple(() =>
        {
            Assert.That(Of(phe, "HB2"), Is.EqualTo(apolar));
            Assert.That(Of(phe, "HD1"), Is.EqualTo(small), "on an aromatic ring");
            Assert.That(Of(ser, "HG"), Is.EqualTo(small), "on O");
            Assert.That(new[] { Of(phe, "CB"), Of(phe, "C"), Of(phe, "CD1"), Of(phe, "N"), Of(phe, "O"), Of(System(SideChains.Of("CYS"), nuclear), "SG") }, Is.EqualTo(new[] { 1.70f, 1.65f, 1.75f, 1.55f, 1.40f, 1.80f }));
        });
        static float Of(ContactSystem system, string name) => system.Radius[Peptides.Find(system.Model, 2, name)];
    }

    /// <summary>Waters clash with others and not with each other, and do not count among the atoms.</summary>
    [Test]
    public void WatersDoNotClashWithEachOther()
    {
        SideChains ala = SideChains.Of("ALA");
        Vec3 far = new(20, 0, 0), near = ala.From("N CA CB", 2.2, 109.5, 60);
        Structure full = Hydrogenation.Add(ala.Structure, Library, new HydrogenOptions()).Structure;
        int atoms = ClashReport.Compute(Device, full, Library).Atoms;
        ala.With("HOH", "O", far).With("HOH", "O", far + new Vec3(2, 0, 0)).With("HOH", "O", near);
        ClashReport report = ClashReport.Compute(Device, Hydrogenation.Add(ala.Structure, Library, new HydrogenOptions()).Structure, Library);
        Assert.That(report.Atoms, Is.EqualTo(atoms));
        Assert.That(report.Clashes, Is.Not.Empty);
        Assert.That(report.Clashes.All(c => c.Name1.Contains("ALA") != c.Name2.Contains("ALA")));
    }

    /// <summary>What a metal binds does not clash with it; a carbon at the same distance does.</summary>
    [TestCase("OG", 2.0, false)]
    [TestCase("CB", 2.3, true)]
    public void AMetalDoesNotClashWithWhatItBinds(string atom, double distance, bool clashes)
    {
        SideChains ser = SideChains.Of("SER");
        Vec3 place = atom == "OG" ? ser.From("CA CB OG", distance, 120, 100) : ser.From("N CA CB", distance, 120, 185);
        ClashReport report = ClashReport.Compute(Device, Hydrogenation.Add(ser.With("ZN", "ZN", place).Structure, Library, new HydrogenOptions()).Structure, Library);
        string names = string.Join("; ", report.Clashes.Select(c => $"{c.Name1} - {c.Name2} {c.Overlap:F2}"));
        Assert.That(report.Clashes.Any(c => c.Name1.Contains("ZN") || c.Name2.Contains("ZN")), Is.EqualTo(clashes), names);
        Assert.That(report.Collisions, Is.Empty);
    }

    private static ContactSystem System(SideChains made, bool nuclear) =>
        ContactSystem.Of(Hydrogenation.Add(made.Structure, Library, new HydrogenOptions { Nuclear = nuclear }).Structure, Library, nuclear);

    private static IEnumerable<string> Acceptors(SideChains made)
    {
        ContactSystem system = System(made, false);
        return Enumerable.Range(0, system.Role.Length).Where(i => (system.Role[i] & ContactRole.Acceptor) != 0).Select(i => system.Model.Atoms[i].Name);
    }
}
