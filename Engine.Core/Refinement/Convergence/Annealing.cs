using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>Schedule of simulated annealing.</summary>
public sealed record AnnealingOptions
{
    /// <summary>Temperature at the start, K; falls linearly to 0.</summary>
    public double StartTemperature { get; init; } = 3000;

    /// <summary>Steps of time.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Time step, fs. Bonds and angles are softened (<see cref="Geometry"/>), so it may be longer than with full restraints.</summary>
    public double TimeStep { get; init; } = 2;

    /// <summary>Restraints during the dynamics.</summary>
    public SoftGeometry Geometry { get; init; } = new(0.2, 0.5, 1, 1, 0.3, 0.2);

    /// <summary>Independent runs with seeds of their own; the one with the lowest energy after a short minimisation is taken.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Seed of the first run; the others count up.</summary>
    public ulong Seed { get; init; } = 1;
}

/// <summary>What simulated annealing did.</summary>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="Energy">Target after the final minimisation, map included.</param>
/// <param name="Chosen">Which replica, from 0.</param>
/// <param name="Temperature">Mean kinetic temperature over the first tenth of the chosen run, K.</param>
public sealed record AnnealingResult(double[] Positions, double Energy, int Chosen, double Temperature);

/// <summary>Simulated annealing: Langevin dynamics on target and softened restraints while the bath cools, then a minimisation with full restraints.</summary>
public static class Annealing
{
    private const int FinalIterations = 60;

    /// <summary>Runs all replicas.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="problem">Restraints in full.</param>
    /// <param name="map">Level of the map.</param>
    /// <param name="mapWeight">Weight of the map.</param>
    /// <param name="x">3N coordinates, Å; not changed.</param>
    /// <param name="options">Schedule.</param>
    /// <param name="cancel">Stops; what is there is minimised and returned.</param>
    /// <exception cref="NumericalException">The energy is no longer finite.</exception>
    public static AnnealingResult Run(
        Accelerator accelerator, RefinementProblem problem, TargetMap map, double mapWeight, double[] x, AnnealingOptions options, CancellationToken cancel)
    {
        AnnealingResult? best = null;
        for (int replica = 0; replica < Math.Max(1, options.Replicas); replica++)
        {
            AnnealingResult result = One(accelerator, problem, map, mapWeight, x, options, replica, cancel);
            if (best == null || result.Energy < best.Energy)
                best = result;
        }

        return best!;
    }

    private static AnnealingResult One(
        Accelerator accelerator, RefinementProblem problem, TargetMap map, double mapWeight, double[] x, AnnealingOptions options, int replica, CancellationToken cancel)
    {
        bool[] moving = [.. problem.Movable];
        foreach (int hydrogen in problem.Riding?.Hydrogen ?? [])
            moving[hydrogen] = false;
        using DeviceBuffer<double> positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        using var soft = new RefinementTarget(accelerator, options.Geometry.Apply(problem), map) { MapWeight = mapWeight };
        soft.CaptureRiding(positions);
        var dynamics = new LangevinOptions { TimeStep = options.TimeStep, Seed = options.Seed + (ulong)replica };
        using var langevin = new LangevinDynamics(accelerator, soft, x, moving, dynamics);
        langevin.SetTemperature(options.StartTemperature);
        double kinetic = 0;
        int hot = Math.Max(1, options.Steps / 10);
        for (int step = 0; step < options.Steps && !cancel.IsCancellationRequested; step++)
        {
            langevin.Step(options.StartTemperature * (1 - (step + 1.0) / options.Steps));
            kinetic += step < hot ? langevin.Temperature / hot : 0;
        }

        accelerator.Upload(langevin.Positions, positions);
        soft.PlaceRiding(positions);
        using var full = new RefinementTarget(accelerator, problem, map) { MapWeight = mapWeight };
        full.CaptureRiding(positions);
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { MaxIterations = FinalIterations });
        LbfgsResult end = minimizer.Minimize(full, positions, 0, cancel);
        full.PlaceRiding(positions);
        var result = new double[x.Length];
        accelerator.Download(positions, result);
        return new(result, end.Final, replica, kinetic);
    }
}
