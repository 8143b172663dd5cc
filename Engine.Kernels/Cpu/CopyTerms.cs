using Engine.Kernels.Compute;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Copies: E = Σ f(|y - m|²) over the members of a group, y = Rᵀ(x - t) a member in the common frame, f(s) = w s or, with top &gt; 0, top (1 - exp(-w s/top)), and m the
/// point of least energy. There m's own change does not count, so the gradient of a member is 2 f' R (y - m).
/// </summary>
internal static unsafe class CopyTerms
{
    /// <summary>Returns the energy of a range of groups; writes gradients unless <paramref name="slots"/> is null.</summary>
    public static double Range(CopyBatch copies, double* padded, double* slots, int first, int last)
    {
        Point3* y = stackalloc Point3[copies.Largest];
        double sum = 0;
        for (int group = first; group < last; group++)
        {
            int start = copies.Start[group], count = copies.Start[group + 1] - start;
            double weight = copies.Weights[group], top = copies.Tops[group];
            for (int k = 0; k < count; k++)
                y[k] = TurnBack(copies.Frame(start + k), Point3.LoadPadded(padded, copies.Atoms[start + k]));
            Point3 mean = Mean(y, count, weight, top);
            for (int k = 0; k < count; k++)
            {
                Point3 r = y[k] - mean;
                double energy = weight * r.Squared, damping = top > 0 ? Math.Exp(-energy / top) : 1;
                sum += top > 0 ? top * (1 - damping) : energy;
                if (slots != null)
                    (2 * weight * damping * Turn(copies.Frame(start + k), r)).StorePadded(slots, copies.FirstSlot + start + k);
            }
        }

        return sum;
    }

    /// <summary>The point of least energy: the mean, weighted anew with f' until it stays. The nearest member has the weight 1, so that far members never leave 0/0.</summary>
    private static Point3 Mean(Point3* y, int count, double weight, double top)
    {
        Point3 mean = new(0, 0, 0);
        for (int k = 0; k < count; k++)
            mean += y[k];
        mean = 1.0 / count * mean;
        for (int round = 0; round < KernelConstants.CopyRounds && top > 0 && count > 2; round++)
        {
            double nearest = double.PositiveInfinity, total = 0;
            for (int k = 0; k < count; k++)
                nearest = Math.Min(nearest, (y[k] - mean).Squared);
            Point3 next = new(0, 0, 0);
            for (int k = 0; k < count; k++)
            {
                double factor = Math.Exp(-weight * ((y[k] - mean).Squared - nearest) / top);
                next += factor * y[k];
                total += factor;
            }

            next = 1 / total * next;
            bool stays = (next - mean).Squared < KernelConstants.CopyStill;
            mean = next;
            if (stays)
                break;
        }

        return mean;
    }

    private static Point3 Turn(double* f, Point3 v) =>
        new(f[0] * v.X + f[1] * v.Y + f[2] * v.Z, f[3] * v.X + f[4] * v.Y + f[5] * v.Z, f[6] * v.X + f[7] * v.Y + f[8] * v.Z);

    private static Point3 TurnBack(double* f, Point3 x)
    {
        Point3 v = x - new Point3(f[9], f[10], f[11]);
        return new(f[0] * v.X + f[3] * v.Y + f[6] * v.Z, f[1] * v.X + f[4] * v.Y + f[7] * v.Z, f[2] * v.X + f[5] * v.Y + f[8] * v.Z);
    }
}
