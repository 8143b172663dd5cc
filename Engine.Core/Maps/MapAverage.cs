using System.Numerics;
using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>The average of two half maps.</summary>
public static unsafe class MapAverage
{
    /// <summary>Largest difference between two grids that counts as none, in voxels (for a cell: over its whole edge) and in degrees.</summary>
    private const double Tolerance = 0.01;

    /// <summary>Averages two half maps voxel by voxel: (a + b) / 2.</summary>
    /// <param name="first">One half map; the result takes its grid and labels.</param>
    /// <param name="second">The other; it must have the same grid.</param>
    /// <returns>A new map.</returns>
    /// <exception cref="InputException">The grids differ; the message names the field.</exception>
    public static DensityMap Average(DensityMap first, DensityMap second)
    {
        CheckSameGrid(first, second);
        NativeBuffer<float> values = new(first.Values.Length, "the average of two half maps");
        float* a = first.Values.Pointer, b = second.Values.Pointer, mean = values.Pointer;
        int areDifferent = 0;
        FixedChunks.ForEach(values.Length, (_, start, length) =>
        {
            if (AverageChunk(a + start, b + start, mean + start, length))
                Volatile.Write(ref areDifferent, 1);
        });
        GC.KeepAlive(first);
        GC.KeepAlive(second);
        List<string> warnings = [.. first.Warnings, .. second.Warnings.Except(first.Warnings)];
        if (areDifferent == 0)
            warnings.Add($"{first.Name} and {second.Name} hold the same values: they are not two half maps");
        return new DensityMap(first.Grid, values) { Name = $"average of {first.Name} and {second.Name}", Warnings = warnings, Labels = first.Labels };
    }

    /// <summary>Checks that two maps have the same grid in the same place.</summary>
    /// <param name="first">One map.</param>
    /// <param name="second">The other.</param>
    /// <exception cref="InputException">They differ; the message names the field and both values.</exception>
    public static void CheckSameGrid(DensityMap first, DensityMap second)
    {
        MapGrid a = first.Grid, b = second.Grid;
        Vec3 voxel = a.VoxelSize;
        Require("grid", (a.Nx, a.Ny, a.Nz) == (b.Nx, b.Ny, b.Nz), $"{a.Nx} {a.Ny} {a.Nz}", $"{b.Nx} {b.Ny} {b.Nz}");
        Vec3 boxA = new(a.Box.A, a.Box.B, a.Box.C), boxB = new(b.Box.A, b.Box.B, b.Box.C);
        Require("voxel size", IsNear(boxA, boxB, voxel), Text(voxel), Text(b.VoxelSize));
        Vec3 anglesA = new(a.Cell.Alpha, a.Cell.Beta, a.Cell.Gamma), anglesB = new(b.Cell.Alpha, b.Cell.Beta, b.Cell.Gamma);
        Require("cell angles", IsNear(anglesA, anglesB, new(1, 1, 1)), Text(anglesA), Text(anglesB));
        Require("origin", IsNear(a.Origin, b.Origin, voxel), Text(a.Origin), Text(b.Origin));

        void Require(string field, bool agrees, string valueA, string valueB)
        {
            if (!agrees)
                throw new InputException($"{first.Name} and {second.Name}: {field} differs: {valueA} against {valueB}; the maps must lie on the same grid");
        }
    }

    private static bool AverageChunk(float* a, float* b, float* mean, int length)
    {
        bool differ = false;
        int i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> x = Vector.Load(a + i), y = Vector.Load(b + i);
            differ |= !Vector.EqualsAll(x, y);
            Vector.Store((x * 0.5f) + (y * 0.5f), mean + i);
        }

        for (; i < length; i++)
        {
            differ |= a[i] != b[i];
            mean[i] = (a[i] * 0.5f) + (b[i] * 0.5f);
        }

        return differ;
    }

    private static bool IsNear(Vec3 a, Vec3 b, Vec3 unit) =>
        Math.Abs(a.X - b.X) <= Tolerance * unit.X && Math.Abs(a.Y - b.Y) <= Tolerance * unit.Y && Math.Abs(a.Z - b.Z) <= Tolerance * unit.Z;

    private static string Text(Vec3 v) => FormattableString.Invariant($"{v.X:G7} {v.Y:G7} {v.Z:G7}");
}
