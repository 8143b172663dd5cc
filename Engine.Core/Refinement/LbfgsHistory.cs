using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// The last m pairs of steps and gradient changes, on the device, and the product of the approximate inverse Hessian with a
/// vector (two-loop recursion; Nocedal and Wright, Numerical Optimization, 2nd ed., algorithm 7.4).
/// </summary>
internal sealed class LbfgsHistory : IDisposable
{
    private readonly VectorKernels vectors;
    private readonly DeviceBuffer<double>[] steps;
    private readonly DeviceBuffer<double>[] changes;
    private readonly double[] inverseProducts;
    private readonly double[] alpha;
    private int count;
    private int next;
    private double scale = 1;

    public LbfgsHistory(Accelerator accelerator, long length, int capacity)
    {
        vectors = accelerator.Vectors;
        steps = Make(accelerator, length, capacity);
        changes = Make(accelerator, length, capacity);
        inverseProducts = new double[capacity];
        alpha = new double[capacity];
    }

    /// <summary>True when no pair is kept.</summary>
    public bool IsEmpty => count == 0;

    /// <summary>Forgets all pairs.</summary>
    public void Reset() => count = next = 0;

    /// <summary>Adds step = xNew - xOld and change = gNew - gOld, unless their product shows no positive curvature.</summary>
    public void Add(DeviceBuffer<double> xNew, DeviceBuffer<double> xOld, DeviceBuffer<double> gNew, DeviceBuffer<double> gOld)
    {
        DeviceBuffer<double> s = steps[next], y = changes[next];
        vectors.AddScaled(xNew, -1, xOld, s);
        vectors.AddScaled(gNew, -1, gOld, y);
        double sy = vectors.Dot(s, y), yy = vectors.Dot(y, y), ss = vectors.Dot(s, s);
        if (!(sy > 1e-10 * Math.Sqrt(ss * yy)))
            return;
        inverseProducts[next] = 1 / sy;
        scale = sy / yy;
        next = (next + 1) % steps.Length;
        count = Math.Min(count + 1, steps.Length);
    }

    /// <summary>direction = -H gradient.</summary>
    public void Direction(DeviceBuffer<double> gradient, DeviceBuffer<double> direction)
    {
        vectors.Copy(gradient, direction);
        for (int k = 1; k <= count; k++)
        {
            int i = Index(k);
            alpha[i] = inverseProducts[i] * vectors.Dot(steps[i], direction);
            vectors.Axpy(-alpha[i], changes[i], direction);
        }

        vectors.Scale(-(count > 0 ? scale : 1), direction);
        for (int k = count; k >= 1; k--)
        {
            int i = Index(k);
            double beta = -inverseProducts[i] * vectors.Dot(changes[i], direction);
            vectors.Axpy(beta - alpha[i], steps[i], direction);
        }
    }

    public void Dispose()
    {
        foreach (DeviceBuffer<double> b in steps)
            b.Dispose();
        foreach (DeviceBuffer<double> b in changes)
            b.Dispose();
    }

    private static DeviceBuffer<double>[] Make(Accelerator accelerator, long length, int capacity) =>
        [.. Enumerable.Range(0, capacity).Select(_ => accelerator.Allocate<double>(length, "minimiser history"))];

    private int Index(int age) => (next - age + 2 * steps.Length) % steps.Length;
}
