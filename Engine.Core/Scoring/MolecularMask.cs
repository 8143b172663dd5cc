using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Kernels;

namespace Engine.Core.Scoring;

/// <summary>
/// The molecular mask of CC_mask (Jiang &amp; Brünger 1994, J. Mol. Biol. 243, 100; radii as in cctbx's mask): a voxel is inside when it is within the van
/// der Waals radius of an atom, or within van der Waals radius + solvent radius and no voxel of bulk solvent lies closer than the shrink radius. Does
/// not depend on resolution. The box is periodic.
/// </summary>
public static class MolecularMask
{
    /// <summary>Radius of the solvent probe, Å.</summary>
    public const double SolventRadius = 1.1;

    /// <summary>How far the solvent is grown back, Å.</summary>
    public const double ShrinkRadius = 0.9;

    /// <summary>The mask of atoms that scatter, with the radii of their elements.</summary>
    /// <param name="grid">Grid of the mask.</param>
    /// <param name="atoms">Atoms.</param>
    /// <param name="enlarge">What is added to every radius, Å.</param>
    public static VoxelMask Of(MapGrid grid, ScatteringAtoms atoms, double enlarge = 0)
    {
        var positions = new Vec3[atoms.Count];
        var radii = new double[atoms.Count];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = new Vec3(atoms.Positions[3 * i], atoms.Positions[3 * i + 1], atoms.Positions[3 * i + 2]);
            radii[i] = MaskRadii.Of(atoms.Elements[i]) + enlarge;
        }

        return Compute(grid, positions, radii);
    }

    /// <summary>Computes the mask.</summary>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="positions">Atom positions, Å.</param>
    /// <param name="radii">Van der Waals radius per atom, Å.</param>
    /// <exception cref="InputException">The grid is not orthogonal.</exception>
    public static VoxelMask Compute(MapGrid grid, ReadOnlySpan<Vec3> positions, ReadOnlySpan<double> radii)
    {
        if (!grid.Cell.IsOrthogonal)
            throw new InputException("map cell angles are not 90°: the molecular mask needs an orthogonal map; resample the map first");
        var centres = new Vec3[positions.Length];
        var accessible = new double[positions.Length];
        for (int i = 0; i < centres.Length; i++)
        {
            centres[i] = VoxelMask.ToVoxels(grid, positions[i]);
            accessible[i] = radii[i] + SolventRadius;
        }

        var outer = new VoxelMask(grid);
        outer.AddSpheres(centres, accessible, inclusive: false);
        VoxelMask inside = MaskErosion.Erode(outer, ShrinkRadius);
        inside.AddSpheres(centres, radii.ToArray(), inclusive: false);
        return inside;
    }
}
