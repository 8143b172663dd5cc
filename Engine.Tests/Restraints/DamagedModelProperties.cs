using Engine.Core.Models;
using Engine.Core.Restraints;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

/// <summary>Models with atoms missing, renamed, moved or in another order still give restraints.</summary>
[TestFixture]
public sealed class DamagedModelProperties
{
    [Test]
    public void MissingAndRenamedAtomsNeverBreakTheBuilder() => Prop.ForAll(Gen.Choose(0, 1 << 30).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        Model source = Peptides.Chain(4, random.Next(360)), model = new();
        model.Chains.Add(new Chain { Id = "A" });
        for (int r = 0; r < 4; r++)
        {
            Peptides.AddResidue(model, random.Next(6) == 0 ? "X9Z" : "ALA", r + 1);
            foreach (Atom a in source.Atoms.Where(a => a.ResidueIndex == r && random.Next(5) > 0))
                Peptides.AddAtom(model, random.Next(8) == 0 ? "Q" + a.Name : a.Name, a.Position, a.Element.Symbol, random.Next(6) == 0 ? 'A' : '\0');
        }

        if (model.Atoms.Count == 0)
            return true;
        RestraintModel restraints = Peptides.Build(model);
        return restraints.Table.BondAtoms.All(i => i < model.Atoms.Count)
            && restraints.Table.BondIdeal.All(double.IsFinite)
            && double.IsFinite(GeometryStatistics.Compute(restraints, Peptides.Coordinates(model)).Heavy.Angles.Rmsd);
    }).QuickCheckThrowOnFailure();

    [Test]
    public void TheOrderOfAtomsInAResidueDoesNotMatter() => Prop.ForAll(Gen.Choose(0, 1 << 30).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        Model source = Peptides.Chain(3), model = new();
        model.Chains.Add(new Chain { Id = "A" });
        for (int r = 0; r < 3; r++)
        {
            Peptides.AddResidue(model, "ALA", r + 1);
            Atom[] atoms = [.. source.Atoms.Where(a => a.ResidueIndex == r)];
            random.Shuffle(atoms);
            foreach (Atom a in atoms)
                Peptides.AddAtom(model, a.Name, a.Position);
        }

        GeometrySet a1 = GeometryStatistics.Compute(Peptides.Build(source), Peptides.Coordinates(source)).Heavy;
        GeometrySet a2 = GeometryStatistics.Compute(Peptides.Build(model), Peptides.Coordinates(model)).Heavy;
        return a1.Bonds.Count == a2.Bonds.Count && Math.Abs(a1.Angles.Rmsd - a2.Angles.Rmsd) < 1e-9 && Math.Abs(a1.Torsions.Rmsd - a2.Torsions.Rmsd) < 1e-7;
    }).QuickCheckThrowOnFailure();
}
