using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>The form factors of a model map, named so that every output can say what was used: sums of Gaussians, a constant being one of width 0.</summary>
/// <param name="Name">Name as written in outputs and given with --table.</param>
/// <param name="Unit">Unit of the form factor; the map is in this unit per Å³.</param>
/// <param name="Terms">Gaussians per row.</param>
/// <param name="UsesCharges">False when the formal charges of atoms are ignored.</param>
/// <param name="FormFactor">Form factor of an element with a charge.</param>
public sealed record ScatteringTable(string Name, string Unit, int Terms, bool UsesCharges, Func<Element, int, FormFactor> FormFactor)
{
    /// <summary>
    /// Electron scattering of neutral atoms (Peng, Ren, Dudarev and Whelan 1996; International Tables C, table 4.3.2.2), Å; five Gaussians, the same for every
    /// charge of an element.
    /// </summary>
    public static ScatteringTable Electron { get; } = new("electron", "Å", 5, false, (element, _) => FormFactorTable.Electron(element));

    /// <summary>
    /// Electron scattering with ions where the atoms have charges: the Mott-Bethe factor of the X-ray ion from 0.05 Å⁻¹ on, finite below, where the true one
    /// grows without limit (<see cref="FormFactorTable.ElectronIon"/>).
    /// </summary>
    public static ScatteringTable ElectronIons { get; } = new("electron-ions", "Å", 8, true, FormFactorTable.ElectronIon);

    /// <summary>X-ray scattering (Waasmaier and Kirfel 1995), electrons; five Gaussians and a constant, ions where the table has them.</summary>
    public static ScatteringTable XRay { get; } = new("xray", "e", 6, true, FormFactorTable.XRay);

    /// <summary>Neutron scattering: coherent lengths (Sears 1992), fm; H and D differ.</summary>
    public static ScatteringTable Neutron { get; } = new("neutron", "fm", 1, false, (element, _) => FormFactorTable.Neutron(element));

    /// <summary>All tables by name.</summary>
    public static IReadOnlyList<ScatteringTable> All { get; } = [Electron, ElectronIons, XRay, Neutron];

    /// <summary>The 2 × <see cref="Terms"/> numbers of an element: amplitudes, then widths (Å²).</summary>
    /// <param name="element">Element.</param>
    /// <param name="charge">Formal charge.</param>
    /// <exception cref="ArgumentException">The form factor does not fit into the row.</exception>
    public float[] Row(Element element, int charge = 0)
    {
        FormFactor factor = FormFactor(element, charge);
        int count = factor.A.Length + (factor.C == 0 ? 0 : 1);
        if (count > Terms)
            throw new ArgumentException($"form factors {Name}: {element} is not a sum of {Terms} Gaussians", nameof(element));
        var row = new float[2 * Terms];
        for (int k = 0; k < factor.A.Length; k++)
            (row[k], row[k + Terms]) = ((float)factor.A[k], (float)factor.B[k]);
        if (factor.C != 0)
            row[count - 1] = (float)factor.C;
        return row;
    }

    /// <summary>The table of a name.</summary>
    /// <param name="name">electron, electron-ions, xray or neutron.</param>
    /// <exception cref="UsageException">There is no such table.</exception>
    public static ScatteringTable Named(string name) =>
        All.FirstOrDefault(t => t.Name == name) ?? throw new UsageException($"--table {name}: choose one of {string.Join(", ", All.Select(t => t.Name))}");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
