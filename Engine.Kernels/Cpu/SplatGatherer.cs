using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Sums of g = dT/dρ over the voxels of an atom, one lane per Gaussian: for each Gaussian G the moments Σ g G dx^i dy^j dz^k up to second order, from which
/// the derivatives by all parameters follow (<see cref="SplatMoments"/>). Of isotropic atoms G is a product of three tabulated factors, so a voxel costs
/// three multiply-adds for all Gaussians together. Rows and planes are summed in single precision, planes with each other in double.
/// </summary>
/// <param name="atoms">Atoms.</param>
/// <param name="shapes">Their Gaussians.</param>
/// <param name="frame">An orthogonal frame.</param>
/// <param name="slopes">dT/dρ per voxel.</param>
internal sealed unsafe class SplatGatherer(GaussianAtoms atoms, SplatShapes shapes, GridFrame frame, float* slopes)
{
    private const int Lanes = GaussianAxis.Lanes;
    private const int Moments = 3 * Lanes;

    private readonly SplatAxis axisX = new(frame.Nx, frame.OriginX, frame.ToGrid[0], frame.Periodic);
    private readonly SplatAxis axisY = new(frame.Ny, frame.OriginY, frame.ToGrid[4], frame.Periodic);
    private readonly SplatAxis axisZ = new(frame.Nz, frame.OriginZ, frame.ToGrid[8], frame.Periodic);
    private float[] alongX = [];
    private float[] alongY = [];
    private float[] alongZ = [];

