namespace Engine.Kernels;

/// <summary>Takes the voxels of a sphere, row by row.</summary>
public interface IRunSink
{
    /// <summary>Takes a run of voxels along x, both ends included; the indices are not wrapped.</summary>
    /// <param name="low">First voxel.</param>
    /// <param name="high">Last voxel.</param>
    /// <param name="y">Row.</param>
    /// <param name="z">Plane.</param>
    void Add(int low, int high, int y, int z);
}

/// <summary>Which voxels of an orthogonal grid lie in a sphere: those whose distance, in double precision, is at most the radius, or less than it.</summary>
/// <param name="X">Size of a voxel along x, Å.</param>
/// <param name="Y">Size of a voxel along y, Å.</param>
/// <param name="Z">Size of a voxel along z, Å.</param>
public readonly record struct SphereRuns(double X, double Y, double Z)
{
    /// <summary>Hands out the runs of a sphere, planes and rows in rising order.</summary>
    /// <typeparam name="T">Kind of receiver.</typeparam>
    /// <param name="centre">Centre in voxels from voxel (0,0,0).</param>
    /// <param name="radius">Å.</param>
    /// <param name="inclusive">True: distance ≤ radius; false: distance &lt; radius.</param>
    /// <param name="sink">Receives the runs.</param>
    public void Visit<T>((double X, double Y, double Z) centre, double radius, bool inclusive, ref T sink)
        where T : IRunSink, allows ref struct
    {
        double r2 = radius * radius;
        int z1 = (int)Math.Ceiling(centre.Z + radius / Z), y1 = (int)Math.Ceiling(centre.Y + radius / Y);
        for (int z = (int)Math.Floor(centre.Z - radius / Z); z <= z1; z++)
        {
            double dz = (z - centre.Z) * Z, dz2 = dz * dz;
            if (dz2 > r2)
                continue;
            for (int y = (int)Math.Floor(centre.Y - radius / Y); y <= y1; y++)
            {
                double dy = (y - centre.Y) * Y, rest = dz2 + dy * dy;
                if (rest > r2)
                    continue;
                double half = Math.Sqrt(r2 - rest) / X;
                int low = (int)Math.Floor(centre.X - half), high = (int)Math.Ceiling(centre.X + half);
                while (low <= high && !Inside(low, centre.X, rest, r2, inclusive))
                    low++;
                while (high >= low && !Inside(high, centre.X, rest, r2, inclusive))
                    high--;
                if (low <= high)
                    sink.Add(low, high, y, z);
            }
        }
    }

    private bool Inside(int x, double centre, double rest, double r2, bool inclusive)
    {
        double dx = (x - centre) * X, d2 = dx * dx + rest;
        return inclusive ? d2 <= r2 : d2 < r2;
    }
}
