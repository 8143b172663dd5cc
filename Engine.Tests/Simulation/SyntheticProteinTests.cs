using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Simulation;

/// <summary>The made-up protein of the demo.</summary>
[TestFixture]
public sealed class SyntheticProteinTests
{
    private const string AminoAcids = "ALA ARG ASN ASP CYS GLN GLU GLY HIS ILE LEU LYS MET PHE PRO SER THR TRP TYR VAL";

    [Test]
    public void HasAllTwentyAminoAcidsAnIonAndWaters()
    {
        string[] names = [.. SyntheticCase.Protein().First.Residues.Select(r => r.Name).Distinct().Order(StringComparer.Ordinal)];
        Assert.That(names, Is.EqualTo(AminoAcids.Split(' ').Append("HOH").Append("MG").Order(StringComparer.Ordinal)));
    }

    [Test]
    public void HasEveryHeavyAtomOfEveryResidue()
    {
        Model model = SyntheticCase.Protein().First;
        foreach (Residue residue in model.Residues.Where(r => !r.IsHetero))
        {
            string[] expected = [.. SyntheticCase.Library.Find(residue.Name)!.Atoms.Where(a => !a.Element.IsHydrogen && a.Name != "OXT").Select(a => a.Name).Order(StringComparer.Ordinal)];
            string[] present = [.. model.Atoms.Skip(residue.FirstAtom).Take(residue.AtomCount).Select(a => a.Name).Where(n => n != "OXT").Order(StringComparer.Ordinal)];
            Assert.That(present, Is.EqualTo(expected), $"{residue.Name} {residue.Number}");
        }
    }

    [Test]
    public void HasIdealGeometryAndNoChiralityError()
    {
        Structure structure = SyntheticCase.Protein();
        RestraintModel restraints = RestraintBuilder.Build(structure.First, structure.Links, SyntheticCase.Library, new RestraintOptions());
        GeometrySet heavy = GeometryStatistics.Compute(restraints, Coordinates.Of(structure.First)).Heavy;
        Assert.Multiple(() =>
        {
            Assert.That(heavy.Chirality.Count, Is.GreaterThan(55));
            Assert.That(heavy.Chirality.Worst.Where(w => w.Ideal * w.Value < 0).Select(w => w.Atoms), Is.Empty);
            Assert.That(heavy.Chirality.Max, Is.LessThan(0.5));
            Assert.That(heavy.Bonds.Rmsd, Is.LessThan(0.01));
            Assert.That(heavy.Angles.Rmsd, Is.LessThan(1.5));
            Assert.That(heavy.Planes.Rmsd, Is.LessThan(0.02));
        });
    }

    [Test]
    public void TheSameSeedGivesTheSameProtein()
    {
        double[] first = Coordinates.Of(SyntheticProtein.Build(SyntheticCase.Library, 3).First);
        Assert.That(Coordinates.Of(SyntheticProtein.Build(SyntheticCase.Library, 3).First), Is.EqualTo(first));
    }
}
