namespace Engine.Kernels.SelfTests;

/// <summary>Gradients of a target by the parameters of Gaussian atoms: differences of the sum over the voxels of each atom, in double.</summary>
internal static class ReferenceSplatGradients
{
    private const double Step = 1e-4;

    /// <summary>The <see cref="AtomSums"/> of one atom.</summary>
    public static double[] Of(GaussianAtoms atoms, int atom, double blur, GridFrame frame, float[] slopes)
    {
        var voxels = new SplatVoxels(atoms, atom, frame, slopes);
        double[] sums = new double[AtomSums.Stride];
        double occupancy = atoms.Occupancy[atom];
        int row = atoms.AnisoRow?[atom] ?? -1;
        double[] displacement = row < 0 ? [] : [.. atoms.UAniso[(6 * row)..(6 * row + 6)].Select(u => (double)u)];
        double b = row < 0 ? atoms.BIso[atom] : 0;
        sums[AtomSums.Weight] = voxels.Sum(default, b, displacement, blur);
        for (int a = 0; a < 3; a++)
        {
            int axis = a;
            sums[AtomSums.Position + a] = occupancy * Difference(h => voxels.Sum((axis == 0 ? h : 0, axis == 1 ? h : 0, axis == 2 ? h : 0), b, displacement, blur));
        }

        if (row < 0)
            sums[AtomSums.BFactor] = occupancy * Difference(h => voxels.Sum(default, b + h, displacement, blur));
        for (int e = 0; e < displacement.Length; e++)
        {
            int element = e;
            sums[AtomSums.U + e] = occupancy * Difference(h => voxels.Sum(default, b, [.. displacement.Select((u, i) => i == element ? u + h : u)], blur));
        }

        return sums;
    }

    private static double Difference(Func<double, double> f) => (f(Step) - f(-Step)) / (2 * Step);
}
