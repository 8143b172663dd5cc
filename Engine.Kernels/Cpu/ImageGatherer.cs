using System.Runtime.CompilerServices;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Sums of g = dT/dρ over the voxels of spherical images, eight voxels of a row at a time. Rows are summed in single precision, rows with each other in
/// double.
/// </summary>
/// <param name="images">Images.</param>
/// <param name="profiles">Profiles of their classes.</param>
/// <param name="frame">An orthogonal frame.</param>
/// <param name="slopes">dT/dρ per voxel.</param>
internal sealed unsafe class ImageGatherer(AtomImages images, ImageProfiles profiles, GridFrame frame, float* slopes) : IDisposable
{
    private const int Lanes = ProfileCubics.Lanes;

    private readonly SplatAxis axisX = new(frame.Nx, frame.OriginX, frame.ToGrid[0], frame.Periodic);
    private readonly SplatAxis axisY = new(frame.Ny, frame.OriginY, frame.ToGrid[4], frame.Periodic);
    private readonly SplatAxis axisZ = new(frame.Nz, frame.OriginZ, frame.ToGrid[8], frame.Periodic);
    private readonly ProfileCubics cubics = new(profiles);
    private readonly bool more = profiles.QuantityCount > 1;
    private float[] alongX = [];

    /// <summary>Computes the sums of one image, <see cref="AtomSums.Stride"/> numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(int image, Span<double> sums)
    {
        sums.Clear();
        cubics.Select(images.Class[image]);
        double radius = cubics.Radius;
        Extent x = new(axisX, axisX.Index(images.Positions[3 * image]), radius), y = new(axisY, axisY.Index(images.Positions[3 * image + 1]), radius);
        Extent z = new(axisZ, axisZ.Index(images.Positions[3 * image + 2]), radius);
        if (x.Count <= 0 || y.Count <= 0 || z.Count <= 0)
            return;
        if (alongX.Length < x.Count + Lanes)
            alongX = new float[2 * x.Count + Lanes];
        ImageSums total = default;
        ImageRow row = new(cubics);
        fixed (float* distances = alongX)
        {
            for (int i = 0; i < x.Count + Lanes; i++)
                distances[i] = (float)x.Distance(x.First + i);
            for (int k = z.First; k <= z.Last; k++)
            {
                double dz = z.Distance(k), left = radius * radius - dz * dz;
                float* plane = slopes + (long)axisZ.Voxel(k) * frame.Ny * frame.Nx;
                for (int j = y.First; j <= y.Last; j++)
                {
                    double dy = y.Distance(j);
                    if (!x.Chord(left - dy * dy, out int from, out int to))
                        continue;
                    row.Start((float)(dy * dy + dz * dz));
                    float* voxels = plane + (long)axisY.Voxel(j) * frame.Nx;
                    for (int i = from; i <= to;)
                    {
                        int voxel = axisX.Voxel(i), run = Math.Min(to - i + 1, frame.Nx - voxel);
                        row.Add(voxels + voxel, distances + (i - x.First), run);
                        if (more)
                            row.AddMore(voxels + voxel, distances + (i - x.First), run);
                        i += run;
                    }

                    total.Add(ref row, dy, dz);
                    if (more)
                        total.AddMore(ref row, dy, dz);
                }
            }
        }

        total.Write(sums, images.Weight[image], cubics.PerAngstrom);
    }

    /// <summary>Returns the memory.</summary>
    public void Dispose() => cubics.Dispose();
}
