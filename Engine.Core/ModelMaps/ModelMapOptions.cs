namespace Engine.Core.ModelMaps;

/// <summary>How a model map is computed.</summary>
public sealed record ModelMapOptions
{
    /// <summary>Electron form factors, default accuracy, oversampling 1.5, without F(000).</summary>
    public static ModelMapOptions Default { get; } = new();

    /// <summary>Form factors.</summary>
    public ScatteringTable Scattering { get; init; } = ScatteringTable.Electron;

    /// <summary>Accuracy preset.</summary>
    public ModelMapAccuracy Accuracy { get; init; } = ModelMapAccuracy.Default;

    /// <summary>R: the internal grid has a spacing of at most d/(2R). Above 1.</summary>
    public double Oversampling { get; init; } = 1.5;

    /// <summary>Keep F(000), so that the map's mean is the model's mean density; otherwise the mean is 0.</summary>
    public bool IncludeF000 { get; init; }
}
