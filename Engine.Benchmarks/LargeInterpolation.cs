using System.Diagnostics;
using System.Globalization;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>Density at the atoms, with gradient, for a model of millions of atoms: one evaluation on a synthetic map.</summary>
internal static class LargeInterpolation
{
    /// <summary>Runs it: arguments number of atoms (default 15 million) and grid (default 600).</summary>
    public static int Run(string[] args)
    {
        int atoms = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 15_000_000;
        int n = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 600;
        using Accelerator cpu = DeviceCatalog.Open("cpu", Environment.ProcessorCount);
        using DeviceBuffer<float> map = MakeMap(cpu, n);
        using DeviceBuffer<double> positions = MakeChain(cpu, atoms, n);
        var ones = new float[atoms];
        Array.Fill(ones, 1f);
        using DeviceBuffer<float> weights = cpu.Upload((ReadOnlySpan<float>)ones, "weights");
        using DeviceBuffer<double> gradient = cpu.Allocate<double>(3L * atoms, "gradient");
        GridFrame frame = GridFrame.Orthogonal(n, n, n, 0, 0, 0, 1, 1, 1, false);
        foreach (InterpolationKind kind in new[] { InterpolationKind.Tricubic, InterpolationKind.Trilinear })
        {
            var seconds = new double[5];
            double value = 0;
            for (int k = 0; k < seconds.Length; k++)
            {
                cpu.Clear(gradient);
                long start = Stopwatch.GetTimestamp();
                value = cpu.Interpolation.Evaluate(map, frame, positions, weights, kind, 1, gradient);
                cpu.Synchronize();
                seconds[k] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }

            Array.Sort(seconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind}: {atoms} atoms on {n}^3: median {seconds[2]:F3} s, best {seconds[0]:F3} s, sum {value:G9}"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1073741824.0:F2} GiB, {cpu.Name}, {Environment.ProcessorCount} cores"));
        return 0;
    }

    private static DeviceBuffer<float> MakeMap(Accelerator cpu, int n)
    {
        DeviceBuffer<float> map = cpu.Allocate<float>((long)n * n * n, "map");
        var plane = new float[n * n];
        for (int z = 0; z < n; z++)
        {
            for (int i = 0; i < plane.Length; i++)
                plane[i] = (float)(Math.Sin(0.1 * (i % n)) + Math.Cos(0.07 * (i / n)) * Math.Sin(0.05 * z));
            cpu.Upload((ReadOnlySpan<float>)plane, map, (long)z * n * n);
        }

        return map;
    }

    /// <summary>
    /// Atoms along a chain, 1.5 Å apart in random directions, as the atoms of a file follow each other: neighbours in the list are neighbours in space. The chain
    /// turns back at the faces of the box.
    /// </summary>
    private static DeviceBuffer<double> MakeChain(Accelerator cpu, int atoms, int n)
    {
        DeviceBuffer<double> positions = cpu.Allocate<double>(3L * atoms, "coordinates");
        const int Piece = 1 << 20;
        var buffer = new double[3 * Piece];
        ulong state = 88172645463325252UL;
        double[] at = [n / 2.0, n / 2.0, n / 2.0];
        for (long done = 0; done < atoms; done += Piece)
        {
            int count = (int)Math.Min(Piece, atoms - done);
            for (int i = 0; i < count; i++)
            {
                // Every 4,000 atoms a new chain starts at a random place, so that the whole box is visited.
                bool fresh = (done + i) % 4000 == 0;
                for (int k = 0; k < 3; k++)
                {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    double u = (state >> 11) * (1.0 / (1UL << 53));
                    at[k] = fresh ? 3 + u * (n - 6) : Math.Clamp(at[k] + (u - 0.5) * 3, 2, n - 3);
                    buffer[3 * i + k] = at[k];
                }
            }

            cpu.Upload((ReadOnlySpan<double>)buffer.AsSpan(0, 3 * count), positions, 3 * done);
        }

        return positions;
    }
}
