using Engine.Core.Simulation;
using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>Parameters of the dynamics. Energies of the target are read as kcal/mol, lengths are Å, times fs.</summary>
public sealed record LangevinOptions
{
    /// <summary>Time step, fs.</summary>
    public double TimeStep { get; init; } = 1;

    /// <summary>Friction, 1/ps.</summary>
    public double Friction { get; init; } = 10;

    /// <summary>Mass of every atom, g/mol.</summary>
    public double Mass { get; init; } = 12;

    /// <summary>Speeds above this are cut to it, Å per step; far above what a temperature gives, it only stops atoms that start on top of each other.</summary>
    public double SpeedLimit { get; init; } = 0.5;

    /// <summary>Seed of the random forces.</summary>
    public ulong Seed { get; init; } = 1;
}

/// <summary>
/// Cartesian Langevin dynamics by the BAOAB splitting (Leimkuhler and Matthews, Appl. Math. Res. eXpress 2013, 34): half kick, half drift, exact Ornstein-Uhlenbeck step,
/// half drift, half kick. Its positions sample the Boltzmann distribution of a harmonic system exactly, its momenta up to second order in the step. Hydrogens that
/// ride and fixed atoms keep speed 0. The same seed gives the same path on the same device.
/// </summary>
public sealed class LangevinDynamics : IDisposable
{
    /// <summary>Boltzmann's constant times Avogadro's, kcal/mol/K.</summary>
    public const double Boltzmann = 0.00198720426;

    /// <summary>1 kcal/mol/Å per g/mol in Å/fs².</summary>
    private const double Acceleration = 4.184e-4;

    private readonly Accelerator accelerator;
    private readonly IObjective objective;
    private readonly LangevinOptions options;
    private readonly RandomSource random;
    private readonly bool[] moving;
    private readonly double[] velocity;
    private readonly double[] position;
    private readonly double[] slope;
    private readonly DeviceBuffer<double> x;
    private readonly DeviceBuffer<double> gradient;
    private bool started;

    /// <summary>Starts at rest.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="objective">Potential energy.</param>
    /// <param name="start">3N coordinates, Å.</param>
    /// <param name="moving">Atoms that move: not the riding hydrogens, not fixed ones.</param>
    /// <param name="options">Parameters.</param>
    public LangevinDynamics(Accelerator accelerator, IObjective objective, ReadOnlySpan<double> start, bool[] moving, LangevinOptions options)
    {
        (this.accelerator, this.objective, this.moving, this.options) = (accelerator, objective, moving, options);
        random = new RandomSource(options.Seed);
        (position, velocity, slope) = (start.ToArray(), new double[start.Length], new double[start.Length]);
        x = accelerator.Upload(start, "coordinates of the dynamics");
        gradient = accelerator.Allocate<double>(start.Length, "gradient of the dynamics");
    }

    /// <summary>3N coordinates, Å; riding hydrogens are where they were at the start.</summary>
    public ReadOnlySpan<double> Positions => position;

    /// <summary>Potential energy at the last step.</summary>
    public double Potential { get; private set; }

    /// <summary>Kinetic temperature of the moving atoms: 2 E_kin / (3 n k).</summary>
    public double Temperature
    {
        get
        {
            double twice = 0;
            int degrees = 0;
            for (int k = 0; k < velocity.Length; k++)
            {
                if (!moving[k / 3])
                    continue;
                twice += options.Mass * velocity[k] * velocity[k] / Acceleration;
                degrees++;
            }

            return degrees == 0 ? 0 : twice / (degrees * Boltzmann);
        }
    }

    /// <summary>Draws all speeds from the Maxwell-Boltzmann distribution.</summary>
    /// <param name="temperature">K.</param>
    public void SetTemperature(double temperature)
    {
        double sd = Math.Sqrt(Boltzmann * temperature * Acceleration / options.Mass);
        for (int k = 0; k < velocity.Length; k++)
            velocity[k] = moving[k / 3] ? sd * random.NextNormal() : 0;
    }

    /// <summary>One step of time.</summary>
    /// <param name="temperature">Temperature of the bath, K.</param>
    /// <exception cref="NumericalException">The energy is no longer finite.</exception>
    public void Step(double temperature)
    {
        if (!started)
            Forces();
        started = true;
        double dt = options.TimeStep, keep = Math.Exp(-options.Friction * 1e-3 * dt);
        double noise = Math.Sqrt((1 - keep * keep) * Boltzmann * temperature * Acceleration / options.Mass);
        Kick(0.5 * dt);
        Drift(0.5 * dt);
        for (int k = 0; k < velocity.Length; k++)
        {
            if (moving[k / 3])
                velocity[k] = keep * velocity[k] + noise * random.NextNormal();
        }

        Drift(0.5 * dt);
        Forces();
        Kick(0.5 * dt);
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        x.Dispose();
        gradient.Dispose();
    }

    private void Forces()
    {
        accelerator.Upload((ReadOnlySpan<double>)position, x);
        Potential = objective.Evaluate(x, gradient);
        if (!double.IsFinite(Potential))
            throw new NumericalException($"simulated annealing: the energy is {Potential}; take a shorter time step or a lower temperature");
        accelerator.Download(gradient, slope);
    }

    private void Kick(double time)
    {
        double factor = -time * Acceleration / options.Mass, limit = options.SpeedLimit / options.TimeStep;
        for (int i = 0; i < moving.Length; i++)
        {
            if (!moving[i])
                continue;
            double square = 0;
            for (int k = 3 * i; k < 3 * i + 3; k++)
            {
                velocity[k] += factor * slope[k];
                square += velocity[k] * velocity[k];
            }

            if (square <= limit * limit)
                continue;
            double shrink = limit / Math.Sqrt(square);
            for (int k = 3 * i; k < 3 * i + 3; k++)
                velocity[k] *= shrink;
        }
    }

    private void Drift(double time)
    {
        for (int k = 0; k < position.Length; k++)
            position[k] += time * velocity[k];
    }
}
