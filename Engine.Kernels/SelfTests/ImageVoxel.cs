namespace Engine.Kernels.SelfTests;

/// <summary>A voxel, or a periodic image of one, near an atom.</summary>
/// <param name="Index">Index in the grid.</param>
/// <param name="X">From the atom, Å.</param>
/// <param name="Y">From the atom, Å.</param>
/// <param name="Z">From the atom, Å.</param>
internal readonly record struct ImageVoxel(int Index, double X, double Y, double Z)
{
    /// <summary>All voxels and periodic images of voxels within a radius of a place, found by going through all of them.</summary>
    public static List<ImageVoxel> Within(ReadOnlySpan<double> place, double radius, GridFrame f)
    {
        int[] size = [f.Nx, f.Ny, f.Nz];
        double[] origin = [f.OriginX, f.OriginY, f.OriginZ];
        List<(int Voxel, double Offset)>[] axes = [[], [], []];
        for (int a = 0; a < 3; a++)
        {
            double step = 1 / f.ToGrid[4 * a];
            int reach = f.Periodic ? (int)Math.Ceiling((Math.Abs(place[a] - origin[a]) + radius) / (size[a] * step)) + 1 : 0;
            for (int i = -reach * size[a]; i < (reach + 1) * size[a]; i++)
            {
                double offset = origin[a] + i * step - place[a];
                if (Math.Abs(offset) <= radius)
                    axes[a].Add(((i % size[a] + size[a]) % size[a], offset));
            }
        }

        List<ImageVoxel> found = [];
        foreach ((int k, double z) in axes[2])
        {
            foreach ((int j, double y) in axes[1])
            {
                foreach ((int i, double x) in axes[0])
                {
                    ImageVoxel voxel = new((k * f.Ny + j) * f.Nx + i, x, y, z);
                    if (voxel.Distance() <= radius)
                        found.Add(voxel);
                }
            }
        }

        return found;
    }

    /// <summary>Distance from the atom when the atom is shifted, Å.</summary>
    public double Distance(double dx = 0, double dy = 0, double dz = 0) =>
        Math.Sqrt((X - dx) * (X - dx) + (Y - dy) * (Y - dy) + (Z - dz) * (Z - dz));
}
