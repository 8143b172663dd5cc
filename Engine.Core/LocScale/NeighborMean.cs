using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.LocScale;

/// <summary>Means of a property over the atoms around each atom.</summary>
internal static class NeighborMean
{
    /// <summary>Computes the means.</summary>
    /// <param name="model">Atoms.</param>
    /// <param name="values">One value per atom.</param>
    /// <param name="radius">Å.</param>
    public static double[] Of(Model model, double[] values, double radius)
    {
        Vec3[] points = [.. model.Atoms.Select(a => a.Position)];
        var grid = new AtomGrid(points, Enumerable.Range(0, points.Length), radius);
        var means = new double[values.Length];
        Parallel.For(0, points.Length, () => new List<int>(), (i, _, near) =>
        {
            grid.Near(points[i], radius, near);
            near.Sort();
            double sum = 0;
            foreach (int j in near)
                sum += values[j];
            means[i] = near.Count > 0 ? sum / near.Count : values[i];
            return near;
        }, _ => { });
        return means;
    }
}
