using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Scoring;

namespace Engine.Core.Refinement;

/// <summary>The weight of the map by place: that of the atoms whose molecular mask a voxel lies in, the mean where masks of parts with different weights overlap, 1 in clefts that no single part fills.</summary>
internal sealed class PartMasks
{
    private readonly double[] weights;
    private readonly VoxelMask[] masks;

    /// <summary>Makes a mask for every weight.</summary>
    /// <param name="grid">Orthogonal grid.</param>
    /// <param name="atoms">Atoms that scatter.</param>
    /// <param name="factors">Weight round each atom of the model.</param>
    public PartMasks(MapGrid grid, ScatteringAtoms atoms, double[] factors)
    {
        weights = [.. atoms.AtomIndices.Select(i => factors[i]).Distinct().Order()];
        masks = new VoxelMask[weights.Length];
        for (int k = 0; k < masks.Length; k++)
            masks[k] = Of(grid, atoms, i => factors[i] == weights[k]);
    }

    /// <summary>The molecular mask of some of the atoms.</summary>
    /// <param name="grid">Orthogonal grid.</param>
    /// <param name="atoms">Atoms that scatter.</param>
    /// <param name="chosen">True for the atoms of the model that count.</param>
    public static VoxelMask Of(MapGrid grid, ScatteringAtoms atoms, Func<int, bool> chosen)
    {
        int[] part = [.. Enumerable.Range(0, atoms.Count).Where(i => chosen(atoms.AtomIndices[i]))];
        Vec3[] places = [.. part.Select(i => new Vec3(atoms.Positions[3 * i], atoms.Positions[3 * i + 1], atoms.Positions[3 * i + 2]))];
        return MolecularMask.Compute(grid, places, [.. part.Select(i => MaskRadii.Of(atoms.Elements[i]))]);
    }

    /// <summary>The weight of a voxel inside the molecular mask of all atoms.</summary>
    public double At(int x, int y, int z)
    {
        double sum = 0;
        int count = 0;
        for (int k = 0; k < masks.Length; k++)
        {
            if (!masks[k][x, y, z])
                continue;
            sum += weights[k];
            count++;
        }

        return count == 0 ? 1 : sum / count;
    }
}
