namespace Engine.Core.Rotamers;

/// <summary>Tries all rotamers of one side chain and tunes the best.</summary>
internal static class RotamerSearch
{
    /// <summary>Candidates that are tuned.</summary>
    private const int Tuned = 6;
    private const int FlatSteps = 12;
    private static readonly double[] TuneSteps = [12, 6, 3, 1.5];

    /// <summary>The best conformation that is no outlier; null when there is none. Coordinates are left as they were.</summary>
    /// <param name="chain">Side chain; not proline.</param>
    /// <param name="energy">Judge.</param>
    /// <param name="x">3N coordinates of the model, Å; working space.</param>
    public static (double[] Chi, SideChainValue Value)? Best(SideChain chain, SideChainEnergy energy, double[] x)
    {
        double[] start = chain.Chi(x);
        (double[] Chi, SideChainValue Value)[] candidates =
        [
            .. Candidates(chain.Type).Select(chi => (chi, Judge(chain, energy, x, chi))).Where(c => c.Item2.Score.Label != RotamerLabel.Outlier).OrderByDescending(c => c.Item2.Total).Take(Tuned)
        ];
        (double[] Chi, SideChainValue Value)? best = null;
        foreach ((double[] chi, SideChainValue value) in candidates)
        {
            (double[] Chi, SideChainValue Value) tuned = Tune(chain, energy, x, chi, value);
            if (best == null || tuned.Value.Total > best.Value.Value.Total)
                best = tuned;
        }

        chain.Set(x, start);
        return best;
    }

    /// <summary>Central values, with offsets of one σ in the first two torsions; the last torsion of flat groups in steps over its whole period.</summary>
    public static IEnumerable<double[]> Candidates(string type)
    {
        int count = ChiDefinition.Count(type), offset = Math.Min(2, count);
        foreach (Rotamer rotamer in RotamerLibrary.Of(type))
        {
            bool flat = ChiDefinition.IsFlatEnd(type, count - 1);
            int steps = flat ? FlatSteps : 1, variants = (int)Math.Pow(3, flat ? Math.Min(offset, count - 1) : offset);
            for (int v = 0; v < variants; v++)
            {
                double[] chi = (double[])rotamer.Chi.Clone();
                for (int k = 0, rest = v; rest > 0 || k < offset; k++, rest /= 3)
                    chi[k] += (rest % 3 == 2 ? -1 : rest % 3) * rotamer.Sigma[k];
                for (int s = 0; s < steps; s++)
                {
                    double[] full = (double[])chi.Clone();
                    if (flat)
                        full[^1] += s * ChiDefinition.Period(type, count - 1) / FlatSteps;
                    yield return full;
                }
            }
        }
    }

    private static SideChainValue Judge(SideChain chain, SideChainEnergy energy, double[] x, double[] chi)
    {
        chain.Set(x, chi);
        return energy.Of(x);
    }

    /// <summary>Torsion by torsion, smaller and smaller steps as long as the total rises.</summary>
    private static (double[] Chi, SideChainValue Value) Tune(SideChain chain, SideChainEnergy energy, double[] x, double[] chi, SideChainValue value)
    {
        foreach (double step in TuneSteps)
        {
            for (int sweep = 0, changed = 1; changed > 0 && sweep < 4; sweep++)
            {
                changed = 0;
                for (int k = 0; k < chi.Length; k++)
                {
                    foreach (double move in (double[])[step, -step])
                    {
                        double[] next = (double[])chi.Clone();
                        next[k] += move;
                        SideChainValue found = Judge(chain, energy, x, next);
                        if (found.Score.Label == RotamerLabel.Outlier || found.Total <= value.Total)
                            continue;
                        (chi, value, changed) = (next, found, changed + 1);
                    }
                }
            }
        }

        return (chi, value);
    }
}
