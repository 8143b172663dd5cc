using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Simulation;

/// <summary>Copies of a model side by side.</summary>
[TestFixture]
public sealed class RepeatedModelTests
{
    /// <summary>Atoms of a copy keep their places relative to each other, copies do not meet, chains have names of their own, indices fit, and the file of the whole can be read again.</summary>
    [Test]
    public void CopiesAreCompleteAndApart()
    {
        Model one = SyntheticCase.Peptide(5).First;
        Structure many = RepeatedModel.Of(one, 30);
        Model model = many.First;
        int n = one.Atoms.Count;
        Assert.That((model.Atoms.Count, model.Residues.Count, model.Chains.Count), Is.EqualTo((30 * n, 30 * one.Residues.Count, 30 * one.Chains.Count)));
        Assert.That(model.Chains.Select(c => c.Id), Is.Unique);
        Assert.That(model.Chains[27 * one.Chains.Count].Id, Does.StartWith("AB"), "A to Z, AA, AB");
        for (int i = 0; i < model.Atoms.Count; i++)
        {
            Residue residue = model.Residues[model.Atoms[i].ResidueIndex];
            Assert.That(i, Is.InRange(residue.FirstAtom, residue.FirstAtom + residue.AtomCount - 1));
            Vec3 place = model.Atoms[i].Position - model.Atoms[i - i % n].Position, original = one.Atoms[i % n].Position - one.Atoms[0].Position;
            Assert.That((place - original).Length, Is.LessThan(1e-9));
        }

        double nearest = Enumerable.Range(1, 29).Min(c => Enumerable.Range(0, n * n).Min(k => Vec3.Distance(model.Atoms[k / n].Position, model.Atoms[c * n + k % n].Position)));
        Assert.That(nearest, Is.InRange(3, 10));
        Assert.That(() => RepeatedModel.Of(one, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
