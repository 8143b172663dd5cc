namespace Engine.Kernels.Cpu;

/// <summary>E = w (θ - θ0)², degrees. The gradient of a straight or folded angle (sin θ &lt; 1e-4) is left out, as its direction is not defined.</summary>
internal static unsafe class AngleTerms
{
    private const double Degrees = 180 / Math.PI;

    public static double Range(CpuRestraintTerms terms, double* x, double* slots, int first, int last)
    {
        RestraintTable t = terms.Table;
        double sum = 0;
        for (int i = first; i < last; i++)
        {
            Point3 apex = Point3.Load(x, t.AngleAtoms[3 * i + 1]);
            Point3 u = Point3.Load(x, t.AngleAtoms[3 * i]) - apex, v = Point3.Load(x, t.AngleAtoms[3 * i + 2]) - apex;
            double uu = u.Squared, vv = v.Squared, lengths = Math.Sqrt(uu * vv), dot = Point3.Dot(u, v), cross = Point3.Cross(u, v).Length;
            double deviation = Math.Atan2(cross, dot) * Degrees - t.AngleIdeal[i];
            sum += t.AngleWeight[i] * deviation * deviation;
            if (slots == null)
                continue;
            Point3 g1 = default, g3 = default;
            if (cross > 1e-4 * lengths)
            {
                double slope = 2 * t.AngleWeight[i] * deviation * Degrees / cross;
                g1 = slope * ((dot / uu) * u - v);
                g3 = slope * ((dot / vv) * v - u);
            }

            int slot = terms.AngleSlot + 3 * i;
            g1.Store(slots, slot);
            (-(g1 + g3)).Store(slots, slot + 1);
            g3.Store(slots, slot + 2);
        }

        return sum;
    }
}
