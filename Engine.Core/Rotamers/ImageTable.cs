using Engine.Core.Chemistry;
using Engine.Core.ModelMaps;
using Engine.Core.Models;

namespace Engine.Core.Rotamers;

/// <summary>Images of atoms at one resolution, tabulated by distance, for every element and class of B that is asked for.</summary>
/// <param name="table">Form factors.</param>
/// <param name="resolution">d, Å.</param>
/// <param name="edge">Half width of the resolution edge, units of 1/d.</param>
internal sealed class ImageTable(ScatteringTable table, double resolution, double edge)
{
    private const double Step = 0.05, WidthOfB = 5;
    private readonly Dictionary<(Element Element, int Class), double[]> profiles = [];
    private readonly double radius = 3 * resolution;

    /// <summary>The profile of an element at the nearest class of B.</summary>
    /// <param name="element">Element.</param>
    /// <param name="b">B, Å².</param>
    public double[] Of(Element element, double b)
    {
        int shell = (int)Math.Round(b / WidthOfB);
        if (!profiles.TryGetValue((element, shell), out double[]? values))
        {
            var image = new AtomImage(Terms(table.FormFactor(element, 0)), shell * WidthOfB, resolution, edge, radius);
            profiles[(element, shell)] = values = [.. Enumerable.Range(0, (int)(radius / Step) + 2).Select(i => image.At(i * Step))];
        }

        return values;
    }

    /// <summary>A profile at a distance, linear between its values; 0 beyond three resolutions.</summary>
    /// <param name="profile">From <see cref="Of"/>.</param>
    /// <param name="distance">Å.</param>
    public static double At(double[] profile, double distance)
    {
        double t = distance / Step;
        int i = (int)t;
        return i + 1 < profile.Length ? profile[i] + (t - i) * (profile[i + 1] - profile[i]) : 0;
    }

    private static float[] Terms(FormFactor f) => [.. f.A.Append(f.C).Concat(f.B.Append(0)).Select(v => (float)v)];
}
