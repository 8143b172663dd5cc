using System.Numerics;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Scoring;

/// <summary>
/// A set of voxels of a periodic orthogonal grid, one bit per voxel, inside a <see cref="VoxelWindow"/>. Rows run along x and start on a
/// 64-bit word, so unions and erosions work on 64 voxels at a time.
/// </summary>
public sealed class VoxelMask
{
    private const int AtomsPerTask = 256;
    private readonly ulong[] words;
    private readonly Vec3 voxel;

    /// <summary>Makes an empty set.</summary>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="window">The part of the grid that the set may cover.</param>
    public VoxelMask(MapGrid grid, VoxelWindow window)
    {
        Grid = grid;
        Window = window;
        WordsPerRow = (window.SizeX + 63) / 64;
        words = new ulong[(long)WordsPerRow * window.SizeY * window.SizeZ];
        voxel = grid.VoxelSize;
    }

    /// <summary>Makes an empty set that may cover the whole grid.</summary>
    /// <param name="grid">An orthogonal grid.</param>
    public VoxelMask(MapGrid grid)
        : this(grid, VoxelWindow.Whole(grid))
    {
    }

    /// <summary>The grid.</summary>
    public MapGrid Grid { get; }

    /// <summary>The part of the grid that the set may cover.</summary>
    public VoxelWindow Window { get; }

    /// <summary>64-bit words of one row.</summary>
    public int WordsPerRow { get; }

    /// <summary>Number of voxels in the set.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            foreach (ulong word in words)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>True when a voxel, given by its indices in the whole grid, is in the set.</summary>
    public bool this[int x, int y, int z]
    {
        get
        {
            int i = PeriodicIndex.Wrap(x - Window.StartX, Grid.Nx);
            int j = PeriodicIndex.Wrap(y - Window.StartY, Grid.Ny);
            int k = PeriodicIndex.Wrap(z - Window.StartZ, Grid.Nz);
            return i < Window.SizeX && j < Window.SizeY && k < Window.SizeZ && (Row(j, k)[i >> 6] >> (i & 63) & 1) != 0;
        }
    }

    /// <summary>Bits of one row of the window; bits past the row's end are 0 and must stay so.</summary>
    /// <param name="y">Row, 0 to SizeY - 1 of the window.</param>
    /// <param name="z">Plane, 0 to SizeZ - 1 of the window.</param>
    public Span<ulong> Row(int y, int z) => words.AsSpan((int)(((long)z * Window.SizeY + y) * WordsPerRow), WordsPerRow);

    /// <summary>Adds the voxels of another set on the same window.</summary>
    /// <param name="other">A set.</param>
    public void UnionWith(VoxelMask other)
    {
        if (other.Window != Window || other.Grid.VoxelCount != Grid.VoxelCount)
            throw new ArgumentException("the sets cover different windows", nameof(other));
        for (int i = 0; i < words.Length; i++)
            words[i] |= other.words[i];
    }

    /// <summary>Adds all voxels within a radius of any centre, periodic images included. Only correct when the window holds every sphere or is the whole grid.</summary>
    /// <param name="centres">Centres in voxels from voxel (0,0,0), see <see cref="ToVoxels"/>.</param>
    /// <param name="radii">Radius per centre, Å.</param>
    /// <param name="inclusive">True: distance ≤ radius; false: distance &lt; radius.</param>
    public void AddSpheres(ReadOnlyMemory<Vec3> centres, ReadOnlyMemory<double> radii, bool inclusive)
    {
        int tasks = (centres.Length + AtomsPerTask - 1) / AtomsPerTask;
        if (tasks <= 1)
        {
            for (int i = 0; i < centres.Length; i++)
                AddSphere(centres.Span[i], radii.Span[i], inclusive, shared: false);
            return;
        }

        // Bits are only ever set, by an atomic "or": the result does not depend on the order of the tasks.
        Parallel.For(0, tasks, task =>
        {
            int end = Math.Min(centres.Length, (task + 1) * AtomsPerTask);
            for (int i = task * AtomsPerTask; i < end; i++)
                AddSphere(centres.Span[i], radii.Span[i], inclusive, shared: true);
        });
    }

    /// <summary>Position in voxels from voxel (0,0,0) of the grid, not wrapped.</summary>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="position">Position, Å.</param>
    public static Vec3 ToVoxels(MapGrid grid, Vec3 position)
    {
        Vec3 size = grid.VoxelSize, r = position - grid.Origin;
        return new Vec3(r.X / size.X, r.Y / size.Y, r.Z / size.Z);
    }

    private void AddSphere(Vec3 centre, double radius, bool inclusive, bool shared)
    {
        var sink = new Sink(this, shared);
        new SphereRuns(voxel.X, voxel.Y, voxel.Z).Visit((centre.X, centre.Y, centre.Z), radius, inclusive, ref sink);
    }

    private static int Local(int index, int start, int size, int n)
    {
        int local = PeriodicIndex.Wrap(index - start, n);
        return local < size ? local : throw new ArgumentOutOfRangeException(nameof(index), "a sphere leaves the window");
    }

    private void SetRun(int low, int high, int y, int z, bool shared)
    {
        Span<ulong> row = Row(y, z);
        if ((long)high - low + 1 >= Grid.Nx)
        {
            SetBits(row, 0, Grid.Nx, shared);
            return;
        }

        int first = Local(low, Window.StartX, Window.SizeX, Grid.Nx), count = high - low + 1;
        int direct = Math.Min(count, Window.SizeX - first);
        SetBits(row, first, direct, shared);
        if (count > direct)
        {
            if (Window.SizeX < Grid.Nx)
                throw new ArgumentOutOfRangeException(nameof(high), "a sphere leaves the window");
            SetBits(row, 0, count - direct, shared);
        }
    }

    private static void SetBits(Span<ulong> row, int first, int count, bool shared)
    {
        int last = first + count - 1;
        for (int w = first >> 6; w <= last >> 6; w++)
        {
            ulong bits = ulong.MaxValue;
            if (w == first >> 6)
                bits &= ulong.MaxValue << (first & 63);
            if (w == last >> 6)
                bits &= ulong.MaxValue >> (63 - (last & 63));
            if (!shared)
                row[w] |= bits;
            else if ((Volatile.Read(ref row[w]) & bits) != bits)
                Interlocked.Or(ref row[w], bits);
        }
    }

    /// <summary>Sets the bits of a sphere.</summary>
    private readonly struct Sink(VoxelMask mask, bool shared) : IRunSink
    {
        public void Add(int low, int high, int y, int z) => mask.SetRun(
            low, high, Local(y, mask.Window.StartY, mask.Window.SizeY, mask.Grid.Ny), Local(z, mask.Window.StartZ, mask.Window.SizeZ, mask.Grid.Nz), shared);
    }
}
