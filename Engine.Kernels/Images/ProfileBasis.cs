namespace Engine.Kernels;

/// <summary>
/// A way to compute the radial profile of any atom: <see cref="ProfileMatrix"/>, exact quadrature, or <see cref="ShellTerms"/>, a sum of Gaussian shells.
/// </summary>
/// <param name="Shape">Edge, radius and nodes.</param>
public abstract record ProfileBasis(ImageShape Shape)
{
    /// <summary>Name as written in outputs: matrix or shells.</summary>
    public abstract string Name { get; }
}
