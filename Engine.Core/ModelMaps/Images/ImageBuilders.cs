using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>Which of the two builders of radial profiles an accelerator uses unless told otherwise.</summary>
public static class ImageBuilders
{
    /// <summary>
    /// The builder for an accelerator, and why. Times of both are in docs/benchmarks.md ("profiles"): the matrix is one product of a few dozen columns per form
    /// factor, the shells need exponentials for every term of every Gaussian. They agree to 2e-6 of the peak, so nothing but time depends on the choice.
    /// </summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="wanted">What the caller asked for.</param>
    public static (ImageBuilder Builder, string Reason) For(Accelerator accelerator, ImageBuilder wanted) => wanted switch
    {
        ImageBuilder.Auto when accelerator.Kind == AcceleratorKind.Cpu => (ImageBuilder.Matrix, "the faster one on processors by measurement"),
        ImageBuilder.Auto => (ImageBuilder.Matrix, "the faster one through OpenCL by measurement on a processor; not measured on a GPU"),
        _ => (wanted, "as asked"),
    };
}
