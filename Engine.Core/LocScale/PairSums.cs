namespace Engine.Core.LocScale;

/// <summary>Sums over pairs of values, for a look at how alike they are.</summary>
internal sealed class PairSums
{
    private double first;
    private double second;
    private double product;

    /// <summary>Number of pairs.</summary>
    public long Count { get; private set; }

    /// <summary>Σ a².</summary>
    public double FirstSquared { get; private set; }

    /// <summary>Σ b².</summary>
    public double SecondSquared { get; private set; }

    /// <summary>Largest |a - b|.</summary>
    public double Largest { get; private set; }

    /// <summary>√(Σ (a - b)²/n).</summary>
    public double Rms => Math.Sqrt(Math.Max(0, FirstSquared - 2 * product + SecondSquared) / Math.Max(1, Count));

    /// <summary>Correlation coefficient; null where one side is constant.</summary>
    public double? Correlation
    {
        get
        {
            double variances = (FirstSquared - first * first / Count) * (SecondSquared - second * second / Count);
            return variances > 0 ? (product - first * second / Count) / Math.Sqrt(variances) : null;
        }
    }

    /// <summary>Adds a pair.</summary>
    public void Add(double a, double b)
    {
        Count++;
        (first, second, product) = (first + a, second + b, product + a * b);
        (FirstSquared, SecondSquared) = (FirstSquared + a * a, SecondSquared + b * b);
        Largest = Math.Max(Largest, Math.Abs(a - b));
    }
}
