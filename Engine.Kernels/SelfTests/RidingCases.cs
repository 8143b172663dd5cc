namespace Engine.Kernels.SelfTests;

/// <summary>Riding hydrogens against their definition, and the gradients that they leave to their frames against its differences.</summary>
internal static class RidingCases
{
    private const int Atoms = 300;

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All => [Case("places", false), Case("gradients", true)];

    private static KernelCase Case(string name, bool gradients) => new("riding hydrogens", name, (accelerator, samples) =>
    {
        (RidingTable table, double[] before, double[] after, double[] slopes) = Inputs(samples);
        using RidingAtoms riding = accelerator.Riding.Create(table, Atoms);
        using DeviceBuffer<double> positions = accelerator.Put(before), gradient = accelerator.Put(slopes);
        accelerator.Riding.Capture(riding, positions);
        accelerator.Upload<double>(after, positions);
        accelerator.Riding.Place(riding, positions);
        accelerator.Riding.PullBack(riding, positions, gradient);
        return accelerator.Get(gradients ? gradient : positions);
    })
    {
        Scalar = samples =>
        {
            (RidingTable table, double[] before, double[] after, double[] slopes) = Inputs(samples);
            for (int h = 0; h < table.Count; h++)
            {
                int[] frame = table.Frame[(3 * h)..(3 * h + 3)];
                int hydrogen = table.Hydrogen[h];
                double[] local = Local(before, frame, At(before, hydrogen));
                Share(after, frame, local, slopes, hydrogen);
                Triple place = Place(after, frame, local);
                (after[3 * hydrogen], after[3 * hydrogen + 1], after[3 * hydrogen + 2]) = (place.X, place.Y, place.Z);
            }

            return gradients ? slopes : after;
        },
        Tolerance = gradients ? 1e-7 : KernelCase.Double,
        BetweenDevices = KernelCase.Double,
    };

    private static (RidingTable Table, double[] Before, double[] After, double[] Slopes) Inputs(KernelSamples samples)
    {
        RidingTable table = samples.Riding(Atoms);
        double[] before = samples.Lattice(Atoms), shift = samples.Numbers(before.Length, -0.2, 0.2);
        return (table, before, [.. before.Zip(shift, (a, b) => a + b)], samples.Numbers(before.Length, -1, 1));
    }

    private static Triple At(double[] x, int atom) => new(x[3 * atom], x[3 * atom + 1], x[3 * atom + 2]);

    private static Triple[] Axes(double[] x, int[] frame)
    {
        if (frame[1] < 0)
            return [new(1, 0, 0), new(0, 1, 0), new(0, 0, 1)];
        Triple u = At(x, frame[1]) - At(x, frame[0]), v = At(x, frame[2]) - At(x, frame[0]), e0 = (1 / u.Length) * u;
        Triple across = v - Triple.Dot(v, e0) * e0, e1 = (1 / across.Length) * across;
        return [e0, e1, Triple.Cross(e0, e1)];
    }

    private static double[] Local(double[] x, int[] frame, Triple hydrogen) => [.. Axes(x, frame).Select(e => Triple.Dot(e, hydrogen - At(x, frame[0])))];

    private static Triple Place(double[] x, int[] frame, double[] local) =>
        Axes(x, frame).Zip(local, (e, l) => l * e).Aggregate(At(x, frame[0]), (sum, part) => sum + part);

    /// <summary>Adds what a shift of each frame atom does to the hydrogen; takes its own gradient away.</summary>
    private static void Share(double[] x, int[] frame, double[] local, double[] slopes, int hydrogen)
    {
        const double Step = 1e-6;
        Triple force = At(slopes, hydrogen);
        foreach (int atom in frame.Where(a => a >= 0))
        {
            for (int axis = 0; axis < 3; axis++)
            {
                int i = 3 * atom + axis;
                double kept = x[i];
                x[i] = kept + Step;
                Triple up = Place(x, frame, local);
                x[i] = kept - Step;
                slopes[i] += Triple.Dot(force, (1 / (2 * Step)) * (up - Place(x, frame, local)));
                x[i] = kept;
            }
        }

        slopes.AsSpan(3 * hydrogen, 3).Clear();
    }
}
