using Engine.Core.Models;
using Engine.Core.Refinement.Flips;
using Engine.Core.Rotamers;
using Engine.Tests.Rotamers;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Flips;

/// <summary>Ends of Asn, Gln and His, judged by hydrogen bonds.</summary>
[TestFixture]
public sealed class AmideFlipperTests
{
    private const double ScoreLimit = 0.8;

    /// <summary>An asparagine whose ends have one partner each, of the wrong or the right kind.</summary>
    [TestCase('O', true)]
    [TestCase('N', false)]
    public void AnAcceptorDrawsTheAmideGroup(char element, bool flips)
    {
        // The partner stands 2.9 Å beyond OD1: an acceptor there wants ND2, a donor wants OD1.
        Model model = Asparagine(element);
        double[] x = Coordinates.Of(model);
        AmideFlipResult result = AmideFlipper.Run(model, x);
        Assert.Multiple(() =>
        {
            Assert.That(result.Flips, Has.Count.EqualTo(flips ? 1 : 0));
            Assert.That(AmideFlipper.Run(model, result.Positions).Flips, Is.Empty);
            Assert.That(result.Positions, flips ? Is.Not.EqualTo(x) : Is.EqualTo(x));
        });
    }

    [Test]
    public void FixedAtomsAndAlternatesStay()
    {
        Model model = Asparagine('O');
        double[] x = Coordinates.Of(model);
        Assert.That(AmideFlipper.Run(model, x, null, new bool[model.Atoms.Count]).Flips, Is.Empty);
        foreach (Atom atom in model.Atoms.Where(a => a.Name is "OD1" or "ND2"))
            atom.AltLoc = 'A';
        Assert.That(AmideFlipper.Run(model, x).Flips, Is.Empty);
        Assert.Throws<ArgumentException>(() => AmideFlipper.Run(model, [1.0]));
    }

    /// <summary>Most ends of a real model whose neighbours can tell are right, and come back when turned all at once.</summary>
    [Test]
    public void EndsOfARealModelComeBack()
    {
        Model model = SimulatedProtein.Read();
        double[] truth = AmideFlipper.Run(model, Coordinates.Of(model)).Positions, x = [.. truth];
        SideChain[] ends = [.. SideChain.Find(model).Where(c => c.Type is "ASN" or "GLN" or "HIS" && c.AltLoc == '\0')];
        foreach (SideChain chain in ends)
            Turn(chain, x);
        AmideFlipResult result = AmideFlipper.Run(model, x);
        int same = ends.Count(c => Math.Abs(Math.IEEERemainder(c.Chi(truth)[^1] - c.Chi(result.Positions)[^1], 360)) < 1e-6);
        int told = ends.Count(c => Clear(model, c, truth));
        TestContext.Out.WriteLine($"{ends.Length} ends, {told} of them with a partner that tells, {same} as before; changed in the model itself: {AmideFlipper.Run(model, Coordinates.Of(model)).Flips.Count}");
        Assert.Multiple(() =>
        {
            Assert.That(told, Is.GreaterThan(3));
            Assert.That(same, Is.GreaterThanOrEqualTo(0.7 * told));
        });
    }

    /// <summary>True when an end turned alone comes back.</summary>
    private static bool Clear(Model model, SideChain chain, double[] truth)
    {
        double[] x = [.. truth];
        Turn(chain, x);
        return AmideFlipper.Run(model, x).Flips.Any(f => f.Residue == chain.Residue && f.ScoreAfter - f.ScoreBefore > ScoreLimit);
    }

    private static void Turn(SideChain chain, double[] x)
    {
        double[] chi = chain.Chi(x);
        chi[^1] += 180;
        chain.Set(x, chi);
    }

    private static Model Asparagine(char element)
    {
        string[] lines =
        [
            Line(1, "N", "ASN", 1, -0.5, 1.4, 0, 'N'), Line(2, "CA", "ASN", 1, 0, 0, 0, 'C'), Line(3, "C", "ASN", 1, -0.5, -0.7, 1.25, 'C'), Line(4, "O", "ASN", 1, -0.9, -0.1, 2.2, 'O'),
            Line(5, "CB", "ASN", 1, 1.53, 0, 0, 'C'), Line(6, "CG", "ASN", 1, 2.1, 1.4, 0, 'C'), Line(7, "OD1", "ASN", 1, 1.38, 2.42, 0, 'O'), Line(8, "ND2", "ASN", 1, 3.43, 1.5, 0, 'N'),
            Line(9, element.ToString(), "ALA", 9, 0.0, 5.0, 0, element),
        ];
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pdb");
        File.WriteAllLines(path, [.. lines, "END"]);
        try
        {
            return StructureReader.Read(path).First;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Line(int serial, string atom, string residue, int number, double x, double y, double z, char element) =>
        FormattableString.Invariant($"ATOM  {serial,5}  {atom,-3} {residue} A{number,4}    {x,8:F3}{y,8:F3}{z,8:F3}  1.00 30.00           {element}");
}
