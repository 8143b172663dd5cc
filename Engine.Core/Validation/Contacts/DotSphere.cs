using System.Collections.Concurrent;
using Engine.Core.Geometry;

namespace Engine.Core.Validation.Contacts;

/// <summary>Points spread evenly over the surface of an atom, 16 per Å², on a golden spiral.</summary>
internal static class DotSphere
{
    /// <summary>Points per Å².</summary>
    public const double Density = 16;

    private static readonly ConcurrentDictionary<float, Vec3[]> Spheres = new();

    /// <summary>The points of a sphere about the origin.</summary>
    /// <param name="radius">Å.</param>
    public static Vec3[] Of(float radius) => Spheres.GetOrAdd(radius, Make);

    private static Vec3[] Make(float radius)
    {
        int count = Math.Max(1, (int)Math.Round(4 * Math.PI * radius * radius * Density));
        double turn = Math.PI * (3 - Math.Sqrt(5));
        var points = new Vec3[count];
        for (int i = 0; i < count; i++)
        {
            double z = 1 - (2.0 * i + 1) / count, across = Math.Sqrt(1 - z * z);
            (double s, double c) = Math.SinCos(i * turn);
            points[i] = radius * new Vec3(across * c, across * s, z);
        }

        return points;
    }
}
