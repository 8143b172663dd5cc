using Engine.Core.ModelMaps;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps.Decomposition;

/// <summary>The fitting tool.</summary>
public sealed class ShellFitTests
{
    [Test]
    public void SmallFitIsGoodAndRepeatable()
    {
        var options = new ShellFitOptions { Edge = 0.2, Use = 1.5, Guard = 1.5, Terms = 8, Rounds = 3 };
        ShellTable first = ShellFit.Run(options), second = ShellFit.Run(options);
        Assert.Multiple(() =>
        {
            Assert.That(first.Radii, Is.EqualTo(second.Radii));
            Assert.That(first.Amplitudes, Is.EqualTo(second.Amplitudes));
            Assert.That(first.Error, Is.LessThan(1e-5));
            Assert.That(first.Cancellation, Is.LessThan(4));
            Assert.That(first.ErrorAt(10), Is.LessThan(2e-5), "what lies beyond the fit range is blurred into it");
            Assert.That(first.Radii[0], Is.Zero);
        });
    }

    [Test]
    public void MoreTermsFitBetter()
    {
        double[] errors = [.. ((int[])[3, 5, 8]).Select(m => ShellFit.Run(new ShellFitOptions { Edge = 0.2, Use = 1.5, Guard = 1, Terms = m, Rounds = 2 }).Error)];
        Assert.That(errors, Is.Ordered.Descending);
    }
}
