namespace Engine.Core.ModelMaps;

/// <summary>The radius of atom images that reaches a wanted accuracy.</summary>
internal static class ImageRadius
{
    private const int Largest = 64;

    /// <summary>
    /// Errors of neighbouring atoms are not independent: maps of whole proteins differ from the exact ones by up to this factor more than the estimate for
    /// atoms by themselves (apo_20026 at 1.75 Å and 7cec_30342 at 3.9 Å, radii 3 to 6 d; see docs/benchmarks.md).
    /// </summary>
    private const double Neighbours = 1.6;

    /// <summary>Chooses the radius.</summary>
    /// <param name="atoms">Atoms with resolutions; a sample of them stands for all.</param>
    /// <param name="images">Edge, and radius or accuracy.</param>
    /// <returns>Radius in units of d, and the estimated rms error of the map over its standard deviation.</returns>
    public static (double Radius, double Error) Choose(ScatteringAtoms atoms, ImageMapOptions images)
    {
        TruncationSample sample = Sample(atoms);
        (double radius, double error) = images.Radius is { } given
            ? (given, ImageTruncation.Error(sample, new Kernels.ImageShape { Edge = images.Edge, Radius = given }))
            : ImageTruncation.For(images.Edge).Radius(sample, images.Accuracy / Neighbours);
        return (radius, Neighbours * error);
    }

    /// <summary>Atoms at equal distances in the list.</summary>
    private static TruncationSample Sample(ScatteringAtoms atoms)
    {
        int count = Math.Min(Largest, atoms.Count);
        var (row, b, d, occupancy) = (new int[count], new double[count], new double[count], new double[count]);
        for (int i = 0; i < count; i++)
        {
            int atom = (int)((long)i * atoms.Count / count);
            (row[i], b[i], d[i], occupancy[i]) = (atoms.Arrays.Row[atom], atoms.Arrays.SmallestB[atom], atoms.Resolutions[atom], Math.Max(1e-3, atoms.Arrays.Occupancy[atom]));
        }

        return new TruncationSample(atoms.Table.Terms, atoms.Arrays.FormFactors, row, b, d, occupancy);
    }
}
