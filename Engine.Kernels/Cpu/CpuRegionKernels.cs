namespace Engine.Kernels.Cpu;

/// <summary>Sums over unions of spheres on the CPU: the voxels of a region are bits of rows, summed run by run.</summary>
internal sealed unsafe class CpuRegionKernels(CpuWorkers workers) : RegionKernels
{
    private const int RegionsPerChunk = 16;

    /// <inheritdoc/>
    private protected override CorrelationSums[] Sum(DeviceBuffer<float> a, DeviceBuffer<float> b, SphereRegions regions)
    {
        long voxels = (long)regions.Size.X * regions.Size.Y * regions.Size.Z;
        float* first = CpuBuffer.Pointer(a, voxels), second = CpuBuffer.Pointer(b, voxels);
        var sums = new CorrelationSums[regions.Count];
        workers.Run((sums.Length + RegionsPerChunk - 1) / RegionsPerChunk, chunk =>
        {
            ulong[] room = [];
            for (int r = chunk * RegionsPerChunk; r < Math.Min(sums.Length, (chunk + 1) * RegionsPerChunk); r++)
            {
                ReadOnlySpan<int> window = regions.Windows.AsSpan(SphereRegions.WindowNumbers * r, SphereRegions.WindowNumbers);
                if (window[3] == 0)
                    continue;
                int words = (window[3] + 63) / 64, needed = checked(words * window[4] * window[5]);
                if (room.Length < needed)
                    room = new ulong[2 * needed];
                var rows = new Rows(window, room.AsSpan(0, needed), words);
                rows.Bits.Clear();
                for (int s = regions.Start[r]; s < regions.Start[r + 1]; s++)
                    regions.Voxel.Visit((regions.Centres[3 * s], regions.Centres[3 * s + 1], regions.Centres[3 * s + 2]), regions.Radius, true, ref rows);
                long pivot = regions.Pivot(r);
                var sum = new CorrelationSums(first[pivot], second[pivot]);
                rows.AddTo(ref sum, regions.Size, first, second);
                sums[r] = sum;
            }
        });
        return sums;
    }

    /// <summary>The voxels of a box, one bit each.</summary>
    private readonly ref struct Rows(ReadOnlySpan<int> window, Span<ulong> bits, int words) : IRunSink
    {
        private readonly ReadOnlySpan<int> window = window;

        public Span<ulong> Bits { get; } = bits;

        public void Add(int low, int high, int y, int z)
        {
            int from = Math.Max(0, low - window[0]), to = Math.Min(window[3] - 1, high - window[0]), row = y - window[1], plane = z - window[2];
            if (from > to || (uint)row >= (uint)window[4] || (uint)plane >= (uint)window[5])
                return;
            Span<ulong> target = Bits.Slice((plane * window[4] + row) * words, words);
            for (int w = from >> 6; w <= to >> 6; w++)
            {
                ulong mask = ulong.MaxValue;
                if (w == from >> 6)
                    mask &= ulong.MaxValue << (from & 63);
                if (w == to >> 6)
                    mask &= ulong.MaxValue >> (63 - (to & 63));
                target[w] |= mask;
            }
        }

        public void AddTo(ref CorrelationSums sums, (int X, int Y, int Z) size, float* a, float* b)
        {
            for (int z = 0; z < window[5]; z++)
            {
                for (int y = 0; y < window[4]; y++)
                {
                    long start = ((long)PeriodicIndex.Wrap(window[2] + z, size.Z) * size.Y + PeriodicIndex.Wrap(window[1] + y, size.Y)) * size.X;
                    foreach ((int first, int count) in new BitRuns(Bits.Slice((z * window[4] + y) * words, words)))
                    {
                        int x = PeriodicIndex.Wrap(window[0] + first, size.X), direct = Math.Min(count, size.X - x);
                        sums.Add(new(a + start + x, direct), new(b + start + x, direct));
                        sums.Add(new(a + start, count - direct), new(b + start, count - direct));
                    }
                }
            }
        }
    }
}
