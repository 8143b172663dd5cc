using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>Ways to compute a model map.</summary>
public enum ModelMapKind
{
    /// <summary>The fastest exact enough way, chosen by measured cost.</summary>
    Auto,

    /// <summary>Sum of resolution-limited atom images.</summary>
    Shells,

    /// <summary>Exact Fourier map of one resolution.</summary>
    Fourier,

    /// <summary>Exact Fourier map of local resolutions, in bins.</summary>
    Bins,

    /// <summary>Form factors and B with a Gaussian in place of the resolution limit.</summary>
    Gaussian,

    /// <summary>The formula of ChimeraX.</summary>
    Molmap,

    /// <summary>The formula of EMReady.</summary>
    Emready,

    /// <summary>The formula of CryoFit.</summary>
    Cryofit,

    /// <summary>The formula of DEMO-EMfit.</summary>
    DemoEmfit,
}

/// <summary>Names of <see cref="ModelMapKind"/> on command lines and in outputs.</summary>
public static class ModelMapKinds
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<ModelMapKind>().Select(Name)];

    /// <summary>The name of a kind.</summary>
    /// <param name="kind">Kind.</param>
    public static string Name(this ModelMapKind kind) => kind == ModelMapKind.DemoEmfit ? "demo-emfit" : kind.ToString().ToLowerInvariant();

    /// <summary>The kind of a name.</summary>
    /// <param name="name">Name.</param>
    /// <exception cref="UsageException">There is no such kind.</exception>
    public static ModelMapKind Parse(string name)
    {
        foreach (ModelMapKind kind in Enum.GetValues<ModelMapKind>())
        {
            if (kind.Name() == name)
                return kind;
        }

        throw new UsageException($"--method {name}: choose one of {string.Join(", ", Names)}");
    }

    /// <summary>True for the formulas that know neither form factors nor B factors.</summary>
    /// <param name="kind">Kind.</param>
    public static bool IsAdHoc(this ModelMapKind kind) => kind >= ModelMapKind.Gaussian;
}
