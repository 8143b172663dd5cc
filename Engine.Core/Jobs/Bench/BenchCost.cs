namespace Engine.Core.Jobs.Bench;

/// <summary>What a call must at least do, by the model of its row (docs/benchmarks.md).</summary>
/// <param name="Bytes">Bytes moved between memory and the processor.</param>
/// <param name="Single">Floating-point operations in single precision.</param>
/// <param name="Double">Floating-point operations in double precision.</param>
public readonly record struct BenchCost(double Bytes, double Single = 0, double Double = 0);
