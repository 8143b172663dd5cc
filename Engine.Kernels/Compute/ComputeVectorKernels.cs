using System.Runtime.CompilerServices;

namespace Engine.Kernels.Compute;

/// <summary>Launches the kernels of vectors.cl and reductions.cl.</summary>
internal sealed class ComputeVectorKernels : VectorKernels, IDisposable
{
    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel fill;
    private readonly ComputeKernel scale;
    private readonly ComputeKernel addScaled;
    private readonly ComputeKernel multiply;
    private readonly ComputeKernel dot;
    private readonly ComputeKernel maxTriple;
    private readonly ComputePartials partials;

    /// <summary>Takes the kernels out of the program 'vectors'.</summary>
    public ComputeVectorKernels(ComputeAccelerator accelerator)
    {
        const string Program = "vectors";
        this.accelerator = accelerator;
        fill = accelerator.Kernel(Program, "vector_fill");
        scale = accelerator.Kernel(Program, "vector_scale");
        addScaled = accelerator.Kernel(Program, "vector_add_scaled");
        multiply = accelerator.Kernel(Program, "vector_multiply");
        dot = accelerator.Kernel(Program, "reduce_dot", KernelConstants.ReduceGroup);
        maxTriple = accelerator.Kernel(Program, "reduce_max_triple", KernelConstants.ReduceGroup);
        partials = new ComputePartials(accelerator, "partial sums of vectors");
    }

    /// <inheritdoc/>
    public override void Copy(DeviceBuffer<double> x, DeviceBuffer<double> y)
    {
        RequireSameLength(x, y);
        if (!ReferenceEquals(x, y))
            accelerator.Copy(ComputeBuffer<double>.MemoryOf(x, accelerator), ComputeBuffer<double>.MemoryOf(y, accelerator), x.Length * sizeof(double));
    }

    /// <inheritdoc/>
    public override void Fill(DeviceBuffer<double> x, double value) => fill.Set(x).Set(value).Set(x.Length).Run(x.Length);

    /// <inheritdoc/>
    public override void Scale(double a, DeviceBuffer<double> x) => scale.Set(a).Set(x).Set(x.Length).Run(x.Length);

    /// <inheritdoc/>
    public override void Axpy(double a, DeviceBuffer<double> x, DeviceBuffer<double> y) => AddScaled(y, a, x, y);

    /// <inheritdoc/>
    public override void AddScaled(DeviceBuffer<double> x, double a, DeviceBuffer<double> y, DeviceBuffer<double> z)
    {
        RequireSameLength(x, y);
        RequireSameLength(x, z);
        addScaled.Set(x).Set(a).Set(y).Set(z).Set(x.Length).Run(x.Length);
    }

    /// <inheritdoc/>
    public override void Multiply(DeviceBuffer<double> x, DeviceBuffer<double> y, DeviceBuffer<double> z)
    {
        RequireSameLength(x, y);
        RequireSameLength(x, z);
        multiply.Set(x).Set(y).Set(z).Set(x.Length).Run(x.Length);
    }

    /// <inheritdoc/>
    public override double Dot(DeviceBuffer<double> x, DeviceBuffer<double> y)
    {
        RequireSameLength(x, y);
        long blocks = Blocks(x.Length);
        dot.Set(x).Set(y).Set(partials.Reserve(blocks)).Set(x.Length).RunGroups(blocks);
        return partials.Sum(blocks);
    }

    /// <inheritdoc/>
    public override double MaxTripleLength(DeviceBuffer<double> x)
    {
        if (x.Length % 3 != 0)
            throw new ArgumentException($"the length {x.Length} is not a multiple of three", nameof(x));
        long triples = x.Length / 3;
        long blocks = Blocks(triples);
        maxTriple.Set(x).Set(partials.Reserve(blocks)).Set(triples).RunGroups(blocks);
        double largest = 0;
        foreach (double square in partials.Fetch(blocks))
            largest = Math.Max(largest, square);
        return Math.Sqrt(largest);
    }

    /// <summary>Frees work space.</summary>
    public void Dispose() => partials.Dispose();

    private static long Blocks(long count) => (count + KernelConstants.ReduceBlock - 1) / KernelConstants.ReduceBlock;

    private static void RequireSameLength(DeviceBuffer<double> x, DeviceBuffer<double> y, [CallerMemberName] string operation = "")
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"{operation}: arrays of {x.Length} and {y.Length} elements");
    }
}
