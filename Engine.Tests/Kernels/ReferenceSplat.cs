using Engine.Kernels;
using MathNet.Numerics.LinearAlgebra;

namespace Engine.Tests.Kernels;

/// <summary>The density of Gaussian atoms as its formula says, in double.</summary>
internal static class ReferenceSplat
{
    /// <summary>Electron form factor of carbon: a1..a5, b1..b5 (International Tables C 4.3.2).</summary>
    public static float[] Carbon => [.0893f, .2563f, .7570f, 1.0487f, .3575f, .2465f, 1.71f, 6.4094f, 18.6113f, 50.2523f];

    /// <summary>Density on all voxels.</summary>
    public static float[] Density(GaussianAtoms atoms, double blur, GridFrame frame)
    {
        double[] grid = new double[frame.VoxelCount];
        for (int atom = 0; atom < atoms.Count; atom++)
            Add(atoms, atom, blur, frame, grid);
        return [.. grid.Select(v => (float)v)];
    }

    /// <summary>Largest density of an atom on its cut-off sphere.</summary>
    public static double AtCutOff(GaussianAtoms atoms, int atom, double blur) =>
        new[] { (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1), (-1, 1, 1), (1, -1, 1), (1, 1, -1) }
            .Max(d => Math.Abs(Value(atoms, atom, blur, Vector<double>.Build.Dense([d.Item1, d.Item2, d.Item3]).Normalize(2) * atoms.Radius[atom])));

    private static void Add(GaussianAtoms atoms, int atom, double blur, GridFrame f, double[] grid)
    {
        double[] origin = [f.OriginX, f.OriginY, f.OriginZ];
        double[] step = [1 / f.ToGrid[0], 1 / f.ToGrid[4], 1 / f.ToGrid[8]];
        int[] size = [f.Nx, f.Ny, f.Nz];
        int[] low = new int[3], high = new int[3];
        for (int a = 0; a < 3; a++)
        {
            double u = (atoms.Positions[3 * atom + a] - origin[a]) / step[a], reach = atoms.Radius[atom] / step[a];
            (low[a], high[a]) = ((int)Math.Floor(u - reach), (int)Math.Ceiling(u + reach));
        }

        for (int z = low[2]; z <= high[2]; z++)
        {
            for (int y = low[1]; y <= high[1]; y++)
            {
                for (int x = low[0]; x <= high[0]; x++)
                {
                    int[] index = [x, y, z];
                    Vector<double> r = Vector<double>.Build.Dense(3, a => origin[a] + index[a] * step[a] - atoms.Positions[3 * atom + a]);
                    int[] voxel = [.. index.Select((v, a) => f.Periodic ? ((v % size[a]) + size[a]) % size[a] : v)];
                    if (r * r <= (double)atoms.Radius[atom] * atoms.Radius[atom] && voxel.Zip(size, (v, n) => v >= 0 && v < n).All(inside => inside))
                        grid[(voxel[2] * f.Ny + voxel[1]) * f.Nx + voxel[0]] += Value(atoms, atom, blur, r);
                }
            }
        }
    }

    /// <summary>o Σ a (4π)^1.5 det(M)^-½ exp(-4π² r·M⁻¹ r) with M = (b + blur) I + 8π² U, or (b + B + blur) I.</summary>
    private static double Value(GaussianAtoms atoms, int atom, double blur, Vector<double> r)
    {
        double sum = 0;
        int row = atoms.AnisoRow?[atom] ?? -1;
        int start = 2 * atoms.Terms * atoms.FormFactor[atom];
        for (int k = 0; k < atoms.Terms; k++)
        {
            double a = atoms.FormFactors[start + k], b = atoms.FormFactors[start + atoms.Terms + k] + blur;
            Matrix<double> m = Matrix<double>.Build.DenseIdentity(3) * (row < 0 ? b + atoms.BIso[atom] : b);
            if (row >= 0)
            {
                float[] u = atoms.UAniso[(6 * row)..(6 * row + 6)];
                m += 8 * Math.PI * Math.PI * Matrix<double>.Build.DenseOfArray(new double[,] { { u[0], u[3], u[4] }, { u[3], u[1], u[5] }, { u[4], u[5], u[2] } });
            }

            sum += a * Math.Pow(4 * Math.PI, 1.5) / Math.Sqrt(m.Determinant()) * Math.Exp(-4 * Math.PI * Math.PI * (r * m.Solve(r)));
        }

        return atoms.Occupancy[atom] * sum;
    }
}
