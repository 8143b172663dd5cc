namespace Engine.Kernels.Cpu;

/// <summary>
/// Turns the radial functions of a class, sampled at the nodes in reduced units and without the switch, into rows of a profile table. The slope of the density
/// is exact; those of the other quantities are central differences of sixth order, with the functions continued evenly below ρ = 0.
/// </summary>
/// <param name="shape">Edge, radius and nodes.</param>
/// <param name="curves">I, I_ρ/ρ, dI/dv and R I_R + 2β I_v, one after the other.</param>
/// <param name="room">Numbers per curve: all nodes and at least three more.</param>
internal readonly unsafe struct ShellCurves(ImageShape shape, double* curves, int room)
{
    /// <summary>Writes values and slopes of a quantity.</summary>
    /// <param name="quantity">Quantity.</param>
    /// <param name="d">Resolution, Å.</param>
    /// <param name="target">Receives two floats per node.</param>
    public void Write(ImageQuantities quantity, double d, float* target)
    {
        double h = shape.Spacing, d3 = d * d * d;
        for (int i = 0; i < shape.Nodes; i++)
        {
            double rho = i * h, s = shape.Switch(rho), ds = shape.SwitchSlope(rho);
            double image = curves[i], slope = rho * curves[room + i];
            (double value, double step) = quantity switch
            {
                ImageQuantities.Density => (s * image / d3, h * (ds * image + s * slope) / d3),
                ImageQuantities.BFactor => Switched(2, i, s, ds, 1 / (d3 * d * d)),
                ImageQuantities.Radial => Switched(1, i, s, ds, 1 / (d3 * d * d)),
                _ => Switched(3, i, s, ds, 1 / (d3 * d)),
            };
            if (quantity == ImageQuantities.Resolution)
            {
                // The switch moves outwards with d: dS/dd = -ρ S'/d.
                value -= rho * ds * image / (d3 * d);
                step -= h * (ds * image + rho * shape.SwitchCurvature(rho) * image + rho * ds * slope) / (d3 * d);
            }

            target[2 * i] = (float)value;
            target[2 * i + 1] = (float)step;
        }
    }

    private (double Value, double Step) Switched(int curve, int i, double s, double ds, double factor)
    {
        double* f = curves + (long)curve * room;
        double step = (f[i + 3] - f[Math.Abs(i - 3)] - 9 * (f[i + 2] - f[Math.Abs(i - 2)]) + 45 * (f[i + 1] - f[Math.Abs(i - 1)])) / 60;
        return (factor * s * f[i], factor * (shape.Spacing * ds * f[i] + s * step));
    }
}
