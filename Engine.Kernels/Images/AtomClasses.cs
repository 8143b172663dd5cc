namespace Engine.Kernels;

/// <summary>Kinds of atoms, in host memory: atoms of one class have the same form factor, B factor and resolution, so they share a radial profile.</summary>
public sealed class AtomClasses
{
    /// <summary>Gaussians per form factor.</summary>
    public required int Terms { get; init; }

    /// <summary>Rows of 2 × <see cref="Terms"/> numbers: amplitudes a, then widths b (Å²); f(s) = Σ a exp(-b s²/4). A constant has b = 0.</summary>
    public required float[] FormFactors { get; init; }

    /// <summary>Row of <see cref="FormFactors"/> per class.</summary>
    public required int[] FormFactor { get; init; }

    /// <summary>Isotropic B per class, Å², 0 or more.</summary>
    public required double[] B { get; init; }

    /// <summary>Resolution d per class, Å, above 0.</summary>
    public required double[] Resolution { get; init; }

    /// <summary>Number of classes.</summary>
    public int Count => FormFactor.Length;
}
