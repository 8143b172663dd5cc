using Engine.Core.Geometry;

namespace Engine.Core.Restraints;

/// <summary>Points sorted into cubic boxes, to find those within a radius.</summary>
internal sealed class AtomGrid
{
    private readonly Vec3[] points;
    private readonly double edge;
    private readonly Dictionary<(int, int, int), List<int>> boxes = [];

    /// <summary>Sorts points into boxes.</summary>
    /// <param name="points">Positions, Å; points that are not finite are left out.</param>
    /// <param name="members">The points to hold.</param>
    /// <param name="edge">Box edge and largest search radius, Å.</param>
    public AtomGrid(Vec3[] points, IEnumerable<int> members, double edge)
    {
        this.points = points;
        this.edge = edge;
        foreach (int i in members)
        {
            if (!points[i].IsFinite)
                continue;
            (int, int, int) key = BoxOf(points[i]);
            if (!boxes.TryGetValue(key, out List<int>? box))
                boxes[key] = box = [];
            box.Add(i);
        }
    }

    /// <summary>Collects the points within a radius, in ascending order.</summary>
    /// <param name="at">Centre.</param>
    /// <param name="radius">Å, at most the box edge.</param>
    /// <param name="found">Receives the points; cleared first.</param>
    public void Near(Vec3 at, double radius, List<int> found)
    {
        found.Clear();
        if (!at.IsFinite)
            return;
        (int bx, int by, int bz) = BoxOf(at);
        for (int x = bx - 1; x <= bx + 1; x++)
        {
            for (int y = by - 1; y <= by + 1; y++)
            {
                for (int z = bz - 1; z <= bz + 1; z++)
                {
                    if (boxes.TryGetValue((x, y, z), out List<int>? box))
                        Collect(box, at, radius, found);
                }
            }
        }

        found.Sort();
    }

    private void Collect(List<int> box, Vec3 at, double radius, List<int> found)
    {
        foreach (int i in box)
        {
            if ((points[i] - at).LengthSquared <= radius * radius)
                found.Add(i);
        }
    }

    private (int, int, int) BoxOf(Vec3 p) => ((int)Math.Floor(p.X / edge), (int)Math.Floor(p.Y / edge), (int)Math.Floor(p.Z / edge));
}
