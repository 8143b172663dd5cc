using System.Diagnostics;
using System.Globalization;
using Engine.Core.Jobs.Bench;
using Engine.Kernels;
using Engine.Kernels.Cpu;

namespace Engine.Benchmarks;

/// <summary>
/// Best times of the CPU's transforms as a table for scripts/fftw_compare.sh: size, threads, direction, wall time and processor time in
/// milliseconds. On a busy machine the processor time is the steadier of the two.
/// </summary>
internal static class FftTimes
{
    /// <summary>Runs it: arguments number of threads, then sizes as NXxNYxNZ or NXxNYxNZxBATCH.</summary>
    public static int Run(string[] args)
    {
        using CpuAccelerator cpu = new(int.Parse(args[0], CultureInfo.InvariantCulture));
        foreach (string size in args[1..])
        {
            using FourierPlan plan = CreatePlan(cpu, size);
            using var scope = new BenchScope(cpu, cpu.Workers.Count);
            DeviceBuffer<float> real = scope.Singles(plan.RealLength), half = scope.Room<float>(plan.HalfLength);
            (double Wall, double Processor) forward = (double.MaxValue, double.MaxValue), inverse = forward;
            Stopwatch total = Stopwatch.StartNew();
            for (int i = 0; i < 3 || (i < 1000 && total.Elapsed.TotalSeconds < 1); i++)
            {
                forward = Best(forward, () => plan.Forward(real, half));
                inverse = Best(inverse, () => plan.Inverse(half, real));
            }

            Print(size, cpu.Workers.Count, "forward", forward);
            Print(size, cpu.Workers.Count, "inverse", inverse);
        }

        return 0;
    }

    /// <summary>Plan of a size written as NXxNYxNZ or NXxNYxNZxBATCH.</summary>
    private static FourierPlan CreatePlan(Accelerator accelerator, string size)
    {
        int[] n = [.. size.Split('x').Select(part => int.Parse(part, CultureInfo.InvariantCulture)), 1];
        return accelerator.Fourier.CreatePlan(n[0], n[1], n[2], n[3]);
    }

    private static (double Wall, double Processor) Best((double Wall, double Processor) before, Action work)
    {
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        work();
        double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return (Math.Min(before.Wall, wall), Math.Min(before.Processor, (Environment.CpuUsage.TotalTime - used).TotalMilliseconds));
    }

    private static void Print(string size, int threads, string direction, (double Wall, double Processor) best) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size} {threads} {direction} {best.Wall:F3} {best.Processor:F3}"));
}
