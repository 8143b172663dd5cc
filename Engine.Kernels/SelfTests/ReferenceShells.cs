namespace Engine.Kernels.SelfTests;

/// <summary>Sums over Fourier shells by their definition, coefficient by coefficient.</summary>
internal static class ReferenceShells
{
    /// <summary>Sums of two half spaces.</summary>
    public static ShellSums Sum(float[] a, float[] b, HalfSpaceShape shape, FourierShells shells)
    {
        var sums = new ShellSums(new double[shells.Count], new double[shells.Count], new double[shells.Count], new long[shells.Count]);
        int row = shape.Nx / 2 + 1;
        for (int i = 0; i < shape.Count; i++)
        {
            int h = i % row, y = i / row % shape.Ny, z = i / row / shape.Ny;
            int k = 2 * y > shape.Ny ? y - shape.Ny : y, l = 2 * z > shape.Nz ? z - shape.Nz : z;
            double s = Math.Sqrt(Math.Pow(h / shells.CellX, 2) + Math.Pow(k / shells.CellY, 2) + Math.Pow(l / shells.CellZ, 2));
            int shell = (int)Math.Floor(s / shells.Width + 0.5 + 1e-9);
            if (shell == 0 || shell >= shells.Count)
                continue;
            int weight = h == 0 || 2 * h == shape.Nx ? 1 : 2;
            sums.Cross[shell] += weight * ((double)a[2 * i] * b[2 * i] + (double)a[2 * i + 1] * b[2 * i + 1]);
            sums.First[shell] += weight * ((double)a[2 * i] * a[2 * i] + (double)a[2 * i + 1] * a[2 * i + 1]);
            sums.Second[shell] += weight * ((double)b[2 * i] * b[2 * i] + (double)b[2 * i + 1] * b[2 * i + 1]);
            sums.Counts[shell] += weight;
        }

        return sums;
    }
}
