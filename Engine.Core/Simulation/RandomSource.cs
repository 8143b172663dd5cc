namespace Engine.Core.Simulation;

/// <summary>
/// Random numbers from a seed, the same on every machine and for every number of threads: SplitMix64 applied to a counter (Steele, Lea and Flood,
/// OOPSLA 2014), and normal deviates by the Box-Muller transform.
/// </summary>
/// <param name="seed">Seed.</param>
public sealed class RandomSource(ulong seed)
{
    private ulong counter;
    private double spare = double.NaN;

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits() => At(seed, counter++);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextUniform() => ToUniform(NextBits());

    /// <summary>Normal deviate, mean 0 and standard deviation 1.</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(spare))
        {
            double kept = spare;
            spare = double.NaN;
            return kept;
        }

        double radius = Math.Sqrt(-2 * Math.Log(1 - NextUniform())), angle = 2 * Math.PI * NextUniform();
        spare = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    /// <summary>Random bits as a number in [0, 1), uniform.</summary>
    /// <param name="bits">64 random bits.</param>
    public static double ToUniform(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>The bits at one place of the stream of a seed.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="index">Place, 0 or more.</param>
    public static ulong At(ulong seed, ulong index)
    {
        ulong z = seed * 0xD1342543DE82EF95UL + (index + 1) * 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
