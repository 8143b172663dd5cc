using System.Runtime.CompilerServices;

namespace Engine.Kernels.Cpu;

/// <summary>Density on shells round atoms on the CPU: atoms in chunks, the points of a shell in SIMD lanes.</summary>
internal sealed unsafe class CpuAtomProfileKernels(CpuWorkers workers) : AtomProfileKernels
{
    private const int AtomsPerChunk = 16;

    /// <inheritdoc/>
    private protected override void Sample(DeviceBuffer<float> map, in GridFrame frame, ProfileAtoms atoms, ShellPoints points, AtomProfiles profiles)
    {
        MapSampler sampler = new(CpuBuffer.Pointer(map, frame.VoxelCount), frame);
        var shape = new ShellSearch(points);
        int longest = Enumerable.Range(0, atoms.Count).Max(i => atoms.Start[i + 1] - atoms.Start[i]);
        workers.Run((atoms.Count + AtomsPerChunk - 1) / AtomsPerChunk, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (chunk) =>
        {
            MapSampler local = sampler;
            int stride = points.Rule.Stride, most = points.Count(points.Rule.Tries - 1);
            Span<int> free = stackalloc int[most + ShellPoints.Multiple];
            double[] room = new double[3 * longest + 1];
            int last = Math.Min(atoms.Count, (chunk + 1) * AtomsPerChunk);
            for (int i = chunk * AtomsPerChunk; i < last; i++)
            {
                fixed (double* centre = &atoms.Positions[3 * i], around = room)
                {
                    int neighbors = ShellSearch.Relative(atoms, i, around);
                    Profile(local, shape, centre, around, neighbors, free, profiles.Sums.AsSpan(stride * i, stride), profiles.Counts.AsSpan(stride * i, stride));
                }
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Profile(
        in MapSampler sampler, ShellSearch shape, double* centre, double* around, int neighbors, Span<int> free, Span<double> sums, Span<int> counts)
    {
        sums[0] = sampler.Contains(centre) ? sampler.Sample(InterpolationKind.Trilinear, centre, out _) : 0;
        if (!double.IsFinite(centre[0] + centre[1] + centre[2]))
            sums[0] = double.NaN;
        if (!sampler.Contains(centre))
            return;
        counts[0] = 1;
        double* place = stackalloc double[3];
        double squares = 0;
        int outside = 0, shells = shape.Rule.Shells;
        for (int shell = 1; shell <= shells; shell++)
        {
            double radius = shell * shape.Rule.Step, sum = 0;
            int found = shape.FreePoints(radius, around, neighbors, free), inside = 0;
            for (int k = 0; k < found; k++)
            {
                shape.Place(free[k], radius, centre, place);
                if (!sampler.Contains(place))
                {
                    outside++;
                    continue;
                }

                double difference = sampler.Sample(InterpolationKind.Trilinear, place, out _) - sums[0];
                sum += difference;
                squares += difference * difference;
                inside++;
            }

            (sums[shell], counts[shell]) = (sum, inside);
        }

        (sums[shells + 1], counts[shells + 1]) = (squares, outside);
    }
}
