using Engine.Core.Chemistry;
using Engine.Core.Models;

namespace Engine.Core.ModelMaps;

/// <summary>
/// The form factors of a model map, named so that every output can say what was used. Five Gaussians per element without a constant term; the same for
/// every charge of an element.
/// </summary>
/// <param name="Name">Name as written in outputs.</param>
/// <param name="FormFactor">Form factor of an element.</param>
public sealed record ScatteringTable(string Name, Func<Element, FormFactor> FormFactor)
{
    /// <summary>Electron scattering of neutral atoms (Peng, Ren, Dudarev and Whelan 1996; International Tables C, table 4.3.2.2), Å.</summary>
    public static ScatteringTable Electron { get; } = new("electron", FormFactorTable.Electron);

    /// <summary>The ten numbers of an element: a1..a5, b1..b5.</summary>
    /// <param name="element">Element.</param>
    /// <exception cref="ArgumentException">The table gives something else than five Gaussians without a constant.</exception>
    public float[] Row(Element element)
    {
        FormFactor factor = FormFactor(element);
        if (factor.A.Length != 5 || factor.B.Length != 5 || factor.C != 0)
            throw new ArgumentException($"form factors {Name}: {element} is not a sum of five Gaussians", nameof(element));
        var row = new float[10];
        for (int k = 0; k < 5; k++)
            (row[k], row[k + 5]) = ((float)factor.A[k], (float)factor.B[k]);
        return row;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
