using System.Numerics;

namespace Engine.Kernels.Cpu;

/// <summary>Adds atoms to the planes of one slab.</summary>
internal sealed unsafe class SlabPainter(GridFrame frame, float* voxels, int firstPlane, int endPlane)
{
    private readonly double[] peak = new double[5];
    private readonly double[] shape = new double[30];
    private float[] rowX = [];
    private float[] line = [];

    /// <summary>Adds one atom.</summary>
    public void Paint(GaussianAtoms atoms, SplatShapes shapes, int atom)
    {
        double radius = atoms.Radius[atom];
        double sx = frame.ToGrid[0], sy = frame.ToGrid[4], sz = frame.ToGrid[8];
        double u = (atoms.Positions[3 * atom] - frame.OriginX) * sx, v = (atoms.Positions[3 * atom + 1] - frame.OriginY) * sy;
        double w = (atoms.Positions[3 * atom + 2] - frame.OriginZ) * sz;
        int x0 = (int)Math.Ceiling(u - radius * sx), x1 = (int)Math.Floor(u + radius * sx);
        int y0 = (int)Math.Ceiling(v - radius * sy), y1 = (int)Math.Floor(v + radius * sy);
        int z0 = (int)Math.Ceiling(w - radius * sz), z1 = (int)Math.Floor(w + radius * sz);
        int width = x1 - x0 + 1;
        if (width <= 0)
            return;
        int aniso = atoms.AnisoRow == null ? -1 : atoms.AnisoRow[atom];
        Prepare(atoms, shapes, atom, aniso, x0, width, u, sx);
        for (int z = z0; z <= z1; z++)
        {
            int plane = Wrap(z, frame.Nz);
            if (plane < firstPlane || plane >= endPlane)
                continue;
            double dz = (z - w) / sz;
            for (int y = y0; y <= y1; y++)
            {
                int row = Wrap(y, frame.Ny);
                double dy = (y - v) / sy, left = radius * radius - dy * dy - dz * dz;
                if (row < 0 || left < 0)
                    continue;
                double half = Math.Sqrt(left) * sx;
                int from = Math.Max(x0, (int)Math.Ceiling(u - half)), to = Math.Min(x1, (int)Math.Floor(u + half));
                if (to < from)
                    continue;
                float* target = voxels + ((long)plane * frame.Ny + row) * frame.Nx;
                if (aniso < 0)
                    IsotropicLine(from - x0, to - from + 1, dy, dz);
                else
                    AnisotropicLine(from, to, u, sx, dy, dz);
                Deposit(target, from, to - from + 1);
            }
        }
    }

    private void Prepare(GaussianAtoms atoms, SplatShapes shapes, int atom, int aniso, int x0, int width, double u, double sx)
    {
        int padded = width + Vector<float>.Count;
        if (line.Length < padded)
            (rowX, line) = (new float[5 * padded], new float[padded]);
        if (aniso >= 0)
        {
            shapes.Anisotropic(atom, aniso, peak, shape);
            return;
        }

        shapes.Isotropic(atom, peak, shape);
        int stride = line.Length;
        for (int k = 0; k < 5; k++)
        {
            for (int i = 0; i < width; i++)
            {
                double dx = (x0 + i - u) / sx;
                rowX[k * stride + i] = (float)Math.Exp(-shape[k] * dx * dx);
            }
        }
    }

    private void IsotropicLine(int offset, int count, double dy, double dz)
    {
        double r2 = dy * dy + dz * dz;
        int stride = line.Length;
        float c0 = (float)(peak[0] * Math.Exp(-shape[0] * r2)), c1 = (float)(peak[1] * Math.Exp(-shape[1] * r2));
        float c2 = (float)(peak[2] * Math.Exp(-shape[2] * r2)), c3 = (float)(peak[3] * Math.Exp(-shape[3] * r2));
        float c4 = (float)(peak[4] * Math.Exp(-shape[4] * r2));
        fixed (float* x = rowX, l = line)
        {
            float* p = x + offset;
            for (int i = 0; i < count; i += Vector<float>.Count)
            {
                Vector<float> sum = Vector.Load(p + i) * c0;
                sum += Vector.Load(p + stride + i) * c1;
                sum += Vector.Load(p + 2 * stride + i) * c2;
                sum += Vector.Load(p + 3 * stride + i) * c3;
                sum += Vector.Load(p + 4 * stride + i) * c4;
                Vector.Store(sum, l + i);
            }
        }
    }

    private void AnisotropicLine(int from, int to, double u, double sx, double dy, double dz)
    {
        for (int x = from; x <= to; x++)
        {
            double dx = (x - u) / sx, sum = 0;
            for (int k = 0; k < 5; k++)
            {
                double q = shape[6 * k] * dx * dx + shape[6 * k + 1] * dy * dy + shape[6 * k + 2] * dz * dz
                    + 2 * (shape[6 * k + 3] * dx * dy + shape[6 * k + 4] * dx * dz + shape[6 * k + 5] * dy * dz);
                sum += peak[k] * Math.Exp(-q);
            }

            line[x - from] = (float)sum;
        }
    }

    private void Deposit(float* target, int from, int count)
    {
        if (from >= 0 && from + count <= frame.Nx)
        {
            for (int i = 0; i < count; i++)
                target[from + i] += line[i];
            return;
        }

        for (int i = 0; i < count; i++)
        {
            int x = Wrap(from + i, frame.Nx);
            if (x >= 0)
                target[x] += line[i];
        }
    }

    /// <summary>Index inside the grid, or -1.</summary>
    private int Wrap(int i, int n)
    {
        if (!frame.Periodic)
            return i >= 0 && i < n ? i : -1;
        int r = i % n;
        return r < 0 ? r + n : r;
    }
}
