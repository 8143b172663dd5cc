namespace Engine.Core.ModelMaps;

/// <summary>Few vectors v with Σ v vᵀ equal to a given sum of squares: Cholesky's decomposition with the largest pivot first, until 1e-15 of the trace is left.</summary>
internal static class CondensedSquares
{
    /// <summary>The vectors, at most 24 of them; smooth families of vectors need about ten.</summary>
    /// <param name="squares">Row-major symmetric n × n matrix, lower triangle.</param>
    public static List<double[]> Of(double[] squares)
    {
        int n = (int)Math.Sqrt(squares.Length);
        var left = new double[n];
        for (int j = 0; j < n; j++)
            left[j] = squares[j * n + j];
        double enough = 1e-15 * left.Sum();
        List<double[]> vectors = [];
        while (vectors.Count < Math.Min(n, 24))
        {
            int pivot = Array.IndexOf(left, left.Max());
            if (!(left[pivot] > enough))
                break;
            double root = Math.Sqrt(left[pivot]);
            var v = new double[n];
            for (int j = 0; j < n; j++)
            {
                double value = squares[Math.Max(j, pivot) * n + Math.Min(j, pivot)];
                foreach (double[] known in vectors)
                    value -= known[j] * known[pivot];
                v[j] = value / root;
            }

            for (int j = 0; j < n; j++)
                left[j] = Math.Max(0, left[j] - v[j] * v[j]);
            left[pivot] = 0;
            vectors.Add(v);
        }

        return vectors;
    }
}
