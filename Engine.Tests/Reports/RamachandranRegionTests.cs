using System.Globalization;
using System.Text.RegularExpressions;
using Engine.Core.Reports;
using Engine.Core.Restraints;
using Engine.Core.Validation.Backbone;
using NUnit.Framework;

namespace Engine.Tests.Reports;

/// <summary>Outlines of Ramachandran plots against the distributions by which residues are judged.</summary>
[TestFixture]
public sealed partial class RamachandranRegionTests
{
    /// <summary>A point is inside the outline when its share is above the level; points within 3° of the border may be on either side.</summary>
    [Test]
    public void OutlinesHoldWhatIsAboveTheLevel([Values] RamachandranClass kind, [Values] bool favoured)
    {
        double level = favoured ? RamachandranLimits.Favoured : RamachandranLimits.Allowed(kind);
        List<(double X, double Y)[]> loops = Loops(RamachandranRegions.Path(kind, level));
        int wrong = 0, seen = 0;
        for (double phi = -178.3; phi < 180; phi += 4.7)
        {
            for (double psi = -179.1; psi < 180; psi += 4.3)
            {
                bool[] near = [.. Neighbours(phi, psi).Select(p => RamachandranDistributions.BuiltIn.At(kind, p.Phi, p.Psi) >= level)];
                if (near.Distinct().Count() > 1)
                    continue;
                seen++;
                wrong += IsInside(loops, RamachandranRegions.X(phi), RamachandranRegions.Y(psi)) == near[0] ? 0 : 1;
            }
        }

        Assert.That(seen, Is.GreaterThan(4000));
        Assert.That(wrong, Is.Zero);
    }

    private static IEnumerable<(double Phi, double Psi)> Neighbours(double phi, double psi)
    {
        for (int i = -1; i <= 1; i++)
        {
            for (int j = -1; j <= 1; j++)
                yield return (Math.Clamp(phi + 3 * i, -180, 180), Math.Clamp(psi + 3 * j, -180, 180));
        }
    }

    private static List<(double X, double Y)[]> Loops(string path)
    {
        var loops = new List<(double, double)[]>();
        foreach (string loop in path.Split('z', StringSplitOptions.RemoveEmptyEntries))
        {
            double[] numbers = [.. Number().Matches(loop).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
            var points = new (double X, double Y)[numbers.Length / 2];
            for (int i = 0; i < points.Length; i++)
                points[i] = i == 0 ? (numbers[0], numbers[1]) : (points[i - 1].X + numbers[2 * i], points[i - 1].Y + numbers[2 * i + 1]);
            loops.Add(points);
        }

        return loops;
    }

    /// <summary>Even-odd rule.</summary>
    private static bool IsInside(List<(double X, double Y)[]> loops, double x, double y)
    {
        bool inside = false;
        foreach ((double X, double Y)[] p in loops)
        {
            for (int i = 0, j = p.Length - 1; i < p.Length; j = i++)
            {
                if (p[i].Y > y != p[j].Y > y && x < (p[j].X - p[i].X) * (y - p[i].Y) / (p[j].Y - p[i].Y) + p[i].X)
                    inside = !inside;
            }
        }

        return inside;
    }

    [GeneratedRegex("-?[0-9]+")]
    private static partial Regex Number();
}
