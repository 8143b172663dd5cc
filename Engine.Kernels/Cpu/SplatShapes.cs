namespace Engine.Kernels.Cpu;

/// <summary>
/// Per-Gaussian factors of every atom at unit occupancy: a (4π/v)^1.5 and 4π²/v for isotropic ones, the inverse matrices for the others.
/// </summary>
internal sealed class SplatShapes(GaussianAtoms atoms, double blur)
{
    /// <summary>Gaussians per atom.</summary>
    public int Terms => atoms.Terms;

    /// <summary>Peak and exponent of the Gaussians of an isotropic atom.</summary>
    public void Isotropic(int atom, Span<double> peak, Span<double> exponent)
    {
        int row = 2 * Terms * atoms.FormFactor[atom];
        for (int k = 0; k < Terms; k++)
        {
            double v = atoms.FormFactors[row + Terms + k] + atoms.BIso[atom] + blur;
            if (!(v > 0))
                throw new NumericalException($"atom {atom}: B {atoms.BIso[atom]} with blur {blur} gives a Gaussian of negative width");
            peak[k] = atoms.FormFactors[row + k] * Cube(4 * Math.PI / v);
            exponent[k] = 4 * Math.PI * Math.PI / v;
        }
    }

    /// <summary>Peak and the six numbers of 4π² M⁻¹ (xx yy zz xy xz yz) of the Gaussians of an anisotropic atom.</summary>
    public void Anisotropic(int atom, int anisoRow, Span<double> peak, Span<double> matrix)
    {
        int row = 2 * Terms * atoms.FormFactor[atom];
        ReadOnlySpan<float> u = atoms.UAniso.AsSpan(6 * anisoRow, 6);
        const double Factor = 8 * Math.PI * Math.PI, Exponent = 4 * Math.PI * Math.PI;
        for (int k = 0; k < Terms; k++)
        {
            double b = atoms.FormFactors[row + Terms + k] + blur;
            double xx = b + Factor * u[0], yy = b + Factor * u[1], zz = b + Factor * u[2], xy = Factor * u[3], xz = Factor * u[4], yz = Factor * u[5];
            double cxx = yy * zz - yz * yz, cxy = xz * yz - xy * zz, cxz = xy * yz - xz * yy;
            double determinant = xx * cxx + xy * cxy + xz * cxz;
            if (!(determinant > 0 && xx > 0 && cxx > 0))
                throw new NumericalException($"atom {atom}: the anisotropic displacement is not positive definite");
            peak[k] = atoms.FormFactors[row + k] * Math.Pow(4 * Math.PI, 1.5) / Math.Sqrt(determinant);
            double f = Exponent / determinant;
            matrix[6 * k] = f * cxx;
            matrix[6 * k + 1] = f * (xx * zz - xz * xz);
            matrix[6 * k + 2] = f * (xx * yy - xy * xy);
            matrix[6 * k + 3] = f * cxy;
            matrix[6 * k + 4] = f * cxz;
            matrix[6 * k + 5] = f * (xy * xz - xx * yz);
        }
    }

    /// <summary>x to the power 3/2.</summary>
    private static double Cube(double x) => x * Math.Sqrt(x);
}
