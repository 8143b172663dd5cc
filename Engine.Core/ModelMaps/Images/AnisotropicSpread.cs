using Engine.Core.Geometry;

namespace Engine.Core.ModelMaps;

/// <summary>
/// An anisotropic displacement as a set of displaced spherical images. U = λ₃ I + ΔU, λ₃ its smallest eigenvalue: the image is the spherical one of
/// B = 8π² λ₃ convolved with the Gaussian of ΔU, and that convolution is a Gauss-Hermite sum over displacements along the two longer axes. Images are
/// band limited to s = (1 + w)/d, so a few points per axis suffice: their number follows from 2πσ(1 + w)/d.
/// </summary>
internal static class AnisotropicSpread
{
    /// <summary>Error of the sum's transform at any frequency inside the limit, relative to a point scatterer.</summary>
    private const double Tolerance = 2e-5;

    private const double PhaseStep = 0.05;

    private static readonly double[] LargestPhase = FindLargestPhases();

    /// <summary>Smallest B and the displaced images of a matrix.</summary>
    /// <param name="u">U11 U22 U33 U12 U13 U23, Cartesian, Å².</param>
    /// <param name="highestFrequency">(1 + w)/d, Å⁻¹.</param>
    /// <param name="images">Receives displacement (Å) and weight of each image; weights add up to 1.</param>
    /// <returns>B of the spherical images, Å², and the axis of that smallest displacement.</returns>
    public static (double B, Vec3 Axis) Resolve(ReadOnlySpan<double> u, double highestFrequency, List<(double X, double Y, double Z, double Weight)> images)
    {
        images.Clear();
        (double[] values, double[] v) = SymmetricMatrix3.Decompose(u);
        int[] order = [0, 1, 2];
        Array.Sort((double[])values.Clone(), order);
        double smallest = values[order[0]];
        (double[] x1, double[] w1) = Points(values[order[1]] - smallest, highestFrequency);
        (double[] x2, double[] w2) = Points(values[order[2]] - smallest, highestFrequency);
        (int a, int b) = (order[1], order[2]);
        for (int i = 0; i < x1.Length; i++)
        {
            for (int j = 0; j < x2.Length; j++)
                images.Add((x1[i] * v[a] + x2[j] * v[b], x1[i] * v[3 + a] + x2[j] * v[3 + b], x1[i] * v[6 + a] + x2[j] * v[6 + b], w1[i] * w2[j]));
        }

        int c = order[0];
        return (ScatteringAtoms.BPerU * smallest, new Vec3(v[c], v[3 + c], v[6 + c]));
    }

    private static (double[] X, double[] W) Points(double variance, double highestFrequency)
    {
        double sigma = Math.Sqrt(Math.Max(0, variance)), phase = 2 * Math.PI * sigma * highestFrequency;
        int n = 1;
        while (n < GaussHermite.Largest && LargestPhase[n] < phase)
            n++;
        (double[] nodes, double[] weights) = GaussHermite.Nodes(n);
        return ([.. nodes.Select(x => sigma * x)], weights);
    }

    /// <summary>For each number of points, the phase up to which Σ w cos(z x) follows exp(-z²/2) within the tolerance.</summary>
    private static double[] FindLargestPhases()
    {
        var largest = new double[GaussHermite.Largest + 1];
        for (int n = 1; n <= GaussHermite.Largest; n++)
        {
            (double[] x, double[] w) = GaussHermite.Nodes(n);
            for (double z = 0; Error(x, w, z) <= Tolerance; z += PhaseStep)
                largest[n] = z;
        }

        return largest;
    }

    private static double Error(double[] x, double[] w, double z)
    {
        double sum = 0;
        for (int q = 0; q < x.Length; q++)
            sum += w[q] * Math.Cos(z * x[q]);
        return Math.Abs(sum - Math.Exp(-z * z / 2));
    }
}
