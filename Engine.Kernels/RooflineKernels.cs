namespace Engine.Kernels;

/// <summary>
/// Kernels that do nothing but move memory or multiply and add: what they reach is the ceiling of a device under which all others work (Williams, Waterman &amp; Patterson 2009,
/// Commun. ACM 52, 65).
/// </summary>
public abstract class RooflineKernels
{
    /// <summary>Bytes that <see cref="Triad"/> moves per element: two read, one written.</summary>
    public const int TriadBytes = 3 * sizeof(float);

    /// <summary>a = b + factor c (McCalpin's triad).</summary>
    /// <param name="a">Receives the sums.</param>
    /// <param name="b">As long.</param>
    /// <param name="c">As long.</param>
    /// <param name="factor">Factor of c.</param>
    public abstract void Triad(DeviceBuffer<float> a, DeviceBuffer<float> b, DeviceBuffer<float> c, float factor);

    /// <summary>Multiply-adds in single precision in registers, on the whole device.</summary>
    /// <param name="rounds">Length of the chains; the time is proportional to it.</param>
    /// <returns>Floating-point operations that were done: two for each multiply-add.</returns>
    public abstract double MultiplyAddSingle(int rounds);

    /// <summary>The same in double precision.</summary>
    /// <param name="rounds">Length of the chains.</param>
    /// <returns>Floating-point operations that were done.</returns>
    public abstract double MultiplyAddDouble(int rounds);

    /// <summary>Checks the arrays of a triad.</summary>
    private protected static void Check(DeviceBuffer<float> a, DeviceBuffer<float> b, DeviceBuffer<float> c)
    {
        if (a.Length != b.Length || a.Length != c.Length)
            throw new ArgumentException($"arrays of {a.Length}, {b.Length} and {c.Length} elements");
    }
}
