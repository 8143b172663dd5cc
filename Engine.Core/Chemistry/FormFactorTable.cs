using System.Globalization;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Chemistry;

/// <summary>
/// Form factors of all elements. Electrons: neutral atoms, five Gaussians (International Tables C, table 4.3.2.2; Peng, Ren, Dudarev and Whelan
/// 1996). X-rays: five Gaussians and a constant, with ions (Waasmaier and Kirfel 1995). Neutrons: bound coherent lengths (Sears 1992).
/// </summary>
public static class FormFactorTable
{
    /// <summary>h²/(2π m e) expressed so that f_electron = <c>MottBetheFactor</c> · (Z - f_xray) / s², Å (s in Å⁻¹).</summary>
    public const double MottBetheFactor = 0.095736;

    private static readonly FormFactor?[] ElectronRows = ReadElectron();
    private static readonly Dictionary<(byte Number, int Charge), FormFactor> XRayRows = ReadXRay();
    private static readonly Lazy<Dictionary<byte, FormFactor>> NeutronRows = new(ReadNeutron);
    private static readonly Lazy<Dictionary<(byte Number, int Charge), FormFactor>> IonRows = new(ReadIons);

    /// <summary>Electron form factor of the neutral atom.</summary>
    /// <param name="element">Any element; which row is taken is told by <see cref="RowOf"/>.</param>
    /// <returns>Five amplitudes (Å) and widths (Å²), c = 0. Shared: do not change the arrays.</returns>
    public static FormFactor Electron(Element element) => ElectronRows[RowOf(element).Number]!;

    /// <summary>X-ray form factor.</summary>
    /// <param name="element">Any element; which row is taken is told by <see cref="RowOf"/>.</param>
    /// <param name="charge">Formal charge; a charge that the table does not have gives the neutral atom.</param>
    public static FormFactor XRay(Element element, int charge = 0)
    {
        byte number = RowOf(element).Number;
        return XRayRows.TryGetValue((number, charge), out FormFactor? row) ? row : XRayRows[(number, 0)];
    }

    /// <summary>
    /// Electron form factor of an ion: eight Gaussians that follow 0.095736 (Z - f_x)/s² (Mott and Bethe) with the ion's X-ray form factor f_x. The exact curve
    /// diverges as charge/s² at s = 0. The sum follows it from s = <see cref="IonicFrom"/> Å⁻¹ to <see cref="IonicTo"/> Å⁻¹ within 1 % of the ion's or the
    /// neutral atom's curve, whichever is larger (hydride, H1-: 2 %); below, it levels off at a finite value without meaning, so compare maps without those frequencies.
    /// </summary>
    /// <param name="element">Any element; which row is taken is told by <see cref="RowOf"/>.</param>
    /// <param name="charge">Formal charge; 0, and a charge that the X-ray table does not have, give the neutral atom.</param>
    /// <returns>Amplitudes (Å) and widths (Å²), c = 0. Shared: do not change the arrays.</returns>
    public static FormFactor ElectronIon(Element element, int charge) =>
        IonRows.Value.TryGetValue((RowOf(element).Number, charge), out FormFactor? row) ? row : Electron(element);

    /// <summary>Spatial frequency below which ionic electron form factors only level off, Å⁻¹.</summary>
    public const double IonicFrom = 0.05;

    /// <summary>Spatial frequency up to which ionic electron form factors were fitted, Å⁻¹.</summary>
    public const double IonicTo = 3;

    /// <summary>All ions of the X-ray table.</summary>
    public static IEnumerable<(Element Element, int Charge)> Ions =>
        XRayRows.Keys.Where(k => k.Charge != 0).OrderBy(k => k.Number).ThenBy(k => k.Charge).Select(k => (new Element(k.Number), k.Charge));

    /// <summary>Neutron scattering length, one Gaussian of width 0.</summary>
    /// <param name="element">Any element but those without a measured length; unknown counts as carbon.</param>
    /// <returns>Amplitude in fm. Shared: do not change the arrays.</returns>
    /// <exception cref="InputException">The element has no length in the table.</exception>
    public static FormFactor Neutron(Element element) =>
        NeutronRows.Value.TryGetValue(element == Element.Unknown ? Element.C.Number : element.Number, out FormFactor? row)
            ? row
            : throw new InputException($"element {element} has no neutron scattering length in the table: leave these atoms out with --select, or use --table electron");

    /// <summary>
    /// The element whose row stands for this one: itself, except D = H, unknown = C (the caller warns), and elements past Cf = Cf.
    /// </summary>
    /// <param name="element">Element.</param>
    public static Element RowOf(Element element) => element.Number switch
    {
        119 => Element.H,
        0 => Element.C,
        > 98 => new Element(98),
        _ => element,
    };

    /// <summary>Electron form factor from the X-ray one, f = 0.095736 (Z - f_x)/s² (Mott and Bethe), Å.</summary>
    /// <param name="element">Element.</param>
    /// <param name="s">1/d, Å⁻¹, above 0.</param>
    public static double MottBethe(Element element, double s) => MottBetheFactor * (RowOf(element).Number - XRay(element).At(s)) / (s * s);

    private static FormFactor?[] ReadElectron()
    {
        var rows = new FormFactor?[99];
        foreach (string[] cells in EmbeddedTable.Rows("electron_form_factors.tsv"))
            rows[ElementTable.Parse(cells[0]).Number] = new FormFactor(Numbers(cells, 1), Numbers(cells, 6), 0);
        return rows;
    }

    private static Dictionary<(byte, int), FormFactor> ReadXRay()
    {
        var rows = new Dictionary<(byte, int), FormFactor>();
        foreach (string[] cells in EmbeddedTable.Rows("xray_form_factors.tsv"))
            rows[Label(cells[0])] = new FormFactor(Numbers(cells, 1), Numbers(cells, 6), EmbeddedTable.Number(cells[11]));
        return rows;
    }

    private static Dictionary<(byte, int), FormFactor> ReadIons()
    {
        var rows = new Dictionary<(byte, int), FormFactor>();
        foreach (string[] cells in EmbeddedTable.Rows("electron_ion_form_factors.tsv"))
            rows[Label(cells[0])] = new FormFactor(Numbers(cells, 1, 8), Numbers(cells, 9, 8), 0);
        return rows;
    }

    /// <summary>Element and charge of a label such as Mg2+.</summary>
    private static (byte Number, int Charge) Label(string label)
    {
        int digit = label.AsSpan().IndexOfAnyInRange('0', '9');
        string symbol = digit < 0 ? label : label[..digit];
        int charge = digit < 0 ? 0 : int.Parse(label.AsSpan(digit, 1), CultureInfo.InvariantCulture) * (label[^1] == '-' ? -1 : 1);
        return (ElementTable.Parse(symbol).Number, charge);
    }

    private static Dictionary<byte, FormFactor> ReadNeutron()
    {
        var rows = new Dictionary<byte, FormFactor>();
        foreach (string[] cells in EmbeddedTable.Rows("neutron_lengths.tsv"))
            rows[ElementTable.Parse(cells[0]).Number] = new FormFactor([EmbeddedTable.Number(cells[1])], [0], 0);
        return rows;
    }

    private static double[] Numbers(string[] cells, int first, int count = 5) => cells.Skip(first).Take(count).Select(EmbeddedTable.Number).ToArray();
}
