namespace Engine.Core.Restraints;

/// <summary>Receives every covalent term that counts.</summary>
internal interface ITermSink
{
    /// <summary>Takes one term.</summary>
    /// <param name="kind">Kind.</param>
    /// <param name="atoms">Its atoms.</param>
    /// <param name="value">Value in the model; for planes the largest distance from the plane.</param>
    /// <param name="ideal">Target; 0 for planes.</param>
    /// <param name="deviation">Value minus target, wrapped for torsions.</param>
    /// <param name="z">Absolute deviation over σ.</param>
    void Add(CovalentTerm kind, ReadOnlySpan<int> atoms, double value, double ideal, double deviation, double z);
}

/// <summary>Kinds of covalent terms.</summary>
internal enum CovalentTerm
{
    Bond,
    Angle,
    Torsion,
    Chirality,
    Plane,
}

/// <summary>Sums deviations and keeps the worst.</summary>
/// <param name="label">Readable name of an atom.</param>
/// <param name="length">Length of the list of the worst.</param>
/// <param name="kind">Kind of the terms.</param>
/// <param name="sink">Receives each term; or null.</param>
internal sealed class DeviationTally(
    Func<int, string> label, int length = DeviationTally.WorstLength, CovalentTerm kind = CovalentTerm.Bond, ITermSink? sink = null)
{
    /// <summary>Usual length of the lists of worst terms.</summary>
    public const int WorstLength = 10;

    /// <summary>Beyond this length lists are sorted at the end instead of kept in order.</summary>
    private const int LongList = 1000;

    private readonly List<(double Z, double Value, double Ideal, double Deviation, int[] Atoms)> worst = [];
    private int terms;
    private int values;
    private double sum;
    private double sumZ;
    private double max;

    /// <summary>Adds a term whose deviation is value - ideal.</summary>
    public void Add(ReadOnlySpan<int> atoms, double value, double ideal, double weight) => Add(atoms, value, ideal, value - ideal, weight);

    /// <summary>Adds a term.</summary>
    public void Add(ReadOnlySpan<int> atoms, double value, double ideal, double deviation, double weight)
    {
        terms++;
        AddValue(deviation, weight);
        Rank(atoms, value, ideal, deviation, weight);
    }

    /// <summary>Adds a plane: every atom is a value, the farthest one represents the plane in the list.</summary>
    public void AddPlane(ReadOnlySpan<int> atoms, ReadOnlySpan<double> distances, double weight)
    {
        terms++;
        double farthest = 0;
        foreach (double d in distances)
        {
            AddValue(d, weight);
            if (Math.Abs(d) > Math.Abs(farthest))
                farthest = d;
        }

        Rank(atoms, Math.Abs(farthest), 0, Math.Abs(farthest), weight);
    }

    public GeometryClass Result() => new(
        terms, values == 0 ? 0 : Math.Sqrt(sum / values), values == 0 ? 0 : Math.Sqrt(sumZ / values), max,
        [.. Sorted().Select(w => new GeometryOutlier(string.Join(" - ", w.Atoms.Select(label)), w.Value, w.Ideal, w.Deviation, w.Z) { FirstAtom = w.Atoms[0] })]);

    private IEnumerable<(double Z, double Value, double Ideal, double Deviation, int[] Atoms)> Sorted() => length <= LongList ? worst : worst.OrderByDescending(w => w.Z).Take(length);

    private void AddValue(double deviation, double weight)
    {
        values++;
        sum += deviation * deviation;
        sumZ += deviation * deviation * weight;
        max = Math.Max(max, Math.Abs(deviation));
    }

    private void Rank(ReadOnlySpan<int> atoms, double value, double ideal, double deviation, double weight)
    {
        double z = Math.Abs(deviation) * Math.Sqrt(weight);
        sink?.Add(kind, atoms, value, ideal, deviation, z);
        if (length > LongList)
        {
            worst.Add((z, value, ideal, deviation, atoms.ToArray()));
            return;
        }

        if (worst.Count == length && z <= worst[^1].Z)
            return;
        int at = worst.FindIndex(w => w.Z < z);
        worst.Insert(at < 0 ? worst.Count : at, (z, value, ideal, deviation, atoms.ToArray()));
        if (worst.Count > length)
            worst.RemoveAt(length);
    }
}
