using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>The quadratic forms r·m r of an atom's anisotropic Gaussians, one lane each; along a row they are parabolas.</summary>
internal readonly unsafe struct GaussianForms
{
    private readonly Vector256<float> xx;
    private readonly Vector256<float> yy;
    private readonly Vector256<float> zz;
    private readonly Vector256<float> xy;
    private readonly Vector256<float> xz;
    private readonly Vector256<float> yz;

    /// <summary>Takes xx yy zz xy xz yz of each Gaussian, <see cref="GaussianAxis.Lanes"/> times.</summary>
    public GaussianForms(double* forms)
    {
        float* parts = stackalloc float[6 * GaussianAxis.Lanes];
        for (int i = 0; i < 6 * GaussianAxis.Lanes; i++)
            parts[i % 6 * GaussianAxis.Lanes + i / 6] = (float)forms[i];
        (xx, yy, zz) = (Vector256.Load(parts), Vector256.Load(parts + 8), Vector256.Load(parts + 16));
        (xy, xz, yz) = (Vector256.Load(parts + 24), Vector256.Load(parts + 32), Vector256.Load(parts + 40));
    }

    /// <summary>The Gaussians along a row at given distances from the atom, Å.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Row At(float dy, float dz) => new(xx, 2 * (dy * xy + dz * xz), dy * dy * yy + dz * dz * zz + 2 * dy * dz * yz);

    /// <summary>exp of a parabola along x, one lane per Gaussian.</summary>
    /// <param name="square">Factor of dx².</param>
    /// <param name="linear">Factor of dx.</param>
    /// <param name="constant">Constant.</param>
    public readonly struct Row(Vector256<float> square, Vector256<float> linear, Vector256<float> constant)
    {
        private readonly Vector256<float> square = square;
        private readonly Vector256<float> linear = linear;
        private readonly Vector256<float> constant = constant;

        /// <summary>Writes the factors of dx², of dx, and the constant, <see cref="GaussianAxis.Lanes"/> numbers each.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(float* parts)
        {
            square.Store(parts);
            linear.Store(parts + GaussianAxis.Lanes);
            constant.Store(parts + 2 * GaussianAxis.Lanes);
        }

        /// <summary>The Gaussians at a distance along x, without their peaks.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Value(Vector256<float> dx) => LaneMath.ExpMinus((square * dx + linear) * dx + constant);
    }
}
