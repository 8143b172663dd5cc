namespace Engine.Core.Masks;

/// <summary>The lower envelope of the parabolas f(p) + (w (q - p))² over the points of one line, with its work space.</summary>
/// <param name="count">Points on a line.</param>
/// <param name="width">Distance w of neighbouring points, Å.</param>
internal sealed class ParabolaEnvelope(int count, double width)
{
    private readonly int[] vertices = new int[count];
    private readonly double[] starts = new double[count];
    private readonly double[] heights = new double[count];
    private readonly double scale = width * width;
    private double[] values = [];

    /// <summary>Points on a line.</summary>
    public int Count => count;

    /// <summary>Room for the values of some lines, one after the other.</summary>
    /// <param name="lines">Number of lines.</param>
    public Span<double> Values(int lines)
    {
        if (values.Length < lines * count)
            values = new double[lines * count];
        return values.AsSpan(0, lines * count);
    }

    /// <summary>Replaces the values f of a line by the envelope min over p of f(p) + (w (q - p))².</summary>
    /// <param name="f">One value per point; infinite where there is no parabola.</param>
    public void Lower(Span<double> f)
    {
        int top = -1;
        for (int q = 0; q < count; q++)
        {
            if (double.IsPositiveInfinity(f[q]))
                continue;
            double start = double.NegativeInfinity;
            while (top >= 0)
            {
                start = Crossing(vertices[top], heights[top], q, f[q]);
                if (start > starts[top])
                    break;
                top--;
                start = double.NegativeInfinity;
            }

            (vertices[++top], starts[top], heights[top]) = (q, start, f[q]);
        }

        if (top < 0)
            return;
        for (int q = 0, k = 0; q < count; q++)
        {
            while (k < top && starts[k + 1] < q)
                k++;
            double steps = q - vertices[k];
            f[q] = heights[k] + scale * steps * steps;
        }
    }

    /// <summary>Where the parabola of a later point q falls below that of p.</summary>
    private double Crossing(int p, double fp, int q, double fq) => (fq - fp + scale * ((double)q * q - (double)p * p)) / (2 * scale * (q - p));
}
