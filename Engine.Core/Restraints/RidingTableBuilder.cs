using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>
/// Chooses the frame that each hydrogen rides on: its parent p, a heavy neighbour a of p, and a second heavy atom b, a further neighbour of p
/// or else of a, that is not in line with p and a. Where there is none the hydrogen only follows its parent.
/// </summary>
internal static class RidingTableBuilder
{
    /// <summary>Frames with sin(a-p-b) below this are ill-defined.</summary>
    private const double SmallestSine = 0.1;

    public static RidingTable Build(Model model, Conformers conformers, BondGraph graph, int[] parent)
    {
        var hydrogens = new List<int>();
        var frames = new List<int>();
        for (int h = 0; h < model.Atoms.Count; h++)
        {
            if (!model.Atoms[h].Element.IsHydrogen || parent[h] < 0)
                continue;
            (int a, int b) = Frame(model, conformers, graph, h, parent[h]);
            hydrogens.Add(h);
            frames.AddRange([parent[h], a, b]);
        }

        return new RidingTable { Hydrogen = [.. hydrogens], Frame = [.. frames] };
    }

    private static (int A, int B) Frame(Model model, Conformers conformers, BondGraph graph, int hydrogen, int parent)
    {
        foreach (int a in graph.Of(parent))
        {
            if (!Fits(a, hydrogen, parent))
                continue;
            int b = Second(graph.Of(parent), a, parent);
            if (b < 0)
                b = Second(graph.Of(a), a, parent);
            if (b >= 0)
                return (a, b);
        }

        return (-1, -1);

        bool Fits(int atom, int h, int p) =>
            !model.Atoms[atom].Element.IsHydrogen && conformers.Compatible(atom, h) && conformers.Compatible(atom, p)
            && (model.Atoms[atom].Position - model.Atoms[p].Position).LengthSquared > 1e-4;

        int Second(ReadOnlySpan<int> candidates, int a, int p)
        {
            foreach (int b in candidates)
            {
                if (b != a && b != p && Fits(b, hydrogen, p) && conformers.Compatible(a, b)
                    && Sine(model.Atoms[a].Position, model.Atoms[p].Position, model.Atoms[b].Position) > SmallestSine)
                {
                    return b;
                }
            }

            return -1;
        }
    }

    private static double Sine(Vec3 a, Vec3 p, Vec3 b)
    {
        Vec3 u = a - p, v = b - p;
        return Vec3.Cross(u, v).Length / Math.Max(u.Length * v.Length, 1e-12);
    }
}
