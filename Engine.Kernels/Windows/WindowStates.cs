using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Windows;

/// <summary>Coefficients of windows of one map, and what a step adds to them.</summary>
/// <param name="state">Coefficients by point; null for no map.</param>
/// <param name="slab">Slab that is added, by column of the points.</param>
internal readonly unsafe struct MovingWindows(float* state, float* slab)
{
    /// <summary>Coefficients by point; null for no map.</summary>
    public float* State { get; } = state;

    /// <summary>Slab that is added, by column of the points.</summary>
    public float* Slab { get; } = slab;
}

/// <summary>
/// The three-dimensional coefficients of one kx of the present windows, one complex number per point and lane, and their sums by shell. Along z the phase is absolute modulo the
/// side: a step by one slab adds to every coefficient the difference of the entering and the leaving slab times exp(-2πi kz z/side), instead of a new transform.
/// </summary>
internal static unsafe class WindowStates
{
    private const int Lanes = WindowColumn.Lanes;

    /// <summary>Adds a slab to the coefficients of the first points.</summary>
    /// <param name="points">Points.</param>
    /// <param name="count">Number of points to change.</param>
    /// <param name="state">Coefficients.</param>
    /// <param name="slab">What is added, by column of the points.</param>
    /// <param name="turn">exp(-2πi kz z/side) by kz: re, im, -im, 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(WindowPoints points, int count, float* state, float* slab, float* turn)
    {
        fixed (int* indices = points.Indices)
        {
            for (int p = 0; p < count; p++, state += 2 * Lanes)
            {
                (Vector256<float> re, Vector256<float> im) = Moved(state, slab + indices[2 * p] * 2 * Lanes, turn + 4 * indices[2 * p + 1]);
                re.Store(state);
                im.Store(state + Lanes);
            }
        }
    }

    /// <summary>Adds a slab and sums amplitudes and central parts of both maps.</summary>
    /// <param name="points">Points.</param>
    /// <param name="map">Coefficients of the map and what is added to them.</param>
    /// <param name="reference">The same of the reference; null states for none.</param>
    /// <param name="turn">exp(-2πi kz z/side) of the slab by kz: re, im, -im, 0.</param>
    /// <param name="centre">The same for the z of the centre.</param>
    /// <param name="sums">Sums by shell: amplitudes of the map, of the reference, central parts, those times their fraction.</param>
    /// <param name="shells">Number of shells.</param>
    public static void AddAndSum(WindowPoints points, in MovingWindows map, in MovingWindows reference, float* turn, float* centre, float* sums, int shells)
    {
        fixed (int* indices = points.Indices)
        fixed (float* fractions = points.Fractions)
        {
            foreach (WindowSegment s in points.Segments)
            {
                if (s.Shell >= 0 && reference.State != null)
                    Amplitudes(s, indices, reference.State, reference.Slab, turn, sums + (shells + s.Shell) * Lanes);
                Central(s, indices, fractions, map.State, map.Slab, turn, centre, sums, shells);
            }
        }
    }

    /// <summary>Adds a slab to a segment of the reference and sums its amplitudes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Amplitudes(WindowSegment s, int* indices, float* state, float* slab, float* turn, float* sum)
    {
        Vector256<float> amplitudes = default;
        state += (long)s.Start * 2 * Lanes;
        for (int p = s.Start; p < s.End; p++, state += 2 * Lanes)
        {
            (Vector256<float> re, Vector256<float> im) = Moved(state, slab + indices[2 * p] * 2 * Lanes, turn + 4 * indices[2 * p + 1]);
            re.Store(state);
            im.Store(state + Lanes);
            amplitudes += Vector256.Sqrt(Vector256.MultiplyAddEstimate(re, re, im * im));
        }

        Accumulate(sum, s.ShellWeight, amplitudes);
    }

    /// <summary>Adds a slab to a segment of the map and sums its amplitudes and its part of the central voxel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Central(WindowSegment s, int* indices, float* fractions, float* state, float* slab, float* turn, float* centre, float* sums, int shells)
    {
        Vector256<float> amplitudes = default, central = default, slope = default;
        bool withShell = s.Shell >= 0;
        state += (long)s.Start * 2 * Lanes;
        for (int p = s.Start; p < s.End; p++, state += 2 * Lanes)
        {
            int kz = 4 * indices[2 * p + 1];
            (Vector256<float> re, Vector256<float> im) = Moved(state, slab + indices[2 * p] * 2 * Lanes, turn + kz);
            re.Store(state);
            im.Store(state + Lanes);
            if (withShell)
                amplitudes += Vector256.Sqrt(Vector256.MultiplyAddEstimate(re, re, im * im));
            Vector256<float> part = Vector256.MultiplyAddEstimate(re, Vector256.Create(centre[kz]), im * Vector256.Create(centre[kz + 1]));
            central += part;
            slope = Vector256.MultiplyAddEstimate(part, Vector256.Create(fractions[p]), slope);
        }

        if (withShell)
            Accumulate(sums + s.Shell * Lanes, s.ShellWeight, amplitudes);
        Accumulate(sums + (2 * shells + s.Interval) * Lanes, s.Weight, central);
        Accumulate(sums + (3 * shells + s.Interval) * Lanes, s.Weight, slope);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Re, Vector256<float> Im) Moved(float* state, float* slab, float* turn)
    {
        Vector256<float> re = Vector256.Load(slab), im = Vector256.Load(slab + Lanes), c = Vector256.Create(turn[0]);
        return (
            Vector256.MultiplyAddEstimate(re, c, Vector256.MultiplyAddEstimate(im, Vector256.Create(turn[2]), Vector256.Load(state))),
            Vector256.MultiplyAddEstimate(re, Vector256.Create(turn[1]), Vector256.MultiplyAddEstimate(im, c, Vector256.Load(state + Lanes))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(float* sum, float weight, Vector256<float> value) =>
        Vector256.MultiplyAddEstimate(value, Vector256.Create(weight), Vector256.Load(sum)).Store(sum);
}
