using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Density at atoms on the CPU, in chunks of atoms whose sums are added in order.</summary>
internal sealed unsafe class CpuInterpolationKernels(CpuWorkers workers) : InterpolationKernels
{
    private const int AtomsPerChunk = 1024;
    private const int WorthwhileAtoms = 4096;

    /// <inheritdoc/>
    public override double Evaluate(
        DeviceBuffer<float> map, in GridFrame frame, DeviceBuffer<double> positions, DeviceBuffer<float> weights,
        InterpolationKind kind, double scale, DeviceBuffer<double>? gradient)
    {
        long atoms = Atoms(map, frame, positions, weights.Length);
        MapSampler sampler = new(CpuBuffer.Pointer(map, frame.VoxelCount), frame);
        double* x = CpuBuffer.Pointer(positions, 3 * atoms), g = gradient == null ? null : CpuBuffer.Pointer(gradient, 3 * atoms);
        float* w = CpuBuffer.Pointer(weights, atoms);
        double[] sums = new double[Chunks(atoms)];
        workers.Run(sums.Length, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (chunk) =>
        {
            MapSampler local = sampler;
            double sum = 0;
            long last = Math.Min(atoms, (chunk + 1L) * AtomsPerChunk);
            for (long i = (long)chunk * AtomsPerChunk; i < last; i++)
            {
                double weight = w[i];
                if (weight == 0)
                    continue;
                sum += weight * local.Sample(kind, x + 3 * i, out Vector256<double> slope);
                if (g == null)
                    continue;
                slope *= scale * weight;
                g[3 * i] += slope[0];
                g[3 * i + 1] += slope[1];
                g[3 * i + 2] += slope[2];
            }

            sums[chunk] = sum;
        }, atoms >= WorthwhileAtoms);
        return scale * FixedTree.Sum(sums);
    }

    /// <inheritdoc/>
    public override void Values(
        DeviceBuffer<float> map, in GridFrame frame, DeviceBuffer<double> positions, InterpolationKind kind, DeviceBuffer<float> values)
    {
        long atoms = Atoms(map, frame, positions, values.Length);
        MapSampler sampler = new(CpuBuffer.Pointer(map, frame.VoxelCount), frame);
        double* x = CpuBuffer.Pointer(positions, 3 * atoms);
        float* v = CpuBuffer.Pointer(values, atoms);
        workers.Run(Chunks(atoms), [MethodImpl(MethodImplOptions.AggressiveOptimization)] (chunk) =>
        {
            MapSampler local = sampler;
            long last = Math.Min(atoms, (chunk + 1L) * AtomsPerChunk);
            for (long i = (long)chunk * AtomsPerChunk; i < last; i++)
                v[i] = (float)local.Sample(kind, x + 3 * i, out _);
        }, atoms >= WorthwhileAtoms);
    }

    /// <summary>The number of atoms, after checking that all arrays fit it.</summary>
    private static long Atoms(DeviceBuffer<float> map, in GridFrame frame, DeviceBuffer<double> positions, long atoms)
    {
        if (map.Length < frame.VoxelCount)
            throw new ArgumentException($"{map.Length} voxels for a grid of {frame.VoxelCount}", nameof(map));
        return positions.Length == 3 * atoms
            ? atoms
            : throw new ArgumentException($"{positions.Length} coordinates for {atoms} atoms", nameof(positions));
    }

    private static int Chunks(long atoms) => checked((int)((atoms + AtomsPerChunk - 1) / AtomsPerChunk));
}
