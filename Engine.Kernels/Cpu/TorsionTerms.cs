namespace Engine.Kernels.Cpu;

/// <summary>
/// Period n &gt; 0: E = w (9600/n²)(1 - cos nδ); n = 0: E = w δ², δ wrapped to ±180°. Gradient after Blondel and Karplus (1996), J. Comput. Chem. 17, 1132.
/// </summary>
internal static unsafe class TorsionTerms
{
    private const double Degrees = 180 / Math.PI;

    public static double Range(CpuRestraintTerms terms, double* x, double* slots, int first, int last)
    {
        RestraintTable t = terms.Table;
        double sum = 0;
        for (int i = first; i < last; i++)
        {
            Point3 a = Point3.Load(x, t.TorsionAtoms[4 * i]), b = Point3.Load(x, t.TorsionAtoms[4 * i + 1]);
            Point3 c = Point3.Load(x, t.TorsionAtoms[4 * i + 2]), d = Point3.Load(x, t.TorsionAtoms[4 * i + 3]);
            Point3 f = a - b, axis = b - c, h = d - c;
            Point3 m = Point3.Cross(f, axis), n = Point3.Cross(h, axis);
            double mm = m.Squared, nn = n.Squared, length = axis.Length;
            double angle = Math.Atan2(Point3.Dot(Point3.Cross(n, m), axis) / length, Point3.Dot(m, n)) * Degrees;
            sum += Energy(t.TorsionWeight[i], t.TorsionPeriod[i], angle - t.TorsionIdeal[i], out double slope);
            if (slots == null)
                continue;
            int slot = terms.TorsionSlot + 4 * i;
            if (!(mm > 1e-8 && nn > 1e-8 && length > 1e-6))
            {
                for (int k = 0; k < 4; k++)
                    default(Point3).Store(slots, slot + k);
                continue;
            }

            slope *= Degrees;
            Point3 ga = (-slope * length / mm) * m, gd = (slope * length / nn) * n;
            Point3 share = (slope * Point3.Dot(f, axis) / (mm * length)) * m - (slope * Point3.Dot(h, axis) / (nn * length)) * n;
            ga.Store(slots, slot);
            (share - ga).Store(slots, slot + 1);
            (-(share + gd)).Store(slots, slot + 2);
            gd.Store(slots, slot + 3);
        }

        return sum;
    }

    private static double Energy(double weight, int period, double deviation, out double slope)
    {
        if (period > 0)
        {
            double factor = weight * 9600 / (period * (double)period), phase = period * deviation / Degrees;
            slope = factor * period / Degrees * Math.Sin(phase);
            return factor * (1 - Math.Cos(phase));
        }

        deviation -= 360 * Math.Round(deviation / 360);
        slope = 2 * weight * deviation;
        return weight * deviation * deviation;
    }
}
