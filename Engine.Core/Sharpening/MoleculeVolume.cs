using Engine.Core.Geometry;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Kernels;

namespace Engine.Core.Sharpening;

/// <summary>How much of a map is molecule, and the box that holds it.</summary>
/// <param name="Fraction">Part of the voxels that are not solvent, 0 to 1.</param>
/// <param name="Volume">Å³.</param>
/// <param name="Low">Lowest corner of the box round it, Å.</param>
/// <param name="High">Highest corner, Å.</param>
/// <param name="Mask">1 where the molecule is, 0 elsewhere, one value per voxel, x fastest.</param>
public sealed record MoleculeVolume(double Fraction, double Volume, Vec3 Low, Vec3 High, float[] Mask)
{
    private const double Coarsest = 15;
    private const double RadiusInResolutions = 2;

    /// <summary>Power below this part of the strongest shell's is rounding error.</summary>
    private const double RoundingPower = 1e-12;

    /// <summary>
    /// Finds the molecule: amplitudes are made equal over all shells from 15 Å to the resolution, so that the result does not depend on how sharp the map is; the square of that map is averaged
    /// over surroundings of radius 2 d (Terwilliger and co-workers 2018 do so with the map itself), and Otsu's method (1979, IEEE Trans. Syst. Man Cybern. 9, 62) splits the
    /// averages in two. Zeros of a masked map take part as what they are, voxels without variation; they need not be exactly zero.
    /// </summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="plan">The map.</param>
    /// <param name="shells">Power of the map by shell: correlation of its spectrum with itself.</param>
    /// <param name="resolution">d, Å.</param>
    /// <exception cref="InputException">The map does not vary between 15 Å and the resolution.</exception>
    public static MoleculeVolume Find(Accelerator accelerator, SharpeningPlan plan, FscCurve shells, double resolution)
    {
        MapGrid grid = plan.Grid;
        using DensityMap flat = plan.Filter(Whitening(shells, Coarsest, resolution), "whitened");
        var values = new float[grid.VoxelCount];
        flat.Values.Slice(0, values.Length).CopyTo(values);
        for (int i = 0; i < values.Length; i++)
            values[i] *= values[i];
        LocalAverage.Ball(accelerator, grid, values, RadiusInResolutions * resolution);
        if (!(values.Max() > values.Min()))
            throw new InputException(FormattableString.Invariant($"the map does not vary between {Coarsest} Å and {resolution} Å: there is nothing to sharpen; check the file and -d"));
        double threshold = OtsuSplit.Of(values).Threshold;
        return Measure(grid, values, threshold);
    }

    /// <summary>The factor that gives all shells of a map the same power.</summary>
    /// <param name="shells">Power of the map by shell: correlation of its spectrum with itself.</param>
    /// <param name="coarsest">Coarsest resolution that is kept, Å.</param>
    /// <param name="finest">Finest, Å.</param>
    internal static Func<double, double> Whitening(FscCurve shells, double coarsest, double finest)
    {
        double[] power = [.. shells.FirstPower.Select((p, k) => p / Math.Max(1, shells.Coefficients[k]))];
        double least = RoundingPower * power.Max();
        double[] factors = [.. power.Select((p, k) => k > 0 && p > least ? 1 / Math.Sqrt(p) : 0)];

        // Amplitudes on the scale of voxel values, so that squares stay within single precision.
        double scale = Math.Sqrt(shells.Coefficients.Sum());
        Func<double, double> flat = SharpeningFactor.Shells(factors, shells.Width);
        return s => s < 1 / coarsest || s > 1 / finest ? 0 : scale * flat(s);
    }

    private static MoleculeVolume Measure(MapGrid grid, float[] values, double threshold)
    {
        long count = 0;
        (int X, int Y, int Z) low = (grid.Nx, grid.Ny, grid.Nz), high = (0, 0, 0);
        for (int i = 0; i < values.Length; i++)
        {
            bool isInside = values[i] > threshold;
            values[i] = isInside ? 1 : 0;
            if (!isInside)
                continue;
            int x = i % grid.Nx, y = i / grid.Nx % grid.Ny, z = i / grid.Nx / grid.Ny;
            low = (Math.Min(low.X, x), Math.Min(low.Y, y), Math.Min(low.Z, z));
            high = (Math.Max(high.X, x), Math.Max(high.Y, y), Math.Max(high.Z, z));
            count++;
        }

        Vec3 v = grid.VoxelSize;
        return new(
            (double)count / values.Length, count * v.X * v.Y * v.Z, grid.Origin + new Vec3(low.X * v.X, low.Y * v.Y, low.Z * v.Z),
            grid.Origin + new Vec3(high.X * v.X, high.Y * v.Y, high.Z * v.Z), values);
    }
}
