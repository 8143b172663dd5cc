using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Models;

namespace Engine.Core.HalfMaps;

/// <summary>The mask of comparisons with half maps: 1 within 4 Å of an atom, a cosine edge of 6 Å beyond.</summary>
public static class SoftAtomMask
{
    /// <summary>Makes the mask.</summary>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="model">Atoms.</param>
    /// <param name="selection">One flag per atom: true where the mask goes round it; null = all atoms.</param>
    /// <returns>One value from 0 to 1 per voxel, x fastest.</returns>
    public static float[] Create(MapGrid grid, Model model, bool[]? selection = null) => ModelMask.Create(grid, model, selection);
}
