using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>The images of a run of neighbouring atoms, with their classes.</summary>
/// <param name="Classes">Classes; equal form factor, B and resolution share one.</param>
/// <param name="Images">Images, in the order of the atoms.</param>
/// <param name="Atom">Atom of each image.</param>
/// <param name="Share">Part of its atom that each image has; the shares of an atom add up to 1.</param>
/// <param name="Axis">For each image of an anisotropic atom the axis of its smallest displacement; zero for isotropic ones.</param>
/// <param name="NextAtom">First atom of the next batch.</param>
internal sealed record ImageBatch(AtomClasses Classes, AtomImages Images, int[] Atom, double[] Share, Vec3[] Axis, int NextAtom);

/// <summary>Turns scattering atoms into batches of images whose profiles fit into the memory set aside for them.</summary>
internal sealed class ImageBatcher
{
    private readonly Dictionary<(int Row, double B, double D), int> known = [];
    private readonly List<(int Row, double B, double D)> classes = [];
    private readonly List<double> positions = [];
    private readonly List<int> ofClass = [];
    private readonly List<int> ofAtom = [];
    private readonly List<double> shares = [];
    private readonly List<float> weights = [];
    private readonly List<Vec3> axes = [];
    private readonly List<(double X, double Y, double Z, double Weight)> spread = [];
    private readonly double[] u = new double[6];

    /// <summary>The batch that starts at an atom.</summary>
    /// <param name="atoms">Atoms with resolutions.</param>
    /// <param name="first">First atom.</param>
    /// <param name="edge">Half width of the resolution edge.</param>
    /// <param name="capacity">Largest number of classes.</param>
    public ImageBatch Take(ScatteringAtoms atoms, int first, double edge, int capacity)
    {
        known.Clear();
        classes.Clear();
        positions.Clear();
        ofClass.Clear();
        ofAtom.Clear();
        shares.Clear();
        weights.Clear();
        axes.Clear();
        ScatteringArrays a = atoms.Arrays;
        ReadOnlySpan<double> resolutions = atoms.Resolutions;
        int atom = first;
        for (; atom < atoms.Count; atom++)
        {
            double d = resolutions[atom], b = a.BIso[atom];
            Vec3 axis = Vec3.Zero;
            spread.Clear();
            if (a.AnisoRow[atom] >= 0)
            {
                for (int k = 0; k < 6; k++)
                    u[k] = a.UAniso[6 * a.AnisoRow[atom] + k];
                (b, axis) = AnisotropicSpread.Resolve(u, (1 + edge) / d, spread);
                b = Math.Max(0, b);
            }

            if (!known.TryGetValue((a.Row[atom], b, d), out int index))
            {
                if (classes.Count == capacity)
                    break;
                known[(a.Row[atom], b, d)] = index = classes.Count;
                classes.Add((a.Row[atom], b, d));
            }

            Add(a, atom, index, axis);
        }

        return new ImageBatch(
            new AtomClasses
            {
                Terms = atoms.Table.Terms,
                FormFactors = a.FormFactors,
                FormFactor = [.. classes.Select(c => c.Row)],
                B = [.. classes.Select(c => c.B)],
                Resolution = [.. classes.Select(c => c.D)],
            },
            new AtomImages { Positions = [.. positions], Class = [.. ofClass], Weight = [.. weights] },
            [.. ofAtom], [.. shares], [.. axes], atom);
    }

    private void Add(ScatteringArrays a, int atom, int index, Vec3 axis)
    {
        (double x, double y, double z) = (a.Positions[3 * atom], a.Positions[3 * atom + 1], a.Positions[3 * atom + 2]);
        if (spread.Count == 0)
        {
            Put(x, y, z, 1);
            return;
        }

        foreach ((double dx, double dy, double dz, double share) in spread)
            Put(x + dx, y + dy, z + dz, share);

        void Put(double px, double py, double pz, double share)
        {
            positions.Add(px);
            positions.Add(py);
            positions.Add(pz);
            ofClass.Add(index);
            ofAtom.Add(atom);
            shares.Add(share);
            axes.Add(axis);
            weights.Add((float)(share * a.Occupancy[atom]));
        }
    }
}
