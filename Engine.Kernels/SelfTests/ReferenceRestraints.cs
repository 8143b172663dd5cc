namespace Engine.Kernels.SelfTests;

/// <summary>The energies of restraints as <see cref="RestraintTable"/> defines them, term by term with plain vectors.</summary>
/// <param name="t">Terms.</param>
/// <param name="x">3N coordinates, Å.</param>
internal readonly ref struct ReferenceRestraints(RestraintTable t, ReadOnlySpan<double> x)
{
    private const double Degrees = 180 / Math.PI;

    private readonly ReadOnlySpan<double> x = x;

    /// <summary>All classes together.</summary>
    public double Total()
    {
        double sum = 0;
        for (int i = 0; i < t.BondCount; i++)
            sum += Bond(i);
        for (int i = 0; i < t.AngleCount; i++)
            sum += Levelled(Top(t.AngleTop, i), t.AngleWeight[i] * Square(Angle(t.AngleAtoms.AsSpan(3 * i, 3)) - t.AngleIdeal[i]));
        for (int i = 0; i < t.TorsionCount; i++)
            sum += TorsionEnergy(i);
        for (int i = 0; i < t.ChiralCount; i++)
            sum += Chirality(i);
        for (int i = 0; i < t.PlaneCount; i++)
            sum += Moments(t.PlaneAtoms, t.PlaneStart[i], t.PlaneStart[i + 1], t.PlaneWeight).Value;
        for (int i = 0; i < t.SiteCount; i++)
            sum += Levelled(t.SiteTop[i], t.SiteWeight[i] * Minus(At(t.SiteAtoms[i]), t.SiteIdeal.AsSpan(3 * i, 3)).Squared);
        for (int i = 0; i < t.SurfaceCount; i++)
            sum += t.SurfaceWeight[i] * t.Surfaces!.At(t.SurfaceClass[i], Torsion(t.SurfaceAtoms.AsSpan(5 * i, 4)), Torsion(t.SurfaceAtoms.AsSpan(5 * i + 1, 4))).Value;
        for (int i = 0; i < t.ParallelCount; i++)
            sum += Parallel(i);
        for (int i = 0; i < t.CopyCount; i++)
            sum += Copies(i);
        return sum;
    }

    /// <summary>Repulsion over full neighbour lists.</summary>
    public double Repulsion(NonbondedPairs pairs, double constant)
    {
        double sum = 0;
        for (int i = 0; i < pairs.Start.Length - 1; i++)
        {
            for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
                sum += 0.5 * constant * Math.Pow(Math.Max(0, pairs.Contact[k] - (At(i) - At(pairs.Atoms[k])).Length), 4);
        }

        return sum;
    }

    private static double Square(double v) => v * v;

    private static double Top(double[] tops, int i) => tops.Length == 0 ? 0 : tops[i];

    private static double Levelled(double top, double energy) => top > 0 ? top * (1 - Math.Exp(-energy / top)) : energy;

    private static Triple Minus(Triple a, ReadOnlySpan<double> b) => a - new Triple(b[0], b[1], b[2]);

    private Triple At(int atom) => new(x[3 * atom], x[3 * atom + 1], x[3 * atom + 2]);

    private double Bond(int i)
    {
        double difference = (At(t.BondAtoms[2 * i]) - At(t.BondAtoms[2 * i + 1])).Length - t.BondIdeal[i];
        return Levelled(difference > 0 ? t.BondTop[i] : 0, t.BondWeight[i] * Square(Math.Max(0, Math.Abs(difference) - t.BondSlack[i])));
    }

    private double Angle(ReadOnlySpan<int> atoms)
    {
        Triple a = At(atoms[0]) - At(atoms[1]), b = At(atoms[2]) - At(atoms[1]);
        return Degrees * Math.Atan2(Triple.Cross(a, b).Length, Triple.Dot(a, b));
    }

    private double Torsion(ReadOnlySpan<int> atoms)
    {
        Triple b1 = At(atoms[1]) - At(atoms[0]), b2 = At(atoms[2]) - At(atoms[1]), b3 = At(atoms[3]) - At(atoms[2]);
        return Degrees * Math.Atan2(b2.Length * Triple.Dot(b1, Triple.Cross(b2, b3)), Triple.Dot(Triple.Cross(b1, b2), Triple.Cross(b2, b3)));
    }

    private double TorsionEnergy(int i)
    {
        double delta = Torsion(t.TorsionAtoms.AsSpan(4 * i, 4)) - t.TorsionIdeal[i];
        int n = t.TorsionPeriod[i];
        if (n > 0)
            return t.TorsionWeight[i] * 9600 / (n * n) * (1 - Math.Cos(n * delta / Degrees));
        double wrapped = Math.Abs(delta - 360 * Math.Round(delta / 360));
        return Levelled(Top(t.TorsionTop, i), t.TorsionWeight[i] * Square(Math.Max(0, wrapped - Top(t.TorsionSlack, i))));
    }

    private double Chirality(int i)
    {
        Triple centre = At(t.ChiralAtoms[4 * i]);
        Triple a = At(t.ChiralAtoms[4 * i + 1]) - centre, b = At(t.ChiralAtoms[4 * i + 2]) - centre, c = At(t.ChiralAtoms[4 * i + 3]) - centre;
        double volume = Triple.Dot(a, Triple.Cross(b, c)), ideal = t.ChiralBoth[i] != 0 ? Math.CopySign(t.ChiralIdeal[i], volume) : t.ChiralIdeal[i];
        return t.ChiralWeight[i] * Square(volume - ideal);
    }

    /// <summary>1 - cos²θ of the normals of two planes.</summary>
    private double Parallel(int i)
    {
        Triple one = Moments(t.ParallelAtoms, t.ParallelStart[2 * i], t.ParallelStart[2 * i + 1], null).Vector;
        Triple two = Moments(t.ParallelAtoms, t.ParallelStart[2 * i + 1], t.ParallelStart[2 * i + 2], null).Vector;
        return t.ParallelWeight[i] * (1 - Square(Triple.Dot(one, two)));
    }

    /// <summary>
    /// The smallest eigenvalue of Σ w r rᵀ about the weighted centroid, which is Σ w dist² to the best plane, and its eigenvector, the plane's normal.
    /// </summary>
    private (double Value, Triple Vector) Moments(int[] atoms, int first, int end, double[]? weights)
    {
        Triple centre = default;
        double total = 0;
        for (int k = first; k < end; k++)
        {
            double w = weights?[k] ?? 1;
            (centre, total) = (centre + w * At(atoms[k]), total + w);
        }

        var matrix = new double[3, 3];
        for (int k = first; k < end; k++)
        {
            Triple r = At(atoms[k]) - (1 / total) * centre;
            double[] v = [r.X, r.Y, r.Z];
            for (int a = 0; a < 3; a++)
            {
                for (int b = 0; b < 3; b++)
                    matrix[a, b] += (weights?[k] ?? 1) * v[a] * v[b];
            }
        }

        return Jacobi.Smallest(matrix);
    }

    /// <summary>Members of a group brought to the common frame, about the point of least energy, found by weighting the mean anew.</summary>
    private double Copies(int i)
    {
        double weight = t.CopyWeight[i], top = t.CopyTop[i];
        int first = t.CopyStart[i], count = t.CopyStart[i + 1] - first;
        var y = new Triple[count];
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<double> f = t.CopyFrames.AsSpan(RestraintTable.CopyFrameNumbers * t.CopyFrame[first + k], RestraintTable.CopyFrameNumbers);
            Triple v = Minus(At(t.CopyAtoms[first + k]), f[9..]);
            y[k] = new(f[0] * v.X + f[3] * v.Y + f[6] * v.Z, f[1] * v.X + f[4] * v.Y + f[7] * v.Z, f[2] * v.X + f[5] * v.Y + f[8] * v.Z);
        }

        Triple mean = default;
        foreach (Triple p in y)
            mean += (1.0 / count) * p;
        for (int round = 0; round < 400 && top > 0 && count > 2; round++)
        {
            Triple m = mean, next = default;
            double nearest = y.Min(p => (p - m).Squared), total = 0;
            foreach (Triple p in y)
            {
                double factor = Math.Exp(-weight * ((p - mean).Squared - nearest) / top);
                (next, total) = (next + factor * p, total + factor);
            }

            mean = (1 / total) * next;
        }

        double sum = 0;
        foreach (Triple p in y)
            sum += Levelled(top, weight * (p - mean).Squared);
        return sum;
    }
}
