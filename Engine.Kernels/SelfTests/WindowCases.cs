using Engine.Kernels.Windows;

namespace Engine.Kernels.SelfTests;

/// <summary>Profiles of rolling windows (LocScale) against whole transforms of each window.</summary>
internal static class WindowCases
{
    private const int Nx = 21, Ny = 17, Nz = 18;

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All => from side in (int[])[6, 10] from binning in Enum.GetValues<WindowBinning>() select Case(side, binning);

    private static KernelCase Case(int side, WindowBinning binning) => new("windows", $"profiles of {side}³, {binning.ToString().ToLowerInvariant()}", (accelerator, samples) =>
    {
        (float[] map, float[] reference, byte[] selected) = Inputs(samples, side);
        using DeviceBuffer<float> m = accelerator.Put(map), r = accelerator.Put(reference);
        using WindowPlan plan = accelerator.Windows.CreatePlan(m, r, Nx, Ny, Nz, new WindowShape(side, binning));
        var found = new SortedDictionary<int, double[]>();
        plan.Run(new(0, Ny, 0, Nz), selected, (voxels, profiles) =>
        {
            lock (found)
            {
                for (int i = 0; i < voxels.Length; i++)
                    found.Add(voxels[i], Numbers(profiles.Slice(i * plan.Shape.ProfileLength, plan.Shape.ProfileLength)));
            }
        });
        return [.. found.Values.SelectMany(v => v)];
    })
    {
        Scalar = samples =>
        {
            (float[] map, float[] reference, byte[] selected) = Inputs(samples, side);
            return
            [
                .. Enumerable.Range(0, selected.Length).Where(i => selected[i] != 0).SelectMany(i =>
                {
                    ReferenceWindow window = new(map, Nx, Ny, i, side), other = new(reference, Nx, Ny, i, side);
                    bool octant = binning == WindowBinning.Octant;
                    return (double[])[.. window.Profile(octant), .. other.Profile(octant), window.Central(Scale(side))];
                }),
            ];
        },
        Columns = 2 * (side / 2 + 1) + 1,
    };

    private static double[] Scale(int side) => [.. Enumerable.Range(0, side / 2 + 1).Select(i => 1 + 0.3 * i * i)];

    /// <summary>Amplitudes of map and reference by shell, and the central voxel after scaling.</summary>
    private static double[] Numbers(ReadOnlySpan<float> values)
    {
        var profile = new WindowProfile(values);
        double[] scale = Scale(2 * (profile.Map.Length - 1));
        double central = 0;
        for (int r = 0; r < scale.Length; r++)
            central += scale[r] * profile.Central[r];
        return [.. DeviceArrays.Widen(profile.Map.ToArray()), .. DeviceArrays.Widen(profile.Reference.ToArray()), central];
    }

    /// <summary>Two maps and some thirty windows: neighbours, gaps along all axes and both faces of the grid.</summary>
    private static (float[] Map, float[] Reference, byte[] Selected) Inputs(KernelSamples samples, int side)
    {
        float[] map = samples.Singles(Nx * Ny * Nz, -1, 2), reference = samples.Singles(Nx * Ny * Nz, 0, 1);
        var selected = new byte[map.Length];
        int half = side / 2;
        for (int i = 0; i < selected.Length; i++)
        {
            int x = i % Nx, y = i / Nx % Ny, z = i / Nx / Ny;
            bool inside = x >= half && y >= half && z >= half && x <= Nx - half && y <= Ny - half && z <= Nz - half;
            selected[i] = inside && ((x + 3 * y + 7 * z) % 53 == 0 || (x is 10 or 11 && y == half && z % 5 == 2) || (x == Nx - half && y == Ny - half && z == Nz - half)) ? (byte)1 : (byte)0;
        }

        return (map, reference, selected);
    }
}
