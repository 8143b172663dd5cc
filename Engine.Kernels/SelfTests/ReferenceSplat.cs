namespace Engine.Kernels.SelfTests;

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
            .Max(d => Math.Abs(Value(atoms, atom, blur, [.. new[] { d.Item1, d.Item2, d.Item3 }.Select(v => v * atoms.Radius[atom] / Math.Sqrt(d.Item1 * d.Item1 + d.Item2 * d.Item2 + d.Item3 * d.Item3))])));

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
                    double[] r = [.. Enumerable.Range(0, 3).Select(a => origin[a] + index[a] * step[a] - atoms.Positions[3 * atom + a])];
                    int[] voxel = [.. index.Select((v, a) => f.Periodic ? ((v % size[a]) + size[a]) % size[a] : v)];
                    if (r.Sum(v => v * v) <= (double)atoms.Radius[atom] * atoms.Radius[atom] && voxel.Zip(size, (v, n) => v >= 0 && v < n).All(inside => inside))
                        grid[(voxel[2] * f.Ny + voxel[1]) * f.Nx + voxel[0]] += Value(atoms, atom, blur, r);
                }
            }
        }
    }

    /// <summary>o Σ a (4π)^1.5 det(M)^-½ exp(-4π² r·M⁻¹ r) with M = (b + blur) I + 8π² U, or (b + B + blur) I.</summary>
    private static double Value(GaussianAtoms atoms, int atom, double blur, double[] r)
    {
        double sum = 0;
        int row = atoms.AnisoRow?[atom] ?? -1;
        int start = 2 * atoms.Terms * atoms.FormFactor[atom];
        for (int k = 0; k < atoms.Terms; k++)
        {
            double a = atoms.FormFactors[start + k], b = atoms.FormFactors[start + atoms.Terms + k] + blur + (row < 0 ? atoms.BIso[atom] : 0);
            double[] m = [b, b, b, 0, 0, 0];
            for (int e = 0; row >= 0 && e < 6; e++)
                m[e] += 8 * Math.PI * Math.PI * atoms.UAniso[6 * row + e];
            (double determinant, double form) = Solve(m, r);
            sum += a * Math.Pow(4 * Math.PI, 1.5) / Math.Sqrt(determinant) * Math.Exp(-4 * Math.PI * Math.PI * form);
        }

        return atoms.Occupancy[atom] * sum;
    }

    /// <summary>det(M) and r·M⁻¹ r of a symmetric matrix 11 22 33 12 13 23, by its cofactors.</summary>
    private static (double Determinant, double Form) Solve(double[] m, double[] r)
    {
        double xx = m[1] * m[2] - m[5] * m[5], yy = m[0] * m[2] - m[4] * m[4], zz = m[0] * m[1] - m[3] * m[3];
        double xy = m[4] * m[5] - m[3] * m[2], xz = m[3] * m[5] - m[4] * m[1], yz = m[3] * m[4] - m[5] * m[0];
        double determinant = m[0] * xx + m[3] * xy + m[4] * xz;
        double form = xx * r[0] * r[0] + yy * r[1] * r[1] + zz * r[2] * r[2] + 2 * (xy * r[0] * r[1] + xz * r[0] * r[2] + yz * r[1] * r[2]);
        return (determinant, form / determinant);
    }
}