    /// <summary>Computes the sums of one atom, <see cref="AtomSums.Stride"/> numbers.</summary>
    public void Gather(int atom, Span<double> sums)
    {
        sums.Clear();
        double radius = atoms.Radius[atom];
        Extent x = new(axisX, axisX.Index(atoms.Positions[3 * atom]), radius), y = new(axisY, axisY.Index(atoms.Positions[3 * atom + 1]), radius);
        Extent z = new(axisZ, axisZ.Index(atoms.Positions[3 * atom + 2]), radius);
        int aniso = atoms.AnisoRow?[atom] ?? -1;
        double* peaks = stackalloc double[Lanes], exponents = stackalloc double[6 * Lanes];
        new Span<double>(peaks, Lanes).Clear();
        new Span<double>(exponents, 6 * Lanes).Clear();
        if (aniso < 0)
            shapes.Isotropic(atom, new(peaks, Lanes), new(exponents, Lanes));
        else
            shapes.Anisotropic(atom, aniso, new(peaks, Lanes), new(exponents, 6 * Lanes));
        if (x.Count <= 0 || y.Count <= 0 || z.Count <= 0)
            return;
        SplatMoments moments = new(shapes.Terms, peaks, exponents, atoms.Occupancy[atom]);
        if (aniso < 0)
        {
            Isotropic(x, y, z, radius, exponents, moments.Values);
            moments.Isotropic(sums);
        }
        else
        {
            Anisotropic(x, y, z, radius, exponents, moments.Values);
            moments.Anisotropic(sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Isotropic(in Extent x, in Extent y, in Extent z, double radius, double* exponents, Span<double> moments)
    {
        Reserve(ref alongX, Moments * x.Count);
        Reserve(ref alongY, Moments * y.Count);
        Reserve(ref alongZ, Lanes * z.Count);
        fixed (float* xTable = alongX, yTable = alongY, zTable = alongZ)
        fixed (double* m = moments)
        {
            Tabulate(exponents, x, xTable);
            Tabulate(exponents, y, yTable);
            GaussianAxis.Fill(exponents, z.Center, z.Step, z.First, z.Last, zTable);
            for (int k = z.First; k <= z.Last; k++)
            {
                double dz = z.Distance(k), left = radius * radius - dz * dz;
                float* plane = slopes + (long)axisZ.Voxel(k) * frame.Ny * frame.Nx;
                Vector256<float> s0 = default, sx = default, sy = default, sxx = default, syy = default;
                for (int j = y.First; j <= y.Last; j++)
                {
                    if (!x.Chord(left - y.Distance(j) * y.Distance(j), out int from, out int to))
                        continue;
                    RowSums row = default;
                    float* voxels = plane + (long)axisY.Voxel(j) * frame.Nx;
                    for (int i = from; i <= to;)
                    {
                        int voxel = axisX.Voxel(i), run = Math.Min(to - i + 1, frame.Nx - voxel);
                        row.Add(voxels + voxel, run, xTable + Moments * (i - x.First));
                        i += run;
                    }

                    float* across = yTable + Moments * (j - y.First);
                    Vector256<float> y0 = Vector256.Load(across);
                    s0 = Vector256.MultiplyAddEstimate(y0, row.S0, s0);
                    sx = Vector256.MultiplyAddEstimate(y0, row.S1, sx);
                    sxx = Vector256.MultiplyAddEstimate(y0, row.S2, sxx);
                    sy = Vector256.MultiplyAddEstimate(Vector256.Load(across + Lanes), row.S0, sy);
                    syy = Vector256.MultiplyAddEstimate(Vector256.Load(across + 2 * Lanes), row.S0, syy);
                }

                Vector256<float> factor = Vector256.Load(zTable + Lanes * (k - z.First));
                s0 *= factor;
                Add(m, s0, 1);
                Add(m + Lanes * SplatMoments.X, sx * factor, 1);
                Add(m + Lanes * SplatMoments.Y, sy * factor, 1);
                Add(m + Lanes * SplatMoments.Z, s0, dz);
                Add(m + Lanes * SplatMoments.Squares, (sxx + syy) * factor, 1);
                Add(m + Lanes * SplatMoments.Squares, s0, dz * dz);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Anisotropic(in Extent x, in Extent y, in Extent z, double radius, double* forms, Span<double> moments)
    {
        GaussianForms gaussians = new(forms);
        fixed (double* m = moments)
        {
            for (int k = z.First; k <= z.Last; k++)
            {
                double dz = z.Distance(k), left = radius * radius - dz * dz;
                float* plane = slopes + (long)axisZ.Voxel(k) * frame.Ny * frame.Nx;
                Vector256<float> s0 = default, sx = default, sy = default, sxx = default, sxy = default, syy = default;
                for (int j = y.First; j <= y.Last; j++)
                {
                    double dy = y.Distance(j);
                    if (!x.Chord(left - dy * dy, out int from, out int to))
                        continue;
                    GaussianForms.Row form = gaussians.At((float)dy, (float)dz);
                    RowSums row = default;
                    float* voxels = plane + (long)axisY.Voxel(j) * frame.Nx;
                    for (int i = from; i <= to;)
                    {
                        int voxel = axisX.Voxel(i), run = Math.Min(to - i + 1, frame.Nx - voxel);
                        for (int n = 0; n < run; n++)
                        {
                            Vector256<float> dx = Vector256.Create((float)x.Distance(i + n));
                            row.Add(voxels[voxel + n] * form.Value(dx), dx);
                        }

                        i += run;
                    }

                    float y1 = (float)dy;
                    s0 += row.S0;
                    sx += row.S1;
                    sxx += row.S2;
                    sy += y1 * row.S0;
                    sxy += y1 * row.S1;
                    syy += y1 * y1 * row.S0;
                }

                Add(m, s0, 1);
                Add(m + Lanes * SplatMoments.X, sx, 1);
                Add(m + Lanes * SplatMoments.Y, sy, 1);
                Add(m + Lanes * SplatMoments.Z, s0, dz);
                Add(m + Lanes * SplatMoments.XX, sxx, 1);
                Add(m + Lanes * SplatMoments.YY, syy, 1);
                Add(m + Lanes * SplatMoments.ZZ, s0, dz * dz);
                Add(m + Lanes * SplatMoments.XY, sxy, 1);
                Add(m + Lanes * SplatMoments.XZ, sx, dz);
                Add(m + Lanes * SplatMoments.YZ, sy, dz);
            }
        }
    }

    /// <summary>Samples of an axis' factors, and these times the distance and its square.</summary>
    private static void Tabulate(double* exponents, in Extent extent, float* table)
    {
        float* samples = table + 2L * Lanes * extent.Count;
        GaussianAxis.Fill(exponents, extent.Center, extent.Step, extent.First, extent.Last, samples);
        for (int i = 0; i < extent.Count; i++)
        {
            float distance = (float)extent.Distance(extent.First + i);
            Vector256<float> value = Vector256.Load(samples + Lanes * i);
            value.Store(table + Moments * i);
            (distance * value).Store(table + Moments * i + Lanes);
            (distance * distance * value).Store(table + Moments * i + 2 * Lanes);
        }
    }

    private static void Reserve(ref float[] table, int count)
    {
        if (table.Length < count)
            table = new float[2 * count];
    }

    /// <summary>target += factor × values, in double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double* target, Vector256<float> values, double factor)
    {
        (Vector256<double> low, Vector256<double> high) = Vector256.Widen(values);
        LaneMath.MultiplyAdd(low, Vector256.Create(factor), Vector256.Load(target)).Store(target);
        LaneMath.MultiplyAdd(high, Vector256.Create(factor), Vector256.Load(target + 4)).Store(target + 4);
    }
}
