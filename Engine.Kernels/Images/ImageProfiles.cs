using System.Globalization;
using System.Numerics;

namespace Engine.Kernels;

/// <summary>
/// Radial profiles of classes of atoms, on a device. Quantity number q (in the order of <see cref="ImageQuantities"/>, absent ones skipped) of class c at node i is
/// at [((c × <see cref="QuantityCount"/> + q) × Nodes + i) × 2], its slope per node interval one further. Between nodes the cubic Hermite polynomial holds;
/// beyond the radius the image is 0. P's slope is that of the interpolant, so gradients by the position are exact derivatives of what is added.
/// </summary>
public sealed class ImageProfiles : IDisposable
{
    /// <summary>Images and their derivatives, at d = 1 Å, are below this times Σ |a|.</summary>
    private const double LargestFactor = 1e4;

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

    /// <summary>Checks classes before their profiles are built, and sets the radii.</summary>
    /// <param name="classes">Classes, at most the capacity.</param>
    /// <param name="basis">How they will be built.</param>
    /// <exception cref="NumericalException">A B factor, form factor or resolution gives no finite image.</exception>
    internal void SetRadii(AtomClasses classes, ProfileBasis basis)
    {
        if (classes.Count > Capacity)
            throw new ArgumentException($"{classes.Count} classes, room for {Capacity}", nameof(classes));
        if (basis.Shape != Shape)
            throw new ArgumentException("the profiles have another shape than what builds them", nameof(basis));
        var radius = new double[classes.Count];
        for (int c = 0; c < radius.Length; c++)
        {
            double d = classes.Resolution[c], b = classes.B[c], size = 0;
            int row = 2 * classes.Terms * classes.FormFactor[c];
            for (int k = 0; k < classes.Terms; k++)
            {
                double width = classes.FormFactors[row + classes.Terms + k] + b, highest = (1 + Shape.Edge) / d;
                size += Math.Abs(classes.FormFactors[row + k]) * Math.Exp(Math.Max(0, -width * highest * highest / 4));
            }

            size *= LargestFactor / Math.Pow(Math.Min(d, 1), 5);
            if (!(d > 0 && double.IsFinite(d) && b >= 0 && double.IsFinite(b) && size < float.MaxValue))
                throw new NumericalException(string.Create(CultureInfo.InvariantCulture, $"B {b} Å² at resolution {d} Å gives no finite image of an atom; check both"));
            radius[c] = Shape.Radius * d;
        }

        Radius = radius;
    }

    /// <summary>Frees the table.</summary>
    public void Dispose() => Table.Dispose();
}
