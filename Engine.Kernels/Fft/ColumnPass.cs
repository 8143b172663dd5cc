namespace Engine.Kernels.Fft;

/// <summary>Complex transforms along an axis that is not contiguous: blocks of neighbouring columns, one column per lane.</summary>
internal sealed unsafe class ColumnPass(int length)
{
    private readonly LanePlan plan = LanePlan.Create(length);

    /// <summary>Floats of work space for a number of lanes.</summary>
    public long WorkLength(int lanes) => (2L * plan.Length + plan.WorkRows) * lanes;

    /// <summary>Transforms neighbouring columns in place.</summary>
    /// <param name="data">First complex number of the first column.</param>
    /// <param name="stride">Floats from one point of a column to the next.</param>
    /// <param name="columns">Number of columns, at most <paramref name="lanes"/>.</param>
    /// <param name="inverse">Inverse instead of forward, unnormalised.</param>
    /// <param name="work">WorkLength floats.</param>
    /// <param name="lanes">Lanes.</param>
    public void Run(float* data, long stride, int columns, bool inverse, float* work, int lanes)
    {
        if (plan.Length == 1)
            return;
        float* re = work, im = work + ((long)plan.Length * lanes), rest = im + ((long)plan.Length * lanes);
        for (int j = 0; j < plan.Length; j++)
            LaneBlocks.Gather(data + (j * stride), re + ((long)j * lanes), im + ((long)j * lanes), columns);
        if (inverse)
            plan.Forward(im, re, rest, lanes);
        else
            plan.Forward(re, im, rest, lanes);
        for (int j = 0; j < plan.Length; j++)
            LaneBlocks.Scatter(re + ((long)j * lanes), im + ((long)j * lanes), data + (j * stride), columns, 1);
    }
}
