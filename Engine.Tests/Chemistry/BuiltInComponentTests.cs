using Engine.Core.Chemistry;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Chemistry;

[TestFixture]
public sealed class BuiltInComponentTests
{
    private const string AminoAcids = "ALA ARG ASN ASP CYS GLN GLU GLY HIS ILE LEU LYS MET PHE PRO SER THR TRP TYR VAL MSE";
    private const string Nucleotides = "A C G U DA DC DG DT";

    private const string Sugars = "NAG BMA MAN GAL GLC BGC FUC";

    private static readonly string[] Residues = [.. AminoAcids.Split(' '), .. Nucleotides.Split(' '), .. Sugars.Split(' '), "ACE"];
    private static readonly string[] All = [.. BuiltInComponents.Instance.Ids];

    /// <summary>Formulae of the Chemical Component Dictionary; what a charged form has more or fewer hydrogens is in the last number.</summary>
    private static readonly object[][] Formulae =
    [
        ["ALA", "C3 H7 N1 O2", 0], ["ARG", "C6 H15 N4 O2", 0], ["ASN", "C4 H8 N2 O3", 0], ["ASP", "C4 H7 N1 O4", -1], ["CYS", "C3 H7 N1 O2 S1", 0],
        ["GLN", "C5 H10 N2 O3", 0], ["GLU", "C5 H9 N1 O4", -1], ["GLY", "C2 H5 N1 O2", 0], ["HIS", "C6 H10 N3 O2", 0], ["ILE", "C6 H13 N1 O2", 0],
        ["LEU", "C6 H13 N1 O2", 0], ["LYS", "C6 H15 N2 O2", 0], ["MET", "C5 H11 N1 O2 S1", 0], ["PHE", "C9 H11 N1 O2", 0], ["PRO", "C5 H9 N1 O2", 0],
        ["SER", "C3 H7 N1 O3", 0], ["THR", "C4 H9 N1 O3", 0], ["TRP", "C11 H12 N2 O2", 0], ["TYR", "C9 H11 N1 O3", 0], ["VAL", "C5 H11 N1 O2", 0],
        ["MSE", "C5 H11 N1 O2 Se1", 0], ["A", "C10 H14 N5 O7 P1", -2], ["C", "C9 H14 N3 O8 P1", -2], ["G", "C10 H14 N5 O8 P1", -2], ["U", "C9 H13 N2 O9 P1", -2],
        ["DA", "C10 H14 N5 O6 P1", -2], ["DC", "C9 H14 N3 O7 P1", -2], ["DG", "C10 H14 N5 O7 P1", -2], ["DT", "C10 H15 N2 O8 P1", -2],
        ["NAG", "C8 H15 N1 O6", 0], ["NDG", "C8 H15 N1 O6", 0], ["BMA", "C6 H12 O6", 0], ["GLA", "C6 H12 O6", 0], ["FUC", "C6 H12 O5", 0], ["ACE", "C2 H4 O1", 0],
        ["HOH", "H2 O1", 0], ["SO4", "O4 S1", 0], ["PO4", "O4 P1", 0], ["MG", "Mg1", 0], ["IOD", "I1", 0], ["FE2", "Fe1", 0],
    ];

    [TestCaseSource(nameof(All))]
    public void IsConsistentAndComplete(string id)
    {
        ChemicalComponent c = BuiltInComponents.Instance.Find(id)!;
        MonomerLibraryTests.AssertConsistent(c);
        var graph = new ComponentGraph(c);
        for (int i = 0; i < c.Atoms.Count; i++)
        {
            if (c.Atoms.Count > 1)
                Assert.That(graph.Neighbours(i), Is.Not.Empty, $"{id} {c.Atoms[i].Name} has no bond");
            int pairs = graph.Neighbours(i).Count * (graph.Neighbours(i).Count - 1) / 2;
            Assert.That(c.Angles.Count(a => a.Apex == c.Atoms[i].Name), Is.EqualTo(pairs), $"{id}: angles at {c.Atoms[i].Name}");
        }
    }

