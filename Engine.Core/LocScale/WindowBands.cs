using Engine.Kernels;
using Engine.Kernels.Windows;

namespace Engine.Core.LocScale;

/// <summary>
/// What a window does with the frequencies of a whole map. The central voxel is Σ_r scale(r) C_r, where C_r takes the part of the window's coefficients between the radii r - 1 and r + 1 (a triangle).
/// As a function of the voxel, C_r is the map convolved with that triangle's transform, cut to one window. Cutting blurs the triangle; the tables hold the mean of the blurred one over
/// all directions, T_r(s) = Σ_y K_r(y) sin(2π s |y|)/(2π s |y|), y over the window. Over all r they add up to 1.
/// </summary>
internal static class WindowBands
{
    private const int NodesPerRadius = 8;

    /// <summary>The filters, one per radius, for a map whose box edges are given in voxels.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="shape">Windows.</param>
    /// <param name="size">Voxels along x, y, z of the map.</param>
    public static RadialFilter[] Filters(Accelerator accelerator, WindowShape shape, (int X, int Y, int Z) size)
    {
        double[][] tables = Tables(accelerator, shape);
        return [.. tables.Select((table, r) => new RadialFilter
        {
            CellX = size.X, CellY = size.Y, CellZ = size.Z, Step = 1.0 / (NodesPerRadius * shape.Side), Table = table, Beyond = r == shape.Radius ? 1 : 0,
        })];
    }

    /// <summary>T_r at frequencies 0, 1/8, 2/8 ... in units of 1/side, up to one radius beyond the last. There, all but the last fade out.</summary>
    internal static double[][] Tables(Accelerator accelerator, WindowShape shape)
    {
        int shells = shape.Shells, nodes = (shape.Radius + 1) * NodesPerRadius + 1, last = shape.Radius * NodesPerRadius;
        double[][] byDistance = Kernels(accelerator, shape);
        double[][] tables = [.. byDistance.Select(_ => new double[nodes])];
        Parallel.For(0, last + 1, node =>
        {
            double[] wave = new double[byDistance[0].Length];
            for (int square = 0; square < wave.Length; square++)
                wave[square] = Sinc(2 * Math.PI * node / NodesPerRadius * Math.Sqrt(square) / shape.Side);
            for (int r = 0; r < shells - 1; r++)
            {
                double sum = 0;
                for (int square = 0; square < wave.Length; square++)
                    sum += byDistance[r][square] * wave[square];
                tables[r][node] = sum;
            }
        });
        for (int node = 0; node < nodes; node++)
        {
            double rest = 1;
            for (int r = 0; r < shells - 1; r++)
            {
                if (node > last)
                    tables[r][node] = tables[r][last] * (nodes - 1 - node) / NodesPerRadius;
                rest -= tables[r][node];
            }

            tables[^1][node] = rest;
        }

        return tables;
    }

    private static double Sinc(double x) => x < 1e-4 ? 1 - x * x / 6 : Math.Sin(x) / x;

    /// <summary>For every radius but the last, the sums of the triangle's transform over the voxels of the window at each squared distance from its centre.</summary>
    private static double[][] Kernels(Accelerator accelerator, WindowShape shape)
    {
        int side = shape.Side, half = shape.Radius;
        using FourierPlan plan = accelerator.Fourier.CreatePlan(side, side, side);
        using DeviceBuffer<float> coefficients = accelerator.Allocate<float>(plan.HalfLength, "band of a window"), values = accelerator.Allocate<float>(plan.RealLength, "its transform");
        float[] triangle = new float[plan.HalfLength], kernel = new float[plan.RealLength];
        int Away(int i) => Math.Min(i, side - i);
        var result = new double[shape.Shells][];
        for (int r = 0; r < result.Length; r++)
        {
            result[r] = new double[3 * half * half + 1];
            if (r == half)
                break;
            for (int i = 0; i < triangle.Length / 2; i++)
            {
                int x = i % (half + 1), y = Away(i / (half + 1) % side), z = Away(i / (half + 1) / side);
                triangle[2 * i] = (float)Math.Max(0, 1 - Math.Abs(Math.Sqrt(x * x + y * y + z * z) - r));
            }

            accelerator.Upload<float>(triangle, coefficients);
            plan.Inverse(coefficients, values);
            accelerator.Download(values, kernel);
            for (int i = 0; i < kernel.Length; i++)
            {
                int x = Away(i % side), y = Away(i / side % side), z = Away(i / side / side);
                result[r][x * x + y * y + z * z] += kernel[i];
            }
        }

        return result;
    }
}
