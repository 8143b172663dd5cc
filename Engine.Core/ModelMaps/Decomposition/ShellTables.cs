using System.Globalization;
using Engine.Core.Chemistry;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>The decompositions that travel with the engine; 'cryoengine tables' makes and checks them.</summary>
public static class ShellTables
{
    private static readonly Lazy<ShellTable[]> Tables = new(Load);

    /// <summary>All tables, by edge, then by use range.</summary>
    public static IReadOnlyList<ShellTable> All => Tables.Value;

    /// <summary>The table with the fewest terms for a shape, or null when none has its edge and reaches its radius.</summary>
    /// <param name="shape">Edge and radius.</param>
    public static ShellTerms? TryFind(ImageShape shape) =>
        All.FirstOrDefault(t => Math.Abs(t.Edge - shape.Edge) < 1e-9 && t.Use >= shape.Radius - 1e-9)?.Terms(shape);

    /// <summary>The table with the fewest terms for a shape.</summary>
    /// <param name="shape">Edge and radius.</param>
    /// <exception cref="UsageException">None has its edge and reaches its radius.</exception>
    public static ShellTerms Find(ImageShape shape) => TryFind(shape) ?? throw new UsageException(string.Create(
        CultureInfo.InvariantCulture,
        $"no shell decomposition for edge {shape.Edge} and radius {shape.Radius} d: take one of {Names()}, or the profile matrix, which serves every edge and radius"));

    private static string Names() => string.Join(", ", All.GroupBy(t => t.Edge).Select(g => string.Create(
        CultureInfo.InvariantCulture, $"edge {g.Key} up to {g.Max(t => t.Use)} d")));

    private static ShellTable[] Load() =>
    [
        .. EmbeddedTable.Names("shells_")
            .Select(name => ShellTable.Read(EmbeddedTable.Text(name), name))
            .OrderBy(t => t.Edge).ThenBy(t => t.Use),
    ];
}
