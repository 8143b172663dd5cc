namespace Engine.Kernels.SelfTests;

/// <summary>Interpolation written as its definition says, one voxel at a time.</summary>
internal static class ReferenceInterpolation
{
    /// <summary>Density at a position.</summary>
    public static double Value(float[] voxels, GridFrame frame, ReadOnlySpan<double> position, InterpolationKind kind)
    {
        double[] m = frame.ToGrid;
        double x = position[0] - frame.OriginX, y = position[1] - frame.OriginY, z = position[2] - frame.OriginZ;
        double[] u = [m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z];
        int[] size = [frame.Nx, frame.Ny, frame.Nz];
        for (int axis = 0; axis < 3; axis++)
        {
            if (!frame.Periodic && (u[axis] < 0 || u[axis] > size[axis] - 1))
                return 0;
        }

        double sum = 0;
        for (int c = -1; c <= 2; c++)
        {
            for (int b = -1; b <= 2; b++)
            {
                for (int a = -1; a <= 2; a++)
                {
                    int[] index = [(int)Math.Floor(u[0]) + a, (int)Math.Floor(u[1]) + b, (int)Math.Floor(u[2]) + c];
                    double weight = 1;
                    for (int axis = 0; axis < 3; axis++)
                    {
                        weight *= Kernel(Math.Abs(u[axis] - index[axis]), kind);
                        index[axis] = frame.Periodic ? ((index[axis] % size[axis]) + size[axis]) % size[axis] : Math.Clamp(index[axis], 0, size[axis] - 1);
                    }

                    sum += weight * voxels[((index[2] * frame.Ny) + index[1]) * frame.Nx + index[0]];
                }
            }
        }

        return sum;
    }

    /// <summary>The hat function, or the cubic convolution kernel with a = -1/2.</summary>
    private static double Kernel(double s, InterpolationKind kind)
    {
        if (kind == InterpolationKind.Trilinear)
            return Math.Max(0, 1 - s);
        if (s < 1)
            return 1.5 * s * s * s - 2.5 * s * s + 1;
        return s < 2 ? -0.5 * s * s * s + 2.5 * s * s - 4 * s + 2 : 0;
    }
}
