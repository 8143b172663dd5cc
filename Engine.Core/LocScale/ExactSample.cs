using Engine.Kernels;

namespace Engine.Core.LocScale;

/// <summary>Compares the fast mode with exact windows at some voxels: small groups of neighbours, which share work, spread evenly over the mask. Always the same ones for a mask.</summary>
internal static class ExactSample
{
    private const int Groups = 32;
    private const int Edge = 8;

    /// <summary>Computes the exact voxels and compares.</summary>
    /// <param name="plan">Windows.</param>
    /// <param name="grid">Grid.</param>
    /// <param name="selected">One byte per voxel of the grid.</param>
    /// <param name="rule">What windows are scaled to.</param>
    /// <param name="survey">Typical windows.</param>
    /// <param name="shift">What was taken from the map.</param>
    /// <param name="fast">Values of the fast mode.</param>
    /// <param name="options">Options.</param>
    /// <param name="step">Voxels from centre to centre of the windows.</param>
    /// <param name="cancel">Stops early.</param>
    public static FastScalingError Compare(
        WindowPlan plan, PaddedGrid grid, byte[] selected, ScaleRule rule, WindowSurvey survey, double shift, ScaledVoxels fast, LocScaleOptions options, int step, CancellationToken cancel)
    {
        byte[] sample = Choose(plan, grid, selected);
        using var exact = new ScaledVoxels(grid.Map, withB: false);
        LocScaleOptions plain = options with { CheckpointPath = null, Progress = null, LocalB = false };
        new WindowPass(plan, grid, sample, rule, survey, shift, exact, plain).Run(cancel);
        var pairs = new PairSums();
        foreach (int voxel in WindowRegions.Voxels(plan, new WindowRegion(0, plan.Ny, 0, plan.Nz), sample))
        {
            int i = grid.InMap(voxel);
            pairs.Add(fast[i].Value, exact[i].Value);
        }

        double rms = Math.Sqrt(pairs.SecondSquared / pairs.Count);
        return new(step, pairs.Count, pairs.Correlation, Over(pairs.Rms, rms), Over(pairs.Largest, rms), Over(Math.Sqrt(pairs.FirstSquared / pairs.Count), rms));
    }

    private static double Over(double value, double rms) => rms > 0 ? value / rms : 0;

    /// <summary>One byte per voxel of the grid: rows of neighbours along x and z from every so many selected voxels on. Rows start where lanes of the windows do.</summary>
    private static byte[] Choose(WindowPlan plan, PaddedGrid grid, byte[] selected)
    {
        var sample = new byte[selected.Length];
        long every = Math.Max(1, grid.Count / Groups), seen = every / 2;
        foreach (int voxel in WindowRegions.Voxels(plan, new WindowRegion(0, plan.Ny, 0, plan.Nz), selected))
        {
            if (seen++ % every != 0)
                continue;
            (int x, int y, int z) = (voxel % plan.Nx, voxel / plan.Nx % plan.Ny, voxel / plan.Nx / plan.Ny);
            int start = plan.Shape.Radius + (x - plan.Shape.Radius) / Edge * Edge;
            for (int k = z; k < Math.Min(z + Edge, plan.Nz); k++)
            {
                for (int i = start; i < Math.Min(start + Edge, plan.Nx); i++)
                {
                    int at = (k * plan.Ny + y) * plan.Nx + i;
                    sample[at] |= selected[at];
                }
            }
        }

        return sample;
    }
}
