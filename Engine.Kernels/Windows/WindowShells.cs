namespace Engine.Kernels.Windows;

/// <summary>What one coefficient of a window's half space (kx from 0 to side/2) counts for.</summary>
/// <param name="Shell">Shell of the amplitude profile; -1 for none.</param>
/// <param name="ShellWeight">How often it counts there: 2 where its conjugate is not in the half space.</param>
/// <param name="Interval">floor(|k|), at most side/2: the scale changes linearly inside an interval and is constant in the last one.</param>
/// <param name="Fraction">|k| - Interval; 0 in the last interval.</param>
/// <param name="Weight">How often it counts in the central voxel: 1 or 2.</param>
internal readonly record struct WindowCoefficient(int Shell, int ShellWeight, int Interval, float Fraction, int Weight);

/// <summary>The shells of a window, and how sums over coefficients become a <see cref="WindowProfile"/>.</summary>
internal sealed class WindowShells
{
    private readonly double[] weights;

    /// <summary>Counts the coefficients of each shell.</summary>
    public WindowShells(WindowShape shape)
    {
        Shape = shape;
        weights = new double[shape.Shells];
        for (int kz = 0; kz < shape.Side; kz++)
        {
            for (int ky = 0; ky < shape.Side; ky++)
            {
                for (int kx = 0; kx <= shape.Radius; kx++)
                {
                    WindowCoefficient c = this[kx, ky, kz];
                    if (c.Shell >= 0)
                        weights[c.Shell] += c.ShellWeight;
                }
            }
        }
    }

    /// <summary>The windows.</summary>
    public WindowShape Shape { get; }

    /// <summary>What a coefficient counts for.</summary>
    /// <param name="kx">0 to side/2.</param>
    /// <param name="ky">0 to side - 1, as stored.</param>
    /// <param name="kz">0 to side - 1, as stored.</param>
    public WindowCoefficient this[int kx, int ky, int kz]
    {
        get
        {
            int y = Math.Min(ky, Shape.Side - ky), z = Math.Min(kz, Shape.Side - kz), radius = Shape.Radius;
            int squared = kx * kx + y * y + z * z, weight = kx == 0 || kx == radius ? 1 : 2;
            double length = Math.Sqrt(squared);
            int interval = Math.Min(radius, (int)length);
            float fraction = interval == radius ? 0 : (float)(length - interval);
            bool octant = Shape.Binning == WindowBinning.Octant;
            int shell = octant ? (int)length : (int)Math.Round(length);
            if (shell > radius || (octant && (ky > radius || kz > radius)))
                shell = -1;
            return new(shell, octant ? 1 : weight, interval, fraction, weight);
        }
    }

    /// <summary>Turns sums over the coefficients of a window into its profile.</summary>
    /// <param name="map">Σ weight |F| of the map by shell.</param>
    /// <param name="reference">The same of the reference.</param>
    /// <param name="central">By interval, S = Σ weight Re(F exp(2πi k·c/side)) with c the centre.</param>
    /// <param name="fractions">The same with every term times its fraction.</param>
    /// <param name="profile">Receives the profile.</param>
    public void Finish(ReadOnlySpan<double> map, ReadOnlySpan<double> reference, ReadOnlySpan<double> central, ReadOnlySpan<double> fractions, Span<float> profile)
    {
        int shells = Shape.Shells;
        double scale = 1.0 / Shape.Voxels, carried = 0;
        for (int r = 0; r < shells; r++)
        {
            profile[r] = (float)(map[r] / weights[r]);
            profile[shells + r] = (float)(reference[r] / weights[r]);
            profile[2 * shells + r] = (float)((central[r] - fractions[r] + carried) * scale);
            carried = fractions[r];
        }
    }
}
