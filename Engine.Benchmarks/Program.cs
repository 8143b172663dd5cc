using BenchmarkDotNet.Running;

namespace Engine.Benchmarks;

/// <summary>
/// Runs the benchmark suites: "--filter *" for all, "--list flat" for their names. "large-interpolation [ATOMS] [GRID]" runs the target of a very large
/// model once, outside BenchmarkDotNet, and prints time and peak memory; "restraints MODEL [SELECTION] [DEVICE]" does so for the restraints of a model file;
/// "fourier THREADS SIZE..." prints the times that scripts/fftw_compare.sh compares; "model-maps MODEL MAP D [SELECTION] [THREADS] [DEVICE]" those that
/// scripts/model_map_peers.py compares, and "model-map-scaling MODEL D VOXEL COPIES METHOD [THREADS]" time and peak memory of many copies of a model; "local-resolution
/// MODEL TABLE|A=4,B=7 VOXEL [NOISE]" the study of docs/model-maps.md, whose figures "model-map-figures FOLDER" draws; "convergence MODEL MAP D SELECTION DISPLACEMENT SEEDS PLAN [verbose] [write:FOLDER]" refines
/// models that were displaced on purpose; "half-map-zones TRUTH TABLE HALF1 HALF2 D VARIANTS [xyz]" refines against half maps of varying resolution and prints distances to the truth by zone;
/// "rotamers MODEL,... D ADDED_B [COUNT] [SEED,...] [MAP_WEIGHT,...] [LEAST_GAIN] [CARBOXYLATE_WEIGHT] [verbose]" fits side chains that were set to wrong rotamers;
/// "fit-scores MODEL MAP D [SELECTION] [DEVICE]" prints the times that scripts/fit_score_peers.py compares.
/// </summary>
public static class Program
{
    /// <summary>Entry point.</summary>
    /// <param name="args">Command line.</param>
    public static int Main(string[] args)
    {
        if (args.Length > 0 && args[0] == "large-interpolation")
            return LargeInterpolation.Run(args[1..]);
        if (args.Length > 1 && args[0] == "restraints")
            return RestraintTiming.Run(args[1..]);
        if (args.Length > 2 && args[0] == "fourier")
            return FftTimes.Run(args[1..]);
        if (args.Length > 3 && args[0] == "model-maps")
            return ModelMapTiming.Run(args[1..]);
        if (args.Length > 5 && args[0] == "model-map-scaling")
            return ModelMapScaling.Run(args[1..]);
        if (args.Length > 3 && args[0] == "local-resolution")
            return LocalResolutionStudy.Run(args[1..]);
        if (args.Length > 1 && args[0] == "model-map-figures")
            return ModelMapFigures.Run(args[1..]);
        if (args.Length > 7 && args[0] == "convergence")
            return ConvergenceStudy.Run(args[1..]);
        if (args.Length > 2 && args[0] == "rotamers")
            return RotamerStudy.Run(args[1..]);
        if (args.Length > 6 && args[0] == "half-map-zones")
            return HalfMapZones.Run(args[1..]);
        if (args.Length > 3 && args[0] == "fit-scores")
            return FitScoreTimes.Run(args[1..]);
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
    }
}
