using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>Soft masks of the molecule and of the solvent far from it, made from the probability that a voxel belongs to the molecule.</summary>
public static class MoleculeRegions
{
    private const double Inside = 0.5;
    private const double MoleculeLevel = 0.15;
    private const double SolventLevel = 0.02;

    /// <summary>
    /// A mask in which maps are compared: voxels with a probability above one half, widened by a Gaussian of d/2 that is cut at 0.15, with an edge of another Gaussian of d/2.
    /// </summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Grid.</param>
    /// <param name="probability">One value per voxel, x fastest; not changed.</param>
    /// <param name="resolution">d, Å.</param>
    /// <exception cref="InputException">No voxel is inside.</exception>
    public static float[] Molecule(Accelerator accelerator, MapGrid grid, float[] probability, double resolution)
    {
        float[] mask = Threshold(probability, p => p > Inside);
        if (!mask.Contains(1))
            throw new InputException("no part of the map stands out of the solvent: check the maps, the resolution and the size of the molecule, or give --mask");
        LocalAverage.Gaussian(accelerator, grid, mask, resolution / 2);
        mask = Threshold(mask, m => m > MoleculeLevel);
        return Soft(accelerator, grid, mask, resolution / 2);
    }

    /// <summary>The solvent at some distance: where a mask, smoothed by a Gaussian of d, is below 0.02, with a soft edge.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Grid.</param>
    /// <param name="mask">Mask of the molecule; not changed.</param>
    /// <param name="resolution">d, Å.</param>
    public static float[] Solvent(Accelerator accelerator, MapGrid grid, float[] mask, double resolution)
    {
        float[] wide = [.. mask];
        LocalAverage.Gaussian(accelerator, grid, wide, resolution);
        return Soft(accelerator, grid, Threshold(wide, m => m < SolventLevel), resolution / 2);
    }

    private static float[] Threshold(float[] values, Func<float, bool> isInside)
    {
        var mask = new float[values.LongLength];
        FixedChunks.ForEach(values.LongLength, (_, start, length) =>
        {
            for (long i = start; i < start + length; i++)
                mask[i] = isInside(values[i]) ? 1 : 0;
        });
        return mask;
    }

    private static float[] Soft(Accelerator accelerator, MapGrid grid, float[] mask, double sigma)
    {
        LocalAverage.Gaussian(accelerator, grid, mask, sigma);
        foreach (ref float m in mask.AsSpan())
            m = Math.Clamp(m, 0, 1);
        return mask;
    }
}
