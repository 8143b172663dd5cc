using Engine.Core.Maps;
using Engine.Core.Resolution;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Resolution;

/// <summary>Bands and spheres of the band-pass method.</summary>
[TestFixture]
public sealed class ResolutionShellsTests
{
    private static readonly MapGrid Grid = TwoZones.Grid(128, 120, 110);

    [Test]
    public void BandsAreAsWideAsTheSpheresAllowAndOverlap()
    {
        var warnings = new List<string>();
        ResolutionShell[] shells = ResolutionShells.Create(Grid, new(), 4, 2, warnings);
        Assert.Multiple(() =>
        {
            Assert.That(warnings, Is.Empty);
            Assert.That(shells, Has.Length.GreaterThanOrEqualTo(24));
            Assert.That(shells[0].Resolution, Is.EqualTo(20).Within(1e-9));
            Assert.That(shells[^1].Resolution, Is.EqualTo(2).Within(1e-9), "half of d");
            Assert.That(shells[^1].Radius, Is.EqualTo(11).Within(1e-9), "2.75 d");
            Assert.That(shells[0].Radius, Is.EqualTo(30).Within(1e-9), "1.5 times the shell's resolution");
            Assert.That(shells[0].Width, Is.EqualTo(1 / 22.0).Within(1e-9));
            Assert.That(shells[1].Frequency - shells[0].Frequency, Is.LessThanOrEqualTo(0.6 * shells[0].Width));
            Assert.That((shells[3].Window(shells[3].Frequency), shells[3].Window(shells[3].Frequency + shells[3].Width)), Is.EqualTo((1.0, 0.0)));
            Assert.That(shells[3].Window(shells[3].Frequency - shells[3].Width / 2), Is.EqualTo(0.5).Within(1e-9));
        });
    }

    [Test]
    public void TheRangeEndsWhereTheMapsEnd()
    {
        Assert.That(ResolutionShells.Create(Grid, new(), 3, 2.2, [])[^1].Resolution, Is.EqualTo(2.2).Within(1e-9));
        Assert.That(ResolutionShells.Create(Grid, new() { Finest = 3, Coarsest = 9 }, 3, 2.2, [])[0].Resolution, Is.EqualTo(9).Within(1e-9));
    }

    [Test]
    public void SpheresLargerThanTheMapAreRefusedOrMadeSmaller()
    {
        MapGrid small = TwoZones.Grid(20, 30, 30);
        Assert.That(() => ResolutionShells.Create(small, new() { Radius = 11 }, 4, 2, []), Throws.TypeOf<UsageException>().With.Message.Contains("larger than the map"));
        var warnings = new List<string>();
        Assert.That(ResolutionShells.Create(small, new(), 4, 2, warnings).Max(s => s.Radius), Is.EqualTo(10).Within(1e-9));
        Assert.That(warnings, Has.Count.EqualTo(1));
        Assert.That(() => ResolutionShells.Create(small, new() { Coarsest = 1.5 }, 4, 2, []), Throws.TypeOf<UsageException>());
    }

    [TestCase(0.0, "--threshold")]
    [TestCase(1.0, "--threshold")]
    [TestCase(double.NaN, "--threshold")]
    public void ImpossibleThresholdsAreRefused(double threshold, string says) =>
        Assert.That(new LocalResolutionOptions { Threshold = threshold }.Check, Throws.TypeOf<UsageException>().With.Message.Contains(says));

    [Test]
    public void ImpossibleLengthsAreRefused()
    {
        Assert.That(new LocalResolutionOptions { Window = -1 }.Check, Throws.TypeOf<UsageException>().With.Message.Contains("--window"));
        Assert.That(new LocalResolutionOptions { Step = 0 }.Check, Throws.TypeOf<UsageException>().With.Message.Contains("--step"));
        Assert.That(new LocalResolutionOptions { Shells = 2 }.Check, Throws.TypeOf<UsageException>().With.Message.Contains("--shells"));
        Assert.That(new LocalResolutionOptions { Finest = 5, Coarsest = 4 }.Check, Throws.TypeOf<UsageException>().With.Message.Contains("--finest"));
    }
}
