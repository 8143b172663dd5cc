namespace Engine.Kernels.Fft;

/// <summary>
/// A one-dimensional complex transform of many lanes at once. Data are two arrays (real and imaginary parts) of n rows with <c>lanes</c> floats each: lane l of
/// the arrays is one sequence. Plans have no state: they may be used by several threads with work space of their own.
/// </summary>
internal abstract unsafe class LanePlan(int length)
{
    /// <summary>Points of the transform.</summary>
    public int Length { get; } = length;

    /// <summary>Floats of work space per lane that <see cref="Forward"/> needs.</summary>
    public abstract int WorkRows { get; }

    /// <summary>Unnormalised forward transform, exp(-2πi hx), in place. Swap re and im for the inverse.</summary>
    /// <param name="re">Real parts, Length × lanes floats.</param>
    /// <param name="im">Imaginary parts.</param>
    /// <param name="work">WorkRows × lanes floats.</param>
    /// <param name="lanes">Number of lanes, a multiple of 8.</param>
    public abstract void Forward(float* re, float* im, float* work, int lanes);

    /// <summary>The plan of a length: Stockham passes for factors 2, 3, 5, 7, Bluestein's algorithm for the rest.</summary>
    public static LanePlan Create(int length) => FourierSizes.IsSmooth(length) ? new StockhamPlan(length) : new BluesteinPlan(length);
}
