using Engine.Core.Geometry;

namespace Engine.Core.Models;

/// <summary>Coordinates of a model as a flat array, and back.</summary>
public static class Coordinates
{
    /// <summary>3N coordinates, Å.</summary>
    public static double[] Of(Model model)
    {
        var x = new double[3 * model.Atoms.Count];
        for (int i = 0; i < model.Atoms.Count; i++)
            (x[3 * i], x[3 * i + 1], x[3 * i + 2]) = (model.Atoms[i].Position.X, model.Atoms[i].Position.Y, model.Atoms[i].Position.Z);
        return x;
    }

    /// <summary>Writes coordinates into a model.</summary>
    /// <param name="model">Changed.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public static void Set(Model model, ReadOnlySpan<double> x)
    {
        for (int i = 0; i < model.Atoms.Count; i++)
            model.Atoms[i].Position = new Vec3(x[3 * i], x[3 * i + 1], x[3 * i + 2]);
    }

    /// <summary>Root mean square distance between two sets of coordinates over some atoms, Å.</summary>
    /// <param name="a">3N coordinates.</param>
    /// <param name="b">3N coordinates.</param>
    /// <param name="atoms">Atoms that count; null = all.</param>
    public static double Rmsd(ReadOnlySpan<double> a, ReadOnlySpan<double> b, bool[]? atoms = null)
    {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < a.Length / 3; i++)
        {
            if (atoms != null && !atoms[i])
                continue;
            n++;
            for (int k = 3 * i; k < 3 * i + 3; k++)
                sum += (a[k] - b[k]) * (a[k] - b[k]);
        }

        return Math.Sqrt(sum / Math.Max(1, n));
    }
}
