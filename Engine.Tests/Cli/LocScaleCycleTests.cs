using System.Text.Json.Nodes;
using Engine.Core.Maps;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Refinement and local scaling in turns, on a small simulated map.</summary>
[TestFixture]
[NonParallelizable]
public sealed class LocScaleCycleTests : PeptideFixture
{
    [Test]
    public void RoundsAreScoredAgainstTheMapAsItIsAndTheBestIsKept()
    {
        CommandResult result = Files.Refine("rounds", "--locscale", "--locscale-rounds", "2", "--locscale-window", "16");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode cycle = Stats("rounds")["locscale"]!;
        JsonNode[] rounds = [.. cycle["rounds"]!.AsArray().Select(r => r!)];
        double[] cc = [.. rounds.Select(r => (double)r["cc_mask_refined_b"]!)];
        int chosen = (int)cycle["chosen"]!;
        using DensityMap map = MapReader.Read(Files.Map), scaled = MapReader.Read(Files["rounds_locscale.mrc"]);
        Assert.Multiple(() =>
        {
            Assert.That(rounds, Has.Length.InRange(2, 3));
            Assert.That(cc[chosen], Is.EqualTo(cc.Max()));
            Assert.That((bool)cycle["cc_mask_rose"]!, Is.EqualTo(chosen > 0 && cc[chosen] > cc[0]));
            Assert.That((string)cycle["message"]!, Does.Contain("against the map as it is"));
            Assert.That(rounds.All(r => (long)r["windows"]! > 1000 && (double)r["bond_rmsd"]! < 0.02), Is.True);
            Assert.That((scaled.Grid.Nx, scaled.Grid.Ny, scaled.Grid.Nz), Is.EqualTo((map.Grid.Nx, map.Grid.Ny, map.Grid.Nz)));
            Assert.That(result.Out, Does.Contain("rounds of local scaling").And.Contain("rounds_locscale.mrc"));
        });
    }

    [Test]
    public void HalfMapsTestTheRefinementWithRoundsAndWithout()
    {
        CommandResult result = CommandLine.Run(
            "refine", Files.Model, "--half-maps", Files.Map, Files.OtherMap, "-d", "2.8", "--cycles", "2", "--iterations", "25", "--weight-by", "geometry", "--locscale", "--locscale-rounds", "1",
            "--locscale-window", "16", "--device", "cpu", "-o", Files["halves"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode halves = Stats("halves")["half_maps"]!;
        double kept = (double)halves["average_test"]!, other = (double)halves["other_way"]!["average_test"]!;
        Assert.Multiple(() =>
        {
            Assert.That((bool)halves["rounds_of_local_scaling"]!, Is.EqualTo((int)Stats("halves")["locscale"]!["chosen"]! > 0));
            Assert.That(other, Is.InRange(0.3, 1).And.Not.EqualTo(kept));
            Assert.That(result.Out, Does.Contain("rounds of local scaling in this test"));
        });
    }

    [TestCase("--locscale-rounds", "2")]
    [TestCase("--locscale-window", "20")]
    public void OptionsOfTheRoundsWithoutRoundsAreAnError(string option, string value)
    {
        CommandResult result = Files.Refine("alone", option, value);
        Assert.That(result.ExitCode, Is.EqualTo((int)ExitCode.Usage));
        Assert.That(result.Error, Does.Contain(option).And.Contain("give --locscale"));
    }

    [TestCase("--locscale-rounds", "0")]
    [TestCase("--locscale-window", "-1")]
    public void ValuesOutOfRangeAreAnError(string option, string value)
    {
        CommandResult result = Files.Refine("range", "--locscale", option, value);
        Assert.That(result.ExitCode, Is.EqualTo((int)ExitCode.Usage));
        Assert.That(result.Error, Does.Contain(option).And.Contain("give"));
    }
}
