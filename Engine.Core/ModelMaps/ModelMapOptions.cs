namespace Engine.Core.ModelMaps;

/// <summary>How a model map is computed.</summary>
public sealed record ModelMapOptions
{
    /// <summary>Electron form factors, default accuracy, oversampling 1.5, a sharp cut, without F(000).</summary>
    public static ModelMapOptions Default { get; } = new();

    /// <summary>Form factors.</summary>
    public ScatteringTable Scattering { get; init; } = ScatteringTable.Electron;

    /// <summary>Accuracy preset.</summary>
    public ModelMapAccuracy Accuracy { get; init; } = ModelMapAccuracy.Default;

    /// <summary>
    /// Half width w of the resolution edge, in units of 1/d, 0 to 0.5: coefficients are kept up to s = (1 - w)/d and fade to 0 at (1 + w)/d as a raised cosine.
    /// 0 is a sharp cut.
    /// </summary>
    public double Edge { get; init; }

    /// <summary>R: the internal grid has a spacing of at most d/(2R (1 + <see cref="Edge"/>)). Above 1.</summary>
    public double Oversampling { get; init; } = 1.5;

    /// <summary>Keep F(000), so that the map's mean is the model's mean density; otherwise the mean is 0.</summary>
    public bool IncludeF000 { get; init; }
}
