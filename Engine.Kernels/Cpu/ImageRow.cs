using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Sums over a row of voxels of one image, eight lanes each, with q = g P'(r)/r, where the slope is per interval, and, of an image whose profiles hold them,
/// A = g S (16π² dI/dB - 3 I'/r)/r², the part of dT/dU that goes with (x_i x_j).
/// </summary>
internal unsafe struct ImageRow
{
    private const int Lanes = ProfileCubics.Lanes;

    /// <summary>Squares of distances below this count as this, Å²; slopes and A vanish there.</summary>
    private const float Smallest = 1e-12f;

    /// <summary>Σ g P.</summary>
    public Vector256<float> Density;

    /// <summary>Σ q.</summary>
    public Vector256<float> Slope;

    /// <summary>Σ q x.</summary>
    public Vector256<float> SlopeX;

    /// <summary>Σ g dP/dB.</summary>
    public Vector256<float> BFactor;

    /// <summary>Σ g dP/dd.</summary>
    public Vector256<float> Resolution;

    /// <summary>Σ g S I'/r.</summary>
    public Vector256<float> Radial;

    /// <summary>Σ A.</summary>
    public Vector256<float> Form;

    /// <summary>Σ A x.</summary>
    public Vector256<float> FormX;

    /// <summary>Σ A x².</summary>
    public Vector256<float> FormXX;

    private readonly float* density;
    private readonly float* bFactor;
    private readonly float* resolution;
    private readonly float* radial;
    private readonly float perAngstrom;
    private readonly float last;
    private float rest;

    /// <summary>Takes the profiles of a class.</summary>
    public ImageRow(ProfileCubics cubics)
    {
        density = cubics.Of(ImageQuantities.Density);
        bFactor = cubics.Of(ImageQuantities.BFactor);
        resolution = cubics.Of(ImageQuantities.Resolution);
        radial = cubics.Of(ImageQuantities.Radial);
        (perAngstrom, last) = ((float)cubics.PerAngstrom, cubics.Last);
    }

    /// <summary>Starts a row.</summary>
    /// <param name="across">y² + z², Å².</param>
    public void Start(float across)
    {
        rest = across;
        Density = Slope = SlopeX = default;
        BFactor = Resolution = Radial = Form = FormX = FormXX = default;
    }

    /// <summary>Adds what the density gives.</summary>
    /// <param name="slopes">g of adjacent voxels.</param>
    /// <param name="distances">x of these voxels, Å, with room for a whole vector.</param>
    /// <param name="count">Number of voxels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(float* slopes, float* distances, int count)
    {
        int* at = stackalloc int[Lanes];
        float* table = density;
        Vector256<float> across = Vector256.Create(rest), scale = Vector256.Create(perAngstrom), end = Vector256.Create(last);
        Vector256<float> s0 = Density, s1 = Slope, s2 = SlopeX, two = Vector256.Create(2f), three = Vector256.Create(3f);
        for (int i = 0; i < count; i += Lanes)
        {
            Vector256<float> x = Vector256.Load(distances + i), g = Load(slopes + i, count - i);
            Vector256<float> r = Vector256.Sqrt(Vector256.Max(Vector256.MultiplyAddEstimate(x, x, across), Vector256.Create(Smallest)));
            Vector256<float> t = Locate(r, scale, end, at);
            ProfileCubics.Look(table, at, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3);
            Vector256<float> value = Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(c3, t, c2), t, c1);
            Vector256<float> slope = Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(three * c3, t, two * c2), t, c1);
            s0 = Vector256.MultiplyAddEstimate(g, Vector256.MultiplyAddEstimate(value, t, c0), s0);
            Vector256<float> q = g * slope / r;
            s1 += q;
            s2 = Vector256.MultiplyAddEstimate(q, x, s2);
        }

        (Density, Slope, SlopeX) = (s0, s1, s2);
    }

    /// <summary>Adds what the other quantities give.</summary>
    /// <param name="slopes">g of adjacent voxels.</param>
    /// <param name="distances">x of these voxels, Å, with room for a whole vector.</param>
    /// <param name="count">Number of voxels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddMore(float* slopes, float* distances, int count)
    {
        int* at = stackalloc int[Lanes];
        Vector256<float> across = Vector256.Create(rest), scale = Vector256.Create(perAngstrom), end = Vector256.Create(last);
        for (int i = 0; i < count; i += Lanes)
        {
            Vector256<float> x = Vector256.Load(distances + i), g = Load(slopes + i, count - i);
            Vector256<float> square = Vector256.Max(Vector256.MultiplyAddEstimate(x, x, across), Vector256.Create(Smallest));
            Vector256<float> t = Locate(Vector256.Sqrt(square), scale, end, at), b = default;
            if (bFactor != null)
            {
                b = Value(bFactor, at, t);
                BFactor = Vector256.MultiplyAddEstimate(g, b, BFactor);
            }

            if (resolution != null)
                Resolution = Vector256.MultiplyAddEstimate(g, Value(resolution, at, t), Resolution);
            if (radial == null || bFactor == null)
                continue;
            Vector256<float> over = Value(radial, at, t);
            Vector256<float> form = g * ((float)(16 * Math.PI * Math.PI) * b - 3f * over) / square, first = form * x;
            Radial = Vector256.MultiplyAddEstimate(g, over, Radial);
            Form += form;
            FormX += first;
            FormXX = Vector256.MultiplyAddEstimate(first, x, FormXX);
        }
    }

    /// <summary>The interval of each lane, and the place within it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Locate(Vector256<float> r, Vector256<float> scale, Vector256<float> end, int* at)
    {
        Vector256<float> node = Vector256.Min(r * scale, end);
        Vector256<int> whole = Vector256.ConvertToInt32Native(node);
        whole.Store(at);
        return node - Vector256.ConvertToSingle(whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Value(float* table, int* at, Vector256<float> t)
    {
        ProfileCubics.Look(table, at, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3);
        Vector256<float> value = Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(c3, t, c2), t, c1);
        return Vector256.MultiplyAddEstimate(value, t, c0);
    }

    /// <summary>Up to eight numbers, 0 in the lanes past the end, of which memory is not touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(float* from, int count)
    {
        if (count >= Lanes)
            return Vector256.Load(from);
        if (Avx.IsSupported)
            return Avx.MaskLoad(from, Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle());
        Vector256<float> result = default;
        for (int i = 0; i < count; i++)
            result = result.WithElement(i, from[i]);
        return result;
    }
}
