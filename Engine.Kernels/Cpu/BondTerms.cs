namespace Engine.Kernels.Cpu;

/// <summary>E = w max(0, |d - d0| - slack)²; with a top and d &gt; d0: E = top (1 - exp(-w δ²/top)).</summary>
internal static unsafe class BondTerms
{
    public static double Range(CpuRestraintTerms terms, double* x, double* slots, int first, int last)
    {
        RestraintTable t = terms.Table;
        double sum = 0;
        for (int i = first; i < last; i++)
        {
            Point3 difference = Point3.Load(x, t.BondAtoms[2 * i]) - Point3.Load(x, t.BondAtoms[2 * i + 1]);
            double distance = difference.Length, deviation = distance - t.BondIdeal[i];
            double excess = Math.Max(0, Math.Abs(deviation) - t.BondSlack[i]);
            double energy = t.BondWeight[i] * excess * excess, slope = 2 * t.BondWeight[i] * excess * Math.Sign(deviation);
            if (t.BondTop[i] > 0 && deviation > 0)
            {
                double decay = Math.Exp(-energy / t.BondTop[i]);
                energy = t.BondTop[i] * (1 - decay);
                slope *= decay;
            }

            sum += energy;
            if (slots == null)
                continue;
            Point3 g = distance > 1e-10 ? (slope / distance) * difference : default;
            g.Store(slots, 2 * i);
            (-g).Store(slots, 2 * i + 1);
        }

        return sum;
    }
}
