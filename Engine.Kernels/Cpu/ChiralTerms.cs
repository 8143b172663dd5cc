namespace Engine.Kernels.Cpu;

/// <summary>V = (a1-c)·((a2-c)×(a3-c)); E = w (V - V0)²; where both hands are allowed V0 takes the sign of V.</summary>
internal static unsafe class ChiralTerms
{
    public static double Range(CpuRestraintTerms terms, double* x, double* slots, int first, int last)
    {
        RestraintTable t = terms.Table;
        double sum = 0;
        for (int i = first; i < last; i++)
        {
            Point3 c = Point3.Load(x, t.ChiralAtoms[4 * i]);
            Point3 u = Point3.Load(x, t.ChiralAtoms[4 * i + 1]) - c, v = Point3.Load(x, t.ChiralAtoms[4 * i + 2]) - c;
            Point3 w = Point3.Load(x, t.ChiralAtoms[4 * i + 3]) - c;
            Point3 vw = Point3.Cross(v, w);
            double volume = Point3.Dot(u, vw), ideal = t.ChiralIdeal[i];
            if (t.ChiralBoth[i] != 0 && (volume < 0) != (ideal < 0))
                ideal = -ideal;
            double deviation = volume - ideal;
            sum += t.ChiralWeight[i] * deviation * deviation;
            if (slots == null)
                continue;
            double slope = 2 * t.ChiralWeight[i] * deviation;
            Point3 gu = slope * vw, gv = slope * Point3.Cross(w, u), gw = slope * Point3.Cross(u, v);
            int slot = terms.ChiralSlot + 4 * i;
            (-(gu + gv + gw)).Store(slots, slot);
            gu.Store(slots, slot + 1);
            gv.Store(slots, slot + 2);
            gw.Store(slots, slot + 3);
        }

        return sum;
    }
}
