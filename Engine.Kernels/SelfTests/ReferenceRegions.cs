namespace Engine.Kernels.SelfTests;

/// <summary>Unions of spheres on periodic grids, voxel by voxel.</summary>
internal static class ReferenceRegions
{
    /// <summary>Voxels within a radius of any of some centres, in rising order.</summary>
    public static int[] Voxels((int X, int Y, int Z) size, SphereRuns voxel, double[] centres, double radius)
    {
        var inside = new List<int>();
        for (int i = 0; i < size.X * size.Y * size.Z; i++)
        {
            (int x, int y, int z) = (i % size.X, i / size.X % size.Y, i / size.X / size.Y);
            for (int s = 0; s < centres.Length; s += 3)
            {
                double dx = Near(x - centres[s], size.X) * voxel.X, dy = Near(y - centres[s + 1], size.Y) * voxel.Y, dz = Near(z - centres[s + 2], size.Z) * voxel.Z;
                if (dx * dx + dy * dy + dz * dz > radius * radius)
                    continue;
                inside.Add(i);
                break;
            }
        }

        return [.. inside];
        static double Near(double difference, int n) => difference - n * Math.Round(difference / n);
    }
}