    [TestCaseSource(nameof(Formulae))]
    public void FormulaIsThatOfTheChemicalComponentDictionary(string id, string formula, int protons)
    {
        ChemicalComponent c = BuiltInComponents.Instance.Find(id)!;
        var counts = c.Atoms.GroupBy(a => a.Element.Symbol).ToDictionary(g => g.Key, g => g.Count());
        if (protons != 0)
            counts["H"] -= protons;
        Assert.That(string.Join(' ', counts.OrderBy(p => p.Key == "C" ? 0 : 1).ThenBy(p => p.Key == "H" && counts.ContainsKey("C") ? 0 : 1).ThenBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => p.Key + p.Value)), Is.EqualTo(formula));
    }

    /// <summary>The angles round a planar atom with three neighbours add up to 360 degrees, those of a planar ring to (n - 2) 180.</summary>
    [TestCaseSource(nameof(Residues))]
    public void PlanarAnglesAddUp(string id)
    {
        ChemicalComponent c = BuiltInComponents.Instance.Find(id)!;
        var graph = new ComponentGraph(c);
        for (int i = 0; i < c.Atoms.Count; i++)
        {
            if (graph.Hybridisations[i] == Hybridisation.Sp2 && graph.Neighbours(i).Count == 3)
                Assert.That(c.Angles.Where(a => a.Apex == c.Atoms[i].Name).Sum(a => a.Ideal), Is.EqualTo(360).Within(0.9), $"{id} {c.Atoms[i].Name}");
        }

        foreach (int[] ring in graph.Rings.Where(graph.IsPlanar))
        {
            double sum = 0;
            for (int k = 0; k < ring.Length; k++)
            {
                string a = c.Atoms[ring[k]].Name, apex = c.Atoms[ring[(k + 1) % ring.Length]].Name, b = c.Atoms[ring[(k + 2) % ring.Length]].Name;
                sum += c.Angles.Single(x => x.Apex == apex && ((x.Atom1 == a && x.Atom3 == b) || (x.Atom1 == b && x.Atom3 == a))).Ideal;
            }

            Assert.That(sum, Is.EqualTo((ring.Length - 2) * 180).Within(0.6), $"{id} ring of {ring.Length}");
        }
    }

    /// <summary>An independent source: the values of the CCP4 library differ by less than three of the larger standard deviations.</summary>
    [TestCaseSource(nameof(Residues))]
    public void AgreesWithTheMonomerLibrary(string id)
    {
        var library = new MonomerCifSource(SharedData.Require("data", "monlib_core"));
        ChemicalComponent ours = BuiltInComponents.Instance.Find(id)!, theirs = library.Find(id)!;
        Assert.That(ours.Atoms.Select(a => a.Name), Is.EquivalentTo(theirs.Atoms.Select(a => a.Name)), id);
        Assert.That(ours.Bonds, Has.Count.EqualTo(theirs.Bonds.Count), id);
        Assert.That(ours.Angles, Has.Count.EqualTo(theirs.Angles.Count), id);
        foreach (ComponentBond t in theirs.Bonds)
        {
            ComponentBond o = ours.Bonds.Single(b => (b.Atom1 == t.Atom1 && b.Atom2 == t.Atom2) || (b.Atom1 == t.Atom2 && b.Atom2 == t.Atom1));
            bool hydrogen = t.Atom1[0] == 'H' || t.Atom2[0] == 'H';
            Assert.That(o.Ideal, Is.EqualTo(t.Ideal).Within(hydrogen ? 0.15 : 3 * Math.Max(o.Sigma, t.Sigma)), $"{id} {o} {t}");
        }

        foreach (ComponentAngle t in theirs.Angles)
        {
            ComponentAngle o = ours.Angles.Single(a => a.Apex == t.Apex && ((a.Atom1 == t.Atom1 && a.Atom3 == t.Atom3) || (a.Atom1 == t.Atom3 && a.Atom3 == t.Atom1)));
            Assert.That(o.Ideal, Is.EqualTo(t.Ideal).Within(3 * Math.Max(o.Sigma, t.Sigma)), $"{id} {o} {t}");
        }

        foreach (ComponentChiral t in theirs.Chirals)
        {
            ComponentChiral? o = ours.Chirals.FirstOrDefault(c => c.Centre == t.Centre);
            Assert.That(o, Is.Not.Null, $"{id} {t}");
            Assert.That(SignFor(o!, t), Is.EqualTo(t.Sign), $"{id} {o} {t}");
        }
    }

    [Test]
    public void GroupsAreThoseOfTheLibrary()
    {
        Assert.That(AminoAcids.Split(' ').Select(id => BuiltInComponents.Instance.Find(id)!.Group), Is.All.EqualTo("peptide").Or.EqualTo("p-peptide"));
        Assert.That(BuiltInComponents.Instance.Find("PRO")!.Group, Is.EqualTo("p-peptide"));
        Assert.That(BuiltInComponents.Instance.Find("U")!.Group, Is.EqualTo("rna"));
        Assert.That(BuiltInComponents.Instance.Find("DT")!.Group, Is.EqualTo("dna"));
        Assert.That(BuiltInComponents.Instance.Find("ZN")!.Atoms.Single(), Is.EqualTo(new ComponentAtom("ZN", new Element(30), "ZN", 2)));
    }

    [Test]
    public void PlanesAndTorsionsOfSomeResidues()
    {
        ChemicalComponent arg = BuiltInComponents.Instance.Find("ARG")!;
        Assert.That(arg.Planes.Any(p => new[] { "CD", "NE", "CZ", "NH1", "NH2" }.All(p.Atoms.Contains)));
        ChemicalComponent trp = BuiltInComponents.Instance.Find("TRP")!;
        Assert.That(trp.Planes.Single(p => p.Atoms.Contains("CZ2")).Atoms.Count(a => a[0] != 'H'), Is.EqualTo(10), "both rings and CB in one plane");
        ChemicalComponent dg = BuiltInComponents.Instance.Find("DG")!;
        Assert.That(dg.Planes.Single(p => p.Atoms.Contains("N9")).Atoms.Count(a => a[0] != 'H'), Is.EqualTo(12), "base and C1'");
        Assert.That(BuiltInComponents.Instance.Find("PHE")!.Torsions.Single(t => t.Id == "chi2"), Is.EqualTo(new ComponentTorsion("chi2", "CA", "CB", "CG", "CD1", 90, 20, 6)));
        foreach (ComponentTorsion t in All.SelectMany(id => BuiltInComponents.Instance.Find(id)!.Torsions))
            Assert.That(t is { Atom2: "N", Atom3: "CA" } or { Atom2: "CA", Atom3: "C" } or { Atom2: "CA", Atom3: "N" } or { Atom2: "C", Atom3: "CA" }, Is.False, "main chain is free");
    }

    /// <summary>The sign of a centre when its neighbours are taken in the order of another entry; "both" where the neighbours differ.</summary>
    private static ChiralSign SignFor(ComponentChiral ours, ComponentChiral order)
    {
        List<string> a = [ours.Atom1, ours.Atom2, ours.Atom3];
        int[] p = [a.IndexOf(order.Atom1), a.IndexOf(order.Atom2), a.IndexOf(order.Atom3)];
        if (ours.Sign == ChiralSign.Both || p.Contains(-1))
            return ChiralSign.Both;
        bool odd = ((p[0] > p[1] ? 1 : 0) + (p[0] > p[2] ? 1 : 0) + (p[1] > p[2] ? 1 : 0)) % 2 == 1;
        return (ours.Sign == ChiralSign.Positive) != odd ? ChiralSign.Positive : ChiralSign.Negative;
    }
}
