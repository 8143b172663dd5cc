using System.Globalization;
using System.Text;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>A fitted decomposition of the point image with what is known about it; reduced units (r/d, widths in d²).</summary>
/// <param name="Edge">Half width of the resolution edge.</param>
/// <param name="Use">Range in which the terms may be evaluated, r/d.</param>
/// <param name="Fit">Range to which they were fitted, r/d.</param>
/// <param name="PlainAbove">Blur from which on a Gaussian is taken without window.</param>
/// <param name="Error">Largest error within the use range over i(0), without blur.</param>
/// <param name="Cancellation">Largest sum of absolute terms within the use range over i(0).</param>
/// <param name="Radii">ρ_m, ascending.</param>
/// <param name="Widths">β_m.</param>
/// <param name="Amplitudes">c_m.</param>
public sealed record ShellTable(
    double Edge, double Use, double Fit, double PlainAbove, double Error, double Cancellation, double[] Radii, double[] Widths, double[] Amplitudes)
{
    /// <summary>Number of terms.</summary>
    public int Count => Radii.Length;

    /// <summary>The sum of the terms for a point blurred by v; the plain Gaussian from <see cref="PlainAbove"/> on.</summary>
    /// <param name="rho">r/d, 0 to <see cref="Use"/>.</param>
    /// <param name="blur">v, units of d².</param>
    public double At(double rho, double blur = 0)
    {
        if (blur >= PlainAbove)
            return ShellFunction.At(rho, 0, blur);
        double sum = 0;
        for (int m = 0; m < Count; m++)
            sum += Amplitudes[m] * ShellFunction.At(rho, Radii[m], Widths[m] + blur);
        return sum;
    }

    /// <summary>The terms for a shape within the use range.</summary>
    /// <param name="shape">Same edge; radius up to <see cref="Use"/>.</param>
    public ShellTerms Terms(ImageShape shape) => new(shape, Radii, Widths, Amplitudes, PlainAbove);

    /// <summary>The table with measured error and cancellation.</summary>
    public ShellTable Measured()
    {
        var image = new PointImage(Edge, 0, Use + 0.1);
        double peak = image.At(0), error = 0, cancellation = 0;
        int steps = (int)(Use * 200);
        for (int i = 0; i <= steps; i++)
        {
            double rho = Use * i / steps, sum = 0, size = 0;
            for (int m = 0; m < Count; m++)
            {
                double term = Amplitudes[m] * ShellFunction.At(rho, Radii[m], Widths[m]);
                sum += term;
                size += Math.Abs(term);
            }

            error = Math.Max(error, Math.Abs(sum - image.At(rho)) / peak);
            cancellation = Math.Max(cancellation, size / peak);
        }

        return this with { Error = error, Cancellation = cancellation };
    }

    /// <summary>Largest error of a blurred point within the use range, over the peak of its exact image.</summary>
    /// <param name="blur">v, units of d².</param>
    public double ErrorAt(double blur)
    {
        var image = new PointImage(Edge, blur, Use + 0.1);
        double peak = image.At(0), error = 0;
        int steps = (int)(Use * 50);
        for (int i = 0; i <= steps; i++)
            error = Math.Max(error, Math.Abs(At(Use * i / steps, blur) - image.At(Use * i / steps)) / peak);
        return error;
    }

    /// <summary>The table as text: comment lines with what is known, then one term per line.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        text.Append("# Image of a unit point scatterer at resolution d as a sum of Gaussian shells: d^3 I(rho d) = sum_m c_m Omega(rho; rho_m, beta_m), rho = r/d.\n");
        text.Append("# Made by 'cryoengine tables'. Error and cancellation (sum of absolute terms) over I(0), within the use range.\n");
        text.Append(CultureInfo.InvariantCulture, $"# edge {Edge} use {Use} fit {Fit} plain {PlainAbove} terms {Count} error {Error:0.0e0} cancellation {Cancellation:0.00}\n");
        text.Append("rho\tbeta\tc\n");
        for (int m = 0; m < Count; m++)
            text.Append(CultureInfo.InvariantCulture, $"{Radii[m]:G11}\t{Widths[m]:G11}\t{Amplitudes[m]:G11}\n");
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="lines">Lines of the file.</param>
    /// <param name="name">File name for messages.</param>
    /// <exception cref="InputException">A field is missing or is not a number.</exception>
    public static ShellTable Read(IEnumerable<string> lines, string name)
    {
        Dictionary<string, double> known = [];
        List<double[]> rows = [];
        foreach (string line in lines)
        {
            if (line.StartsWith("# edge ", StringComparison.Ordinal))
            {
                string[] words = line[2..].Split(' ');
                for (int k = 0; k + 1 < words.Length; k += 2)
                    known[words[k]] = Number(words[k + 1], name);
            }
            else if (line.Length > 0 && line[0] != '#' && line[0] != 'r')
            {
                rows.Add([.. line.Split('\t').Select(cell => Number(cell, name))]);
            }
        }

        if (rows.Count == 0 || rows.Count != (int)Field("terms") || rows.Any(r => r.Length != 3))
            throw new InputException($"{name}: the number of terms differs from its heading; write it again with 'cryoengine tables'");
        return new ShellTable(
            Field("edge"), Field("use"), Field("fit"), Field("plain"), Field("error"), Field("cancellation"),
            [.. rows.Select(r => r[0])], [.. rows.Select(r => r[1])], [.. rows.Select(r => r[2])]);

        double Field(string field) =>
            known.TryGetValue(field, out double value) ? value : throw new InputException($"{name}: no field '{field}' in the heading; write it again with 'cryoengine tables'");
    }

    private static double Number(string text, string name) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InputException($"{name}: '{text}' is not a number; write the table again with 'cryoengine tables'");
}
