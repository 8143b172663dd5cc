using Engine.Core.Geometry;

namespace Engine.Core.Validation.Backbone;

/// <summary>Finds helices and strands of one kind in an unbroken CA trace.</summary>
/// <param name="trace">CA positions of neighbours in a chain, Å.</param>
/// <param name="shape">What to look for.</param>
internal sealed class TraceSegments(Vec3[] trace, TraceShape shape)
{
    private readonly Vec3[] vectors = Vectors(trace, shape);

    /// <summary>Segments as first and last residue, in order. They may overlap.</summary>
    public List<(int First, int Last)> Find()
    {
        SortedDictionary<int, int> starts = Runs();
        starts = Straightened(starts);
        Merge(starts);
        Separate(starts);
        Merge(starts);
        return [.. starts.Select(s => (s.Key, s.Value + shape.Tail)).Where(s => IsGood(s.Key, s.Item2))];
    }

    private static Vec3[] Vectors(Vec3[] trace, TraceShape shape)
    {
        var vectors = new Vec3[Math.Max(0, trace.Length - shape.Needs)];
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] = 0.5 * (trace[i + shape.Near] + trace[i + shape.Far]) - trace[i];
        return vectors;
    }

    private Vec3 Direction(int i) => vectors[i] / Math.Max(vectors[i].Length, 1e-10);

    private bool HasLength(int i) => Math.Abs(vectors[i].Length - shape.Rise * shape.Span) <= shape.RiseTolerance * shape.Span;

    private bool HasThird(int i) => shape.ThirdDistance == 0 || i + 3 >= trace.Length
        || Math.Abs(Vec3.Distance(trace[i + 3], trace[i]) - shape.ThirdDistance) <= TraceShape.ThirdTolerance;

    private bool IsLong(int start, int end) => end + 1 + shape.Tail - start >= shape.Shortest;

    /// <summary>Runs of vectors of the right length, each nearly parallel to the one before it: start of the first and of the last vector.</summary>
    private SortedDictionary<int, int> Runs()
    {
        var runs = new SortedDictionary<int, int>();
        for (int i = 0; i < vectors.Length; i++)
        {
            if (!HasLength(i))
                continue;
            int end = i;
            while (end + 1 < vectors.Length && HasLength(end + 1) && HasThird(end + 1) && Vec3.Dot(Direction(end + 1), Direction(end)) >= shape.LeastDot)
                end++;
            if (IsLong(i, end))
                runs[i] = end;
            i = end;
        }

        return runs;
    }

    /// <summary>Leaves out vectors that point away from the mean of their run.</summary>
    private SortedDictionary<int, int> Straightened(SortedDictionary<int, int> runs)
    {
        for (int round = 0; round < 2; round++)
        {
            var straight = new SortedDictionary<int, int>();
            foreach ((int first, int last) in runs)
            {
                Vec3 mean = Mean(first, last);
                int start = -1;
                for (int j = first; j <= last; j++)
                {
                    if (Vec3.Dot(Direction(j), mean) < shape.LeastDot)
                    {
                        start = -1;
                        continue;
                    }

                    start = start < 0 ? j : start;
                    straight[start] = j;
                }
            }

            runs = new(straight.Where(s => IsLong(s.Key, s.Value)).ToDictionary());
        }

        return runs;
    }

    /// <summary>Joins neighbours that touch or overlap where the whole is a good segment.</summary>
    private void Merge(SortedDictionary<int, int> starts)
    {
        for (bool again = true; again;)
        {
            again = false;
            int[] keys = [.. starts.Keys];
            for (int k = 0; k + 1 < keys.Length && !again; k++)
            {
                (int first, int second) = (keys[k], keys[k + 1]);
                if (second > starts[first] + shape.Tail + 1 || !IsGood(first, starts[second] + shape.Tail))
                    continue;
                starts[first] = starts[second];
                starts.Remove(second);
                again = true;
            }
        }
    }

    /// <summary>Shortens neighbours of opposite directions, so that there is room for the turn between them.</summary>
    private void Separate(SortedDictionary<int, int> starts)
    {
        int rounds = starts.Count + 1;
        for (bool again = true; again && rounds > 0; rounds--)
        {
            again = false;
            int[] keys = [.. starts.Keys];
            for (int k = 0; k + 1 < keys.Length && !again; k++)
            {
                (int first, int second) = (keys[k], keys[k + 1]);
                int gap = second - (starts[first] + shape.Tail);
                if (gap >= shape.Link || Vec3.Dot(Mean(first, starts[first]), Mean(second, starts[second])) > 0)
                    continue;
                Shorten(starts, first, second, (int)Math.Floor((gap + 1) / 2.0));
                again = true;
            }
        }
    }

    private void Shorten(SortedDictionary<int, int> starts, int first, int second, int residues)
    {
        int end = starts[second];
        starts[first] -= residues;
        if (starts[first] < first || !IsGood(first, starts[first] + shape.Tail))
            starts.Remove(first);
        if (residues == 0 && IsGood(second, end + shape.Tail))
            return;
        starts.Remove(second);
        if (end >= second + residues && second + residues >= 0 && IsGood(second + residues, end + shape.Tail))
            starts[second + residues] = end;
    }

    /// <summary>Mean direction of vectors; the last one does not count when there are several.</summary>
    private Vec3 Mean(int first, int last)
    {
        Vec3 sum = Direction(first);
        for (int j = first + 1; j < last; j++)
            sum += Direction(j);
        return sum.Length > 1e-10 ? sum.Normalized() : sum;
    }

    /// <summary>True when residues make a segment on the whole: long enough, of the right rise, and straight.</summary>
    private bool IsGood(int first, int last)
    {
        int end = last - shape.Needs;
        if (last >= trace.Length || last - first + 1 < shape.Shortest || end < first)
            return false;
        Vec3 mean = Mean(first, end);
        double dots = 0, lengths = 0, single = 0, third = double.PositiveInfinity;
        for (int i = first; i <= end; i++)
            (dots, lengths) = (dots + Vec3.Dot(Direction(i), mean), lengths + vectors[i].Length);
        for (int i = first; i < last; i++)
            single += Vec3.Dot((trace[i + 1] - trace[i]) / Math.Max(Vec3.Distance(trace[i], trace[i + 1]), 1e-10), mean);
        for (int i = first; i + 3 <= last; i++)
            third = Math.Min(third, Vec3.Distance(trace[i], trace[i + 3]));
        int count = end - first + 1;
        return dots / count >= shape.LeastDot
            && Math.Abs(lengths / count / shape.Span - shape.Rise) <= shape.RiseTolerance
            && single / (last - first) >= shape.LeastSingleDot
            && (shape.ThirdDistance == 0 || third >= shape.ThirdDistance - TraceShape.ThirdTolerance);
    }
}
