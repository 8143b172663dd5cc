using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Tests.IO;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Maps;

/// <summary>Random grids, places and axis orders.</summary>
[TestFixture]
public sealed class MapRoundTripProperties : IDisposable
{
    private static readonly (int C, int R, int S)[] Orders = [(1, 2, 3), (1, 3, 2), (2, 1, 3), (2, 3, 1), (3, 1, 2), (3, 2, 1)];

    private readonly TemporaryFolder folder = new();

    private static Arbitrary<(int[] Size, int[] Start, int[] Sampling, int Seed)> Cases { get; } = Arb.From(
        from size in Gen.ArrayOf(Gen.Choose(1, 40), 3)
        from start in Gen.ArrayOf(Gen.Choose(-500, 500), 3)
        from sampling in Gen.ArrayOf(Gen.Choose(1, 300), 3)
        from seed in Gen.Choose(0, int.MaxValue)
        select (size, start, sampling, seed));

    public void Dispose() => folder.Dispose();

    /// <summary>What is written is read back with the same grid, bit by bit.</summary>
    [Test]
    public void WrittenMapsAreReadBack() => Prop.ForAll(Cases, c =>
    {
        Random random = new(c.Seed);
        UnitCell cell = new(Float(random, 10, 400), Float(random, 10, 400), Float(random, 10, 400), Float(random, 70, 110), 90, Float(random, 70, 110));
        (int X, int Y, int Z) sampling = (c.Sampling[0], c.Sampling[1], c.Sampling[2]), start = (c.Start[0], c.Start[1], c.Start[2]);
        Vec3 words = new(Float(random, -500, 500), Float(random, -500, 500), Float(random, -500, 500));
        bool isPlacedByWords = random.Next(2) == 0;
        MapGrid grid = new()
        {
            Nx = c.Size[0],
            Ny = c.Size[1],
            Nz = c.Size[2],
            Cell = cell,
            Sampling = sampling,
            Start = isPlacedByWords ? default : start,
            OriginWords = isPlacedByWords ? words : Vec3.Zero,
            Origin = isPlacedByWords ? words : cell.ToOrthogonal(new((double)start.X / sampling.X, (double)start.Y / sampling.Y, (double)start.Z / sampling.Z)),
        };
        using DensityMap map = TestMaps.Create(grid, (_, _, _) => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20))));
        string path = folder[c.Seed % 2 == 0 ? "p.map" : "p.map.gz"];
        MapWriter.Write(path, map);
        using DensityMap again = MapReader.Read(path, new() { AllowConstant = true });
        return again.Grid.Origin == grid.Origin && again.Grid.OriginWords == grid.OriginWords && again.Grid.Start == grid.Start
            && again.Grid.Sampling == sampling && (again.Grid.Nx, again.Grid.Ny, again.Grid.Nz) == (grid.Nx, grid.Ny, grid.Nz)
            && (again.Grid.Cell.A, again.Grid.Cell.Alpha, again.Grid.Cell.Gamma) == (cell.A, cell.Alpha, cell.Gamma)
            && Values(again).SequenceEqual(Values(map));
    }).QuickCheckThrowOnFailure();

    /// <summary>Whatever the order of the axes in a file, a voxel has the same place and value.</summary>
    [Test]
    public void AxisOrderChangesNothing() => Prop.ForAll(Cases, c =>
    {
        (int nx, int ny, int nz) = (c.Size[0], c.Size[1], c.Size[2]);
        (int C, int R, int S) order = Orders[c.Seed % 6];
        int[] axes = [order.C - 1, order.R - 1, order.S - 1];
        float[] data = new float[nx * ny * nz];
        int[] at = new int[3];
        int i = 0;
        for (at[axes[2]] = 0; at[axes[2]] < c.Size[axes[2]]; at[axes[2]]++)
        {
            for (at[axes[1]] = 0; at[axes[1]] < c.Size[axes[1]]; at[axes[1]]++)
            {
                for (at[axes[0]] = 0; at[axes[0]] < c.Size[axes[0]]; at[axes[0]]++)
                    data[i++] = Law(at[0], at[1], at[2]);
            }
        }

        MapFileBuilder file = new MapFileBuilder().WithData(MapFileBuilder.Floats(data))
            .SetIntegers(1, c.Size[axes[0]], c.Size[axes[1]], c.Size[axes[2]])
            .SetIntegers(5, c.Start[axes[0]], c.Start[axes[1]], c.Start[axes[2]])
            .SetIntegers(8, c.Sampling)
            .SetIntegers(17, order.C, order.R, order.S);
        using DensityMap map = MapReader.Read(folder.Write("q.map", file.ToBytes()), new() { AllowConstant = true });
        bool agrees = map.Grid.Start == (c.Start[0], c.Start[1], c.Start[2]) && (map.Grid.Nx, map.Grid.Ny, map.Grid.Nz) == (nx, ny, nz);
        for (int z = 0; z < nz; z++)
        {
            for (int y = 0; y < ny; y++)
            {
                for (int x = 0; x < nx; x++)
                    agrees &= map[x, y, z] == Law(x, y, z);
            }
        }

        return agrees;
    }).QuickCheckThrowOnFailure();

    private static float Law(int x, int y, int z) => x + 64 * y + 4096 * z;

    private static double Float(Random random, double low, double high) => (float)(low + (high - low) * random.NextDouble());

    private static float[] Values(DensityMap map) => map.Values.Slice(0, (int)map.Values.Length).ToArray();
}
