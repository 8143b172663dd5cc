namespace Engine.Kernels.Cpu;

/// <summary>
/// E = Σ w dist² to the best plane: through the weighted centroid, normal to the eigenvector of the smallest eigenvalue of the weighted covariance. The plane is at
/// an optimum, so the gradient is 2 w dist n.
/// </summary>
internal static unsafe class PlaneTerms
{
    public static double Range(CpuRestraintTerms terms, double* x, double* slots, int first, int last)
    {
        RestraintTable t = terms.Table;
        double sum = 0;
        for (int p = first; p < last; p++)
        {
            int start = t.PlaneStart[p], end = t.PlaneStart[p + 1];
            Point3 centre = default;
            double total = 0;
            for (int k = start; k < end; k++)
            {
                centre += t.PlaneWeight[k] * Point3.Load(x, t.PlaneAtoms[k]);
                total += t.PlaneWeight[k];
            }

            centre = (1 / total) * centre;
            double xx = 0, yy = 0, zz = 0, xy = 0, xz = 0, yz = 0;
            for (int k = start; k < end; k++)
            {
                Point3 d = Point3.Load(x, t.PlaneAtoms[k]) - centre;
                double w = t.PlaneWeight[k];
                xx += w * d.X * d.X;
                yy += w * d.Y * d.Y;
                zz += w * d.Z * d.Z;
                xy += w * d.X * d.Y;
                xz += w * d.X * d.Z;
                yz += w * d.Y * d.Z;
            }

            Point3 normal = SymmetricEigen.SmallestVector(xx, yy, zz, xy, xz, yz);
            for (int k = start; k < end; k++)
            {
                double distance = Point3.Dot(Point3.Load(x, t.PlaneAtoms[k]) - centre, normal);
                sum += t.PlaneWeight[k] * distance * distance;
                if (slots != null)
                    ((2 * t.PlaneWeight[k] * distance) * normal).Store(slots, terms.PlaneSlot + k);
            }
        }

        return sum;
    }
}
