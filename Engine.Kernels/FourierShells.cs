namespace Engine.Kernels;

/// <summary>
/// The Fourier shells of a box: shell k holds the coefficients with s/width rounded to k, half-way cases up. F(000) is in no shell.
/// </summary>
/// <param name="CellX">Box edge along x, Å.</param>
/// <param name="CellY">Box edge along y, Å.</param>
/// <param name="CellZ">Box edge along z, Å.</param>
/// <param name="Width">Width of a shell, Å⁻¹, above 0.</param>
/// <param name="Count">Number of shells, shell 0 (always empty) included.</param>
public sealed record FourierShells(double CellX, double CellY, double CellZ, double Width, int Count)
{
    /// <summary>Rounds to the nearest shell, half-way cases up whatever their rounding errors.</summary>
    internal const double HalfUp = 0.5 + 1e-9;

    /// <summary>Sums of a shell: cross term, power of the first and the second half space, coefficients.</summary>
    internal const int Numbers = 4;

    /// <summary>The shell of a coefficient.</summary>
    /// <param name="squared">s², Å⁻².</param>
    /// <param name="width">Width of a shell, Å⁻¹.</param>
    public static int IndexOf(double squared, double width) => (int)(Math.Sqrt(squared) / width + HalfUp);

    /// <summary>Sums over the shells of two half spaces in host memory.</summary>
    /// <param name="a">First half space.</param>
    /// <param name="b">Second; may be the same.</param>
    /// <param name="shape">Their size.</param>
    public unsafe ShellSums Sum(NativeBuffer<float> a, NativeBuffer<float> b, HalfSpaceShape shape)
    {
        Check(a.Length, b.Length, shape);
        var planes = new double[shape.Nz][];
        Parallel.For(0, shape.Nz, z => planes[z] = SumPlane(a.Pointer, b.Pointer, shape, z));
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return ShellSums.Of(planes, Count);
    }

    /// <summary>Checks the numbers and the lengths of two half spaces.</summary>
    internal void Check(long lengthA, long lengthB, HalfSpaceShape shape)
    {
        if (!(CellX > 0 && CellY > 0 && CellZ > 0 && Width > 0 && double.IsFinite(Width)) || Count < 1)
            throw new ArgumentException($"{Count} shells of {Width} Å⁻¹ in a box of {CellX}, {CellY}, {CellZ} Å");
        if (lengthA < 2 * shape.Count || lengthB < 2 * shape.Count)
            throw new ArgumentException($"arrays of {lengthA} and {lengthB} floats for {shape}");
    }

    /// <summary>The sums of one plane, <see cref="Numbers"/> for each shell, coefficients in the order of the array.</summary>
    internal unsafe double[] SumPlane(float* a, float* b, HalfSpaceShape shape, int z)
    {
        int row = shape.Nx / 2 + 1;
        double sz = Signed(z, shape.Nz) / CellZ;
        var sums = new double[Numbers * Count];
        for (int y = 0; y < shape.Ny; y++)
        {
            double sy = Signed(y, shape.Ny) / CellY, across = sy * sy + sz * sz;
            long offset = 2 * ((long)z * shape.Ny + y) * row;
            float* first = a + offset, second = b + offset;
            for (int h = 0; h < row; h++)
            {
                double sx = h / CellX;
                int k = IndexOf(sx * sx + across, Width);
                if (k >= Count)
                    break;
                if (k == 0)
                    continue;
                double weight = h == 0 || 2 * h == shape.Nx ? 1 : 2;
                double ar = first[2 * h], ai = first[2 * h + 1], br = second[2 * h], bi = second[2 * h + 1];
                int at = Numbers * k;
                sums[at] += weight * (ar * br + ai * bi);
                sums[at + 1] += weight * (ar * ar + ai * ai);
                sums[at + 2] += weight * (br * br + bi * bi);
                sums[at + 3] += weight;
            }
        }

        return sums;
    }

    private static int Signed(int index, int count) => 2 * index > count ? index - count : index;
}

/// <summary>
/// Sums over the Fourier shells of two half spaces a and b. Coefficients with h = 0, and with h = N/2 for even N, count once, all others twice.
/// </summary>
/// <param name="Cross">Σ Re(a b*) by shell.</param>
/// <param name="First">Σ|a|².</param>
/// <param name="Second">Σ|b|².</param>
/// <param name="Counts">Coefficients.</param>
public sealed record ShellSums(double[] Cross, double[] First, double[] Second, long[] Counts)
{
    /// <summary>Adds up the sums of planes, in the order of the planes: the same for any number of threads.</summary>
    internal static ShellSums Of(double[][] planes, int shells)
    {
        var sums = new ShellSums(new double[shells], new double[shells], new double[shells], new long[shells]);
        foreach (double[] plane in planes)
            sums.Add(plane);
        return sums;
    }

    /// <summary>Adds the sums of a plane.</summary>
    internal void Add(ReadOnlySpan<double> plane)
    {
        for (int k = 0; k < Counts.Length; k++)
        {
            int at = FourierShells.Numbers * k;
            Cross[k] += plane[at];
            First[k] += plane[at + 1];
            Second[k] += plane[at + 2];
            Counts[k] += (long)plane[at + 3];
        }
    }
}
