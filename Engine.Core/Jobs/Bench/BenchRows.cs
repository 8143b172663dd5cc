using Engine.Core.Jobs.Bench.Rows;

namespace Engine.Core.Jobs.Bench;

/// <summary>All rows of kernels and methods. Those of whole commands are in <see cref="CommandRows"/>.</summary>
public static class BenchRows
{
    /// <summary>The rows, kernels first.</summary>
    public static IReadOnlyList<BenchRow> All { get; } =
    [
        .. VectorRows.All, .. VoxelRows.All, .. FourierRows.All, .. AtomMapRows.All, .. DensityRows.All, .. RestraintRows.All, .. ContactRows.All, .. WindowRows.All, .. LikelihoodRows.All, .. MethodRows.All,
    ];
}
