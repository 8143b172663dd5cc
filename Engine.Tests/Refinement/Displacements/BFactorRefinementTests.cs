using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Refinement.Displacements;
using Engine.Kernels;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Displacements;

/// <summary>B factors are found from maps whose B factors are known.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public class BFactorRefinementTests(string accelerator) : KernelFixture(accelerator)
{
    [TestCase(5, ModelMapKind.Fourier)]
    [TestCase(300, ModelMapKind.Fourier)]
    [TestCase(30, ModelMapKind.Shells)]
    public void FlatStart_EndsAtTheTruth(double flat, ModelMapKind method)
    {
        Model model = DisplacementCase.Lattice();
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        DisplacementState truth = DisplacementCase.State(model);
        BFactorOptions options = DisplacementCase.Weak();
        options = options with { Fit = options.Fit with { Method = method, Edge = 0, ImageRadius = 6 } };
        BFactorResult result = BFactorRefinement.Run(Device, map, truth with { B = Flat(model, flat) }, options);
        Assert.That(result.B, Is.EqualTo(truth.B).Within(method == ModelMapKind.Fourier ? 0.7 : 4));
        Assert.That(result.CcAfter, Is.GreaterThan(method == ModelMapKind.Fourier ? 0.9999 : 0.995).And.GreaterThan(result.CcBefore));
        Assert.That(result.Stages.Select(s => s.Level), Is.EqualTo(new[] { BFactorLevel.Overall, BFactorLevel.Residue, BFactorLevel.Individual }));
        Assert.That(result.After.Mean, Is.EqualTo(truth.B.Average()).Within(2));
        Assert.That(result.Refined, Is.EqualTo(27));
    }

    [Test]
    public void OverallLevel_FindsTheFactorAndKeepsTheSpread()
    {
        Model model = DisplacementCase.Lattice();
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        DisplacementState truth = DisplacementCase.State(model);
        double[] start = [.. truth.B.Select(b => 3 * (b + 5) - 5)];
        BFactorResult result = BFactorRefinement.Run(Device, map, truth with { B = start }, DisplacementCase.Weak(BFactorLevel.Overall));
        Assert.That(result.B, Is.EqualTo(truth.B).Within(1.5));
    }

    [Test]
    public void ResolutionDecidesTheLevel()
    {
        Model model = DisplacementCase.Lattice();
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        BFactorOptions options = new() { Fit = new ModelMapFitOptions { Resolution = 4.5 } };
        BFactorResult coarse = BFactorRefinement.Run(Device, map, DisplacementCase.State(model), options);
        Assert.That(coarse.Level, Is.EqualTo(BFactorLevel.Residue));
        Assert.That(coarse.Notes, Has.Some.Contains("one B per residue"));
        Assert.That(BFactorRefinement.Run(Device, map, DisplacementCase.State(model), options with { GroupBeyond = 5 }).Level, Is.EqualTo(BFactorLevel.Individual));
    }

    [Test]
    public void BoundsHold()
    {
        Model model = DisplacementCase.Lattice();
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        BFactorOptions options = DisplacementCase.Weak() with { Smallest = 40, Largest = 60 };
        BFactorResult result = BFactorRefinement.Run(Device, map, DisplacementCase.State(model) with { B = Flat(model, 50) }, options);
        Assert.That(result.B.Min(), Is.EqualTo(40).Within(1e-6));
        Assert.That(result.B.Max(), Is.EqualTo(60).Within(1e-6));
    }

    [Test]
    public void WhatIsNotSelected_AbsentOrOutside_Stays()
    {
        Model model = DisplacementCase.Lattice();
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        DisplacementState state = DisplacementCase.State(model) with { B = Flat(model, 30) };
        state.Selection[4] = false;
        state.Occupancy[5] = 0;
        state.Positions[3 * 6] += 500;
        BFactorResult result = BFactorRefinement.Run(Device, map, state, DisplacementCase.Weak());
        Assert.That(new[] { result.B[4], result.B[5], result.B[6] }, Is.All.EqualTo(30));
        Assert.That(result.Refined, Is.EqualTo(24));
        Assert.That(result.Notes, Has.Some.StartWith("2 selected atoms outside the map or of occupancy 0"));
        Array.Fill(state.Selection, false);
        Assert.That(BFactorRefinement.Run(Device, map, state, DisplacementCase.Weak()).B, Is.EqualTo(state.B));
    }

    [Test]
    public void AnisotropicAtoms_KeepTheirDisplacementUnlessAsked()
    {
        Model model = DisplacementCase.Lattice();
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        double u = 90 / (8 * Math.PI * Math.PI);
        (model.Atoms[7].UAniso, model.Atoms[7].BIso) = ([u, u, u, 0, 0, 0], 90);
        DisplacementState state = DisplacementCase.State(model);
        BFactorResult kept = BFactorRefinement.Run(Device, map, state, DisplacementCase.Weak());
        Assert.That(kept.B[7], Is.EqualTo(90));
        Assert.That(kept.Notes, Has.Some.Contains("1 anisotropic atoms keep"));
        BFactorResult converted = BFactorRefinement.Run(Device, map, state, DisplacementCase.Weak() with { ConvertAnisotropic = true });
        Assert.That(converted.B[7], Is.EqualTo(DisplacementCase.Lattice().Atoms[7].BIso).Within(1));
        Assert.That(converted.Notes, Has.Some.Contains("refined as isotropic"));
    }

    [Test]
    public void Hydrogens_FollowTheirParent()
    {
        Model model = DisplacementCase.Lattice();
        Atom parent = model.Atoms[26];
        model.Atoms.Add(new Atom { Name = "HA", Element = Element.H, ResidueIndex = 26, Position = parent.Position + new Vec3(0, 0, 1.1), BIso = 3 });
        model.Residues[26].AtomCount = 2;
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        BFactorResult result = BFactorRefinement.Run(Device, map, DisplacementCase.State(model) with { B = Flat(model, 30) }, DisplacementCase.Weak());
        Assert.That(result.B[27], Is.EqualTo(1.2 * result.B[26]).Within(1e-9));
        Assert.That(result.B[26], Is.EqualTo(parent.BIso).Within(1));
        Assert.That(result.Hydrogens, Is.EqualTo(1));
    }

    [Test]
    public void StrongDifferencesOfBondedAtoms_StrengthenTheRestraint()
    {
        Model model = DisplacementCase.Lattice();
        for (int i = 0; i < 27; i += 3)
        {
            model.Atoms[i + 1].Position = model.Atoms[i].Position + new Vec3(1.5, 0, 0);
            (model.Atoms[i].BIso, model.Atoms[i + 1].BIso) = (20, 80);
        }

        using DensityMap map = DisplacementCase.MapOf(Device, model);
        DisplacementState state = DisplacementCase.State(model) with { B = Flat(model, 40) };
        BFactorOptions options = DisplacementCase.Weak() with { Similarity = 0.5 };
        BFactorResult free = BFactorRefinement.Run(Device, map, state, options);
        BFactorResult tight = BFactorRefinement.Run(Device, map, state, options with { BondedRms = 0.8 * free.After.BondedRms });
        Assert.That(tight.After.BondedRms, Is.LessThan(free.After.BondedRms));
        Assert.That(tight.Stages[^1].RestraintSigma, Is.LessThan(0.5));
    }

    [Test]
    public void Reset_StartsFromTheResolution_OrTheGivenValue()
    {
        Model model = DisplacementCase.Lattice();
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        DisplacementState state = DisplacementCase.State(model) with { B = Flat(model, 499) };
        BFactorOptions options = DisplacementCase.Weak() with { Reset = true };
        BFactorResult a = BFactorRefinement.Run(Device, map, state, options);
        BFactorResult b = BFactorRefinement.Run(Device, map, state with { B = Flat(model, 90) }, DisplacementCase.Weak());
        Assert.That(a.B, Is.EqualTo(b.B), "10 d² = 90");
        Assert.That(a.B, Is.EqualTo(model.Atoms.Select(x => x.BIso)).Within(0.7));
        BFactorResult c = BFactorRefinement.Run(Device, map, state, options with { ResetValue = 40 });
        Assert.That(c.B, Is.EqualTo(BFactorRefinement.Run(Device, map, state with { B = Flat(model, 40) }, DisplacementCase.Weak()).B));
    }

    [Test]
    public void BadInput_IsSaid()
    {
        Model model = DisplacementCase.Lattice();
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        DisplacementState state = DisplacementCase.State(model);
        Assert.That(() => BFactorRefinement.Run(Device, map, state, DisplacementCase.Weak() with { Smallest = 80, Largest = 20 }), Throws.TypeOf<UsageException>());
        Assert.That(() => BFactorRefinement.Run(Device, map, state, DisplacementCase.Weak() with { Similarity = 0 }), Throws.TypeOf<UsageException>());
        DisplacementState away = state with { Positions = [.. state.Positions.Select(x => x + 1000)] };
        Assert.That(() => BFactorRefinement.Run(Device, map, away, DisplacementCase.Weak()), Throws.TypeOf<InputException>().With.Message.Contains("lies in the map"));
        Assert.That(() => BFactorRefinement.Run(Device, map, state with { B = [1] }, DisplacementCase.Weak()), Throws.ArgumentException);
    }

    private static double[] Flat(Model model, double value) => [.. model.Atoms.Select(_ => value)];
}
