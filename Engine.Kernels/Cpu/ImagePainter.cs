using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Adds spherical atom images to one tile, eight voxels of a row at a time.</summary>
internal sealed unsafe class ImagePainter : IDisposable
{
    private const int Lanes = ProfileCubics.Lanes;

    private readonly SplatTiles tiles;
    private readonly TileBuffer buffer;
    private readonly ProfileCubics cubics;
    private float[] alongX = [];

    /// <summary>Prepares an empty tile.</summary>
    public ImagePainter(SplatTiles tiles, int tile, ImageProfiles profiles)
    {
        this.tiles = tiles;
        buffer = new TileBuffer(tiles, tile);
        cubics = new ProfileCubics(profiles);
    }

    /// <summary>Adds an image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Paint(AtomImages images, int image)
    {
        cubics.Select(images.Class[image]);
        double radius = cubics.Radius;
        Extent x = new(tiles.X, tiles.X.Index(images.Positions[3 * image]), radius), y = new(tiles.Y, tiles.Y.Index(images.Positions[3 * image + 1]), radius);
        Extent z = new(tiles.Z, tiles.Z.Index(images.Positions[3 * image + 2]), radius);
        if (x.Count <= 0 || y.Count <= 0 || z.Count <= 0)
            return;
        if (alongX.Length < x.Count + Lanes)
            alongX = new float[2 * x.Count + Lanes];
        float* coefficients = cubics.Of(ImageQuantities.Density);
        float perAngstrom = (float)cubics.PerAngstrom, last = cubics.Last, weight = images.Weight[image];
        fixed (float* squares = alongX)
        {
            for (int i = 0; i < x.Count + Lanes; i++)
                squares[i] = (float)(x.Distance(x.First + i) * x.Distance(x.First + i));
            for (int k = z.First; k <= z.Last; k++)
            {
                int plane = buffer.Plane(k);
                if (!buffer.HasPlane(plane))
                    continue;
                double dz = z.Distance(k), left = radius * radius - dz * dz;
                for (int j = y.First; j <= y.Last; j++)
                {
                    double dy = y.Distance(j);
                    float* row = buffer.Row(plane, j);
                    if (row == null || !x.Chord(left - dy * dy, out int from, out int to))
                        continue;
                    AddRow(coefficients, squares + (from - x.First), (float)(dy * dy + dz * dz), perAngstrom, last, weight, row + from, to - from + 1);
                }
            }
        }
    }

    /// <summary>Adds the tile to the grid.</summary>
    public void Deposit(float* grid) => buffer.Deposit(grid);

    /// <summary>Returns the memory.</summary>
    public void Dispose()
    {
        cubics.Dispose();
        buffer.Dispose();
    }

    /// <summary>voxels += weight P(r). Lanes past the end of the row lie outside the sphere, or past the end of a grid that does not repeat.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow(float* coefficients, float* squares, float rest, float perAngstrom, float last, float weight, float* voxels, int count)
    {
        int* at = stackalloc int[Lanes];
        Vector256<float> across = Vector256.Create(rest), scale = Vector256.Create(perAngstrom), end = Vector256.Create(last), w = Vector256.Create(weight);
        for (int i = 0; i < count; i += Lanes)
        {
            Vector256<float> node = Vector256.Min(Vector256.Sqrt(Vector256.Load(squares + i) + across) * scale, end);
            Vector256<int> whole = Vector256.ConvertToInt32Native(node);
            whole.Store(at);
            Vector256<float> t = node - Vector256.ConvertToSingle(whole);
            ProfileCubics.Look(coefficients, at, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3);
            Vector256<float> value = Vector256.MultiplyAddEstimate(Vector256.MultiplyAddEstimate(c3, t, c2), t, c1);
            value = Vector256.MultiplyAddEstimate(value, t, c0);
            Vector256.MultiplyAddEstimate(w, value, Vector256.Load(voxels + i)).Store(voxels + i);
        }
    }
}
