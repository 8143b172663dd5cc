using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Profiles by <see cref="ProfileMatrix"/>: vectors g of six classes at a time, then a matrix product blocked over classes and nodes.</summary>
/// <param name="classes">Classes.</param>
/// <param name="matrix">Tables.</param>
/// <param name="profiles">Receives the profiles.</param>
internal sealed unsafe class MatrixProfiles(AtomClasses classes, ProfileMatrix matrix, ImageProfiles profiles)
{
    /// <summary>Classes per block: with two vectors of nodes they fill twelve registers with sums.</summary>
    public const int Block = 6;

    private const int Lanes = 8;

    private static readonly ImageQuantities[] All =
        [ImageQuantities.Density, ImageQuantities.BFactor, ImageQuantities.Resolution, ImageQuantities.Radial];

    private readonly float[] squares = Padded(matrix.Tau);

    /// <summary>Computes all quantities of a block of classes.</summary>
    /// <param name="first">First class.</param>
    public void Build(int first)
    {
        int count = Math.Min(Block, classes.Count - first), columns = matrix.Tau.Length, width = 2 * profiles.Shape.Nodes;
        float* g = stackalloc float[Block * squares.Length], packed = stackalloc float[Block * columns], spare = stackalloc float[width];
        new Span<float>(g, Block * squares.Length).Clear();
        for (int c = 0; c < count; c++)
            Vector(first + c, g + c * squares.Length);
        float* output = CpuBuffer.Pointer(profiles.Table, (long)width * profiles.QuantityCount * classes.Count);
        float** rows = stackalloc float*[Block];
        foreach (ImageQuantities quantity in All)
        {
            int index = profiles.IndexOf(quantity);
            if (index < 0)
                continue;
            Pack(quantity, first, count, g, packed);
            for (int c = 0; c < Block; c++)
                rows[c] = c < count ? output + width * ((long)(first + c) * profiles.QuantityCount + index) : spare;
            fixed (float* table = Table(quantity))
                Multiply(table, packed, columns, width, rows);
        }
    }

    /// <summary>Table and power of 1/d of a quantity; B factors use that of the density.</summary>
    private float[] Table(ImageQuantities quantity) => quantity switch
    {
        ImageQuantities.Resolution => matrix.Resolution,
        ImageQuantities.Radial => matrix.Radial,
        _ => matrix.Density,
    };

    /// <summary>g_j = f(τ_j/d) exp(-B τ_j²/(4 d²)) of a class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Vector(int index, float* g)
    {
        int terms = classes.Terms, row = 2 * terms * classes.FormFactor[index];
        double d = classes.Resolution[index], scale = -1 / (4 * d * d);
        for (int j = 0; j < squares.Length; j += Lanes)
        {
            Vector256<float> sum = default, square = Vector256.Create(squares, j);
            for (int k = 0; k < terms; k++)
            {
                Vector256<float> exponent = Vector256.Create((float)(scale * (classes.FormFactors[row + terms + k] + classes.B[index])));
                sum = Vector256.MultiplyAddEstimate(Vector256.Create(classes.FormFactors[row + k]), Vector256.Exp(exponent * square), sum);
            }

            sum.Store(g + j);
        }
    }

    /// <summary>The vectors of a block column by column, with the quantity's power of d in them.</summary>
    private void Pack(ImageQuantities quantity, int first, int count, float* g, float* packed)
    {
        int columns = matrix.Tau.Length;
        new Span<float>(packed, Block * columns).Clear();
        for (int c = 0; c < count; c++)
        {
            double d = classes.Resolution[first + c], d3 = d * d * d;
            float factor = (float)(quantity switch
            {
                ImageQuantities.Density => 1 / d3,
                ImageQuantities.BFactor => -1 / (4 * d3 * d * d),
                ImageQuantities.Resolution => 1 / (d3 * d),
                _ => 1 / (d3 * d * d),
            });
            for (int j = 0; j < columns; j++)
                packed[Block * j + c] = factor * g[c * squares.Length + j] * (quantity == ImageQuantities.BFactor ? squares[j] : 1);
        }
    }

    /// <summary>rows_c = Σ_j packed_jc table_j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply(float* table, float* packed, int columns, int width, float** rows)
    {
        for (int at = 0; at < width; at += 2 * Lanes)
        {
            Vector256<float> a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default;
            Vector256<float> a3 = default, b3 = default, a4 = default, b4 = default, a5 = default, b5 = default;
            float* column = table + at, factor = packed;
            for (int j = 0; j < columns; j++, column += width, factor += Block)
            {
                Vector256<float> a = Vector256.Load(column), b = Vector256.Load(column + Lanes), f = Vector256.Create(factor[0]);
                (a0, b0) = (Vector256.MultiplyAddEstimate(f, a, a0), Vector256.MultiplyAddEstimate(f, b, b0));
                f = Vector256.Create(factor[1]);
                (a1, b1) = (Vector256.MultiplyAddEstimate(f, a, a1), Vector256.MultiplyAddEstimate(f, b, b1));
                f = Vector256.Create(factor[2]);
                (a2, b2) = (Vector256.MultiplyAddEstimate(f, a, a2), Vector256.MultiplyAddEstimate(f, b, b2));
                f = Vector256.Create(factor[3]);
                (a3, b3) = (Vector256.MultiplyAddEstimate(f, a, a3), Vector256.MultiplyAddEstimate(f, b, b3));
                f = Vector256.Create(factor[4]);
                (a4, b4) = (Vector256.MultiplyAddEstimate(f, a, a4), Vector256.MultiplyAddEstimate(f, b, b4));
                f = Vector256.Create(factor[5]);
                (a5, b5) = (Vector256.MultiplyAddEstimate(f, a, a5), Vector256.MultiplyAddEstimate(f, b, b5));
            }

            Put(rows[0] + at, a0, b0);
            Put(rows[1] + at, a1, b1);
            Put(rows[2] + at, a2, b2);
            Put(rows[3] + at, a3, b3);
            Put(rows[4] + at, a4, b4);
            Put(rows[5] + at, a5, b5);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* target, Vector256<float> a, Vector256<float> b)
    {
        a.Store(target);
        b.Store(target + Lanes);
    }

    /// <summary>τ_j², filled up to whole vectors.</summary>
    private static float[] Padded(double[] tau)
    {
        float[] result = new float[(tau.Length + Lanes - 1) / Lanes * Lanes];
        for (int j = 0; j < tau.Length; j++)
            result[j] = (float)(tau[j] * tau[j]);
        return result;
    }
}
