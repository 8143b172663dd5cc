namespace Engine.Kernels;

/// <summary>Resolution-limited images of atoms: their radial profiles, their sum on a grid, and the gradients of any target of that sum.</summary>
public abstract class ImageKernels
{
    /// <summary>Computes the profiles of some classes into the first rows of a table, and sets <see cref="ImageProfiles.Radius"/>.</summary>
    /// <param name="classes">Classes, at most the table's capacity.</param>
    /// <param name="basis">How; its shape is that of the table.</param>
    /// <param name="profiles">Receives values and slopes.</param>
    /// <exception cref="NumericalException">A B factor, form factor or resolution gives no finite image.</exception>
    public abstract void Build(AtomClasses classes, ProfileBasis basis, ImageProfiles profiles);

    /// <summary>
    /// Adds images to a grid, in units of the form factor per Å³, wrapping around when the frame is periodic and cut at its faces otherwise. Each voxel sums
    /// the images in index order, so the result depends neither on the order of execution nor on the number of threads.
    /// </summary>
    /// <param name="images">Images.</param>
    /// <param name="profiles">Profiles of their classes.</param>
    /// <param name="frame">An orthogonal frame.</param>
    /// <param name="grid">Voxels, x fastest.</param>
    public abstract void Add(AtomImages images, ImageProfiles profiles, in GridFrame frame, DeviceBuffer<float> grid);

    /// <summary>
    /// Gradients of a target by the parameters of each image, one pass over the voxels that <see cref="Add"/> would write, in a fixed order. Which sums are
    /// computed follows from the profiles: weight and position always, the others where their quantity is there (U needs the curvature).
    /// </summary>
    /// <param name="images">Images.</param>
    /// <param name="profiles">Profiles of their classes.</param>
    /// <param name="frame">An orthogonal frame.</param>
    /// <param name="slopes">dT/dρ per voxel, x fastest.</param>
    /// <param name="sums">Receives <see cref="AtomSums.Stride"/> doubles per image, see <see cref="AtomSums"/>.</param>
    public abstract void Gather(AtomImages images, ImageProfiles profiles, in GridFrame frame, DeviceBuffer<float> slopes, DeviceBuffer<double> sums);
}
