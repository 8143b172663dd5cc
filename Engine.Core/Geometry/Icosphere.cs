namespace Engine.Core.Geometry;

/// <summary>Evenly spread directions: the corners of an icosahedron whose triangles are divided into four again and again, all pushed out to the unit sphere.</summary>
public sealed class Icosphere
{
    private readonly List<Vec3> vertices = [];
    private readonly Dictionary<(int Low, int High), int> middles = [];

    /// <summary>Divides the icosahedron.</summary>
    /// <param name="divisions">How often each triangle is divided into four: 10 × 4ⁿ + 2 directions.</param>
    public Icosphere(int divisions)
    {
        double g = (1 + Math.Sqrt(5)) / 2;
        foreach (Vec3 corner in new Vec3[] { new(-1, g, 0), new(1, g, 0), new(-1, -g, 0), new(1, -g, 0), new(0, -1, g), new(0, 1, g), new(0, -1, -g), new(0, 1, -g), new(g, 0, -1), new(g, 0, 1), new(-g, 0, -1), new(-g, 0, 1) })
            vertices.Add(corner.Normalized());
        (int A, int B, int C)[] triangles =
        [
            (0, 11, 5), (0, 5, 1), (0, 1, 7), (0, 7, 10), (0, 10, 11), (1, 5, 9), (5, 11, 4), (11, 10, 2), (10, 7, 6), (7, 1, 8),
            (3, 9, 4), (3, 4, 2), (3, 2, 6), (3, 6, 8), (3, 8, 9), (4, 9, 5), (2, 4, 11), (6, 2, 10), (8, 6, 7), (9, 8, 1),
        ];
        for (int n = 0; n < divisions; n++)
        {
            triangles = [.. triangles.SelectMany(t =>
            {
                int ab = Middle(t.A, t.B), bc = Middle(t.B, t.C), ca = Middle(t.C, t.A);
                return new[] { (t.A, ab, ca), (t.B, bc, ab), (t.C, ca, bc), (ab, bc, ca) };
            })];
        }

        Triangles = triangles;
    }

    /// <summary>Unit vectors; with each its opposite.</summary>
    public IReadOnlyList<Vec3> Directions => vertices;

    /// <summary>Triangles between directions, counter-clockwise seen from outside.</summary>
    public IReadOnlyList<(int A, int B, int C)> Triangles { get; }

    /// <summary>
    /// Sphericity of the star-shaped body whose surface lies at some distance in each direction: π^(1/3) (6V)^(2/3)/A (Wadell 1935), over that of the same triangles at
    /// equal distances, so that a ball has 1.
    /// </summary>
    /// <param name="distances">Distance from the centre for each direction, above 0.</param>
    public double Sphericity(IReadOnlyList<double> distances) => Ratio(distances) / Ratio([.. vertices.Select(_ => 1.0)]);

    private double Ratio(IReadOnlyList<double> distances)
    {
        double volume = 0, area = 0;
        foreach ((int ia, int ib, int ic) in Triangles)
        {
            Vec3 a = distances[ia] * vertices[ia], b = distances[ib] * vertices[ib], c = distances[ic] * vertices[ic];
            volume += Vec3.Dot(a, Vec3.Cross(b, c)) / 6;
            area += Vec3.Cross(b - a, c - a).Length / 2;
        }

        return Math.Cbrt(Math.PI) * Math.Pow(6 * volume, 2 / 3.0) / area;
    }

    private int Middle(int a, int b)
    {
        (int, int) edge = (Math.Min(a, b), Math.Max(a, b));
        if (!middles.TryGetValue(edge, out int index))
        {
            index = middles[edge] = vertices.Count;
            vertices.Add((vertices[a] + vertices[b]).Normalized());
        }

        return index;
    }
}
