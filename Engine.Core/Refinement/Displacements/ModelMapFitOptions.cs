using Engine.Core.ModelMaps;

namespace Engine.Core.Refinement.Displacements;

/// <summary>Where the model map is compared with the observed one.</summary>
public enum FitRegion
{
    /// <summary>The molecular mask of CC_mask.</summary>
    Molecule,

    /// <summary>1 within a distance of an atom, then a cosine edge.</summary>
    SoftSpheres,

    /// <summary>Every voxel of the box round the atoms.</summary>
    Box,
}

/// <summary>How a model map is fitted by the parameters of atoms.</summary>
public sealed record ModelMapFitOptions
{
    /// <summary>Resolution of the map, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Resolution of every atom of the model, Å; null = that of the map. An atom's resolution and its B are confounded: these stay as they are.</summary>
    public IReadOnlyList<double>? Resolutions { get; init; }

    /// <summary>Where the maps are compared.</summary>
    public FitRegion Region { get; init; } = FitRegion.Molecule;

    /// <summary>How model maps are computed: auto is Fourier transforms for one resolution and atom images for local ones, so that the result does not depend on the machine's speed.</summary>
    public ModelMapKind Method { get; init; } = ModelMapKind.Auto;

    /// <summary>Half width of the resolution edge in units of 1/d; null = a sharp cut with Fourier transforms, 0.2 with images.</summary>
    public double? Edge { get; init; }

    /// <summary>Radius of atom images in units of their resolution.</summary>
    public double ImageRadius { get; init; } = 3;

    /// <summary>Accuracy of Fourier model maps.</summary>
    public ModelMapAccuracy Accuracy { get; init; } = ModelMapAccuracy.Fast;

    /// <summary>Form factors.</summary>
    public ScatteringTable Scattering { get; init; } = ScatteringTable.Electron;
}
