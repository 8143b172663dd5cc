namespace Engine.Kernels;

/// <summary>Indices of grids that repeat.</summary>
public static class PeriodicIndex
{
    /// <summary>Index brought into 0 to n - 1 by whole periods.</summary>
    /// <param name="index">Any index.</param>
    /// <param name="n">Period.</param>
    public static int Wrap(int index, int n)
    {
        int r = index % n;
        return r < 0 ? r + n : r;
    }
}
