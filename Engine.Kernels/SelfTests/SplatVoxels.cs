namespace Engine.Kernels.SelfTests;

/// <summary>The voxels of an atom, found by going through the images of every voxel of the grid, and Σ g P over them for shifted parameters.</summary>
internal sealed class SplatVoxels
{
    private readonly List<(double X, double Y, double Z, float Slope)> voxels = [];
    private readonly double[] amplitudes;
    private readonly double[] widths;

    /// <summary>Finds the voxels within an atom's radius.</summary>
    public SplatVoxels(GaussianAtoms atoms, int atom, GridFrame f, float[] slopes)
    {
        int row = 2 * atoms.Terms * atoms.FormFactor[atom];
        amplitudes = [.. atoms.FormFactors[row..(row + atoms.Terms)].Select(a => (double)a)];
        widths = [.. atoms.FormFactors[(row + atoms.Terms)..(row + 2 * atoms.Terms)].Select(b => (double)b)];
        double radius = atoms.Radius[atom];
        double[][] x = Enumerable.Range(0, 3).Select(a => Offsets(atoms.Positions[3 * atom + a], a, f, radius)).ToArray();
        int[] size = [f.Nx, f.Ny, f.Nz];
        int images(int axis) => x[axis].Length / size[axis];
        for (int k = 0; k < x[2].Length; k++)
        {
            for (int j = 0; j < x[1].Length; j++)
            {
                for (int i = 0; i < x[0].Length; i++)
                {
                    if (x[0][i] * x[0][i] + x[1][j] * x[1][j] + x[2][k] * x[2][k] <= radius * radius)
                        voxels.Add((x[0][i], x[1][j], x[2][k], slopes[(k / images(2) * f.Ny + j / images(1)) * f.Nx + i / images(0)]));
                }
            }
        }
    }

    /// <summary>Σ g P with the atom moved by a shift and with other displacements, at unit occupancy.</summary>
    /// <param name="shift">Å.</param>
    /// <param name="b">B, Å²; 0 for anisotropic atoms.</param>
    /// <param name="u">Six numbers U11 U22 U33 U12 U13 U23 (Å²), or none.</param>
    /// <param name="blur">B added, Å².</param>
    public double Sum((double X, double Y, double Z) shift, double b, double[] u, double blur)
    {
        double sum = 0;
        for (int k = 0; k < amplitudes.Length; k++)
        {
            double v = widths[k] + b + blur, f = 8 * Math.PI * Math.PI;
            double[] m = [v, v, v, 0, 0, 0];
            for (int e = 0; e < u.Length; e++)
                m[e] += f * u[e];
            double xx = m[1] * m[2] - m[5] * m[5], yy = m[0] * m[2] - m[4] * m[4], zz = m[0] * m[1] - m[3] * m[3];
            double xy = m[4] * m[5] - m[3] * m[2], xz = m[3] * m[5] - m[4] * m[1], yz = m[3] * m[4] - m[5] * m[0];
            double determinant = m[0] * xx + m[3] * xy + m[4] * xz, scale = 4 * Math.PI * Math.PI / determinant;
            double peak = amplitudes[k] * Math.Pow(4 * Math.PI, 1.5) / Math.Sqrt(determinant);
            foreach ((double px, double py, double pz, float g) in voxels)
            {
                double x = px - shift.X, y = py - shift.Y, z = pz - shift.Z;
                sum += g * peak * Math.Exp(-scale * (xx * x * x + yy * y * y + zz * z * z + 2 * (xy * x * y + xz * x * z + yz * y * z)));
            }
        }

        return sum;
    }

    /// <summary>Distances of an axis' voxels and their images from an atom, images of a voxel together.</summary>
    private static double[] Offsets(double position, int axis, GridFrame f, double radius)
    {
        double origin = axis == 0 ? f.OriginX : axis == 1 ? f.OriginY : f.OriginZ, step = 1 / f.ToGrid[4 * axis];
        int size = axis == 0 ? f.Nx : axis == 1 ? f.Ny : f.Nz;
        int reach = f.Periodic ? (int)Math.Ceiling((Math.Abs(position - origin) + radius) / (size * step)) + 1 : 0;
        return [.. from voxel in Enumerable.Range(0, size) from image in Enumerable.Range(-reach, 2 * reach + 1) select origin + (voxel + image * size) * step - position];
    }
}
