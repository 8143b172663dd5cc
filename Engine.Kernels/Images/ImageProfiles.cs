using System.Numerics;

namespace Engine.Kernels;

/// <summary>
/// Radial profiles of classes of atoms, on a device. Quantity number q (in the order of <see cref="ImageQuantities"/>, absent ones skipped) of class c at node i is
/// at [((c × <see cref="QuantityCount"/> + q) × Nodes + i) × 2], its slope per node interval one further. Between nodes the cubic Hermite polynomial holds;
/// beyond the radius the image is 0. P's slope is that of the interpolant, so gradients by the position are exact derivatives of what is added.
/// </summary>
public sealed class ImageProfiles : IDisposable
{
    /// <summary>Allocates room.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="shape">Edge, radius and nodes.</param>
    /// <param name="quantities">What the profiles hold; density always.</param>
    /// <param name="capacity">Number of classes.</param>
    public ImageProfiles(Accelerator accelerator, ImageShape shape, ImageQuantities quantities, int capacity)
    {
        (Shape, Quantities) = (shape, quantities | ImageQuantities.Density);
        QuantityCount = BitOperations.PopCount((uint)Quantities);
        Capacity = capacity;
        Table = accelerator.Allocate<float>(2L * capacity * QuantityCount * shape.Nodes, "radial profiles of atoms");
    }

    /// <summary>Edge, radius and nodes.</summary>
    public ImageShape Shape { get; }

    /// <summary>What the profiles hold.</summary>
    public ImageQuantities Quantities { get; }

    /// <summary>Number of quantities per class.</summary>
    public int QuantityCount { get; }

    /// <summary>Number of classes there is room for.</summary>
    public int Capacity { get; }

    /// <summary>The table.</summary>
    public DeviceBuffer<float> Table { get; }

    /// <summary>Radius of the images of each class, Å; set by <see cref="ImageKernels.Build"/>.</summary>
    public double[] Radius { get; internal set; } = [];

    /// <summary>Number of a quantity among those that are there, or -1.</summary>
    /// <param name="quantity">One quantity.</param>
    public int IndexOf(ImageQuantities quantity) =>
        (Quantities & quantity) == 0 ? -1 : BitOperations.PopCount((uint)Quantities & ((uint)quantity - 1));

    /// <summary>Frees the table.</summary>
    public void Dispose() => Table.Dispose();
}
