using System.Globalization;
using System.Text;
using Engine.Core.Models;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Engine.Core.Chemistry;

/// <summary>
/// Fits electron form factors of ions, f = 0.095736 (Z - f_x)/s², by Gaussians of fixed widths in equal steps of log b. The amplitudes are linear least squares,
/// re-weighted (Lawson) towards the smallest largest relative error; the ends of the widths are searched on a grid. Deterministic.
/// </summary>
public static class IonFit
{
    /// <summary>Gaussians per ion.</summary>
    public const int Terms = 8;

    private const int Samples = 160;

    /// <summary>The table of all ions of the X-ray table, as text.</summary>
    public static string Table()
    {
        var text = new StringBuilder();
        text.Append("# Electron scattering factors of ions, f(s) = sum_k a_k exp(-b_k s^2/4), s = 1/d in 1/A, f in A, b in A^2.\n");
        text.Append(CultureInfo.InvariantCulture, $"# Made by 'cryoengine tables --ions' from xray_form_factors.tsv by f = 0.095736 (Z - f_x)/s^2, fitted for s = {FormFactorTable.IonicFrom} to {FormFactorTable.IonicTo}; f levels off below.\n");
        text.Append("# error: largest deviation in that range over the curve of the ion or of the neutral atom, whichever is larger.\n");
        text.Append("label");
        foreach (char letter in "ab")
        {
            for (int k = 1; k <= Terms; k++)
                text.Append(CultureInfo.InvariantCulture, $"\t{letter}{k}");
        }

        text.Append("\terror\n");
        foreach ((Element element, int charge) in FormFactorTable.Ions)
        {
            (FormFactor factor, _) = Fit(element, charge);
            factor = new FormFactor([.. factor.A.Select(a => Round(a))], [.. factor.B.Select(b => Round(b))], 0);
            text.Append(CultureInfo.InvariantCulture, $"{element}{Math.Abs(charge)}{(charge < 0 ? '-' : '+')}");
            foreach (double number in factor.A.Concat(factor.B))
                text.Append(CultureInfo.InvariantCulture, $"\t{number}");
            text.Append(CultureInfo.InvariantCulture, $"\t{Error(element, charge, factor):0.0000}\n");
        }

        return text.ToString();

        static double Round(double value) => double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>The best sum of Gaussians for an ion.</summary>
    /// <param name="element">Element.</param>
    /// <param name="charge">Charge that the X-ray table has.</param>
    /// <returns>Form factor and its largest relative error in the fitted range.</returns>
    public static (FormFactor Factor, double Error) Fit(Element element, int charge)
    {
        (FormFactor? Factor, double Error) best = (null, double.PositiveInfinity);
        (double[] s, double[] exact, double[] scale) = Curve(element, charge);
        foreach (double smallest in (double[])[0.1, 0.14, 0.18, 0.22, 0.27, 0.33, 0.4, 0.5, 0.65, 0.85])
        {
            foreach (double largest in (double[])[1500, 1850, 2250, 2700, 3300])
            {
                double step = Math.Log(largest / smallest) / (Terms - 1);
                double[] widths = [.. Enumerable.Range(0, Terms).Select(k => smallest * Math.Exp(step * k))];
                (double[] a, double error) = Amplitudes(s, exact, scale, widths);
                if (error < best.Error)
                    best = (new FormFactor(a, widths, 0), error);
            }
        }

        return (best.Factor!, best.Error);
    }

    /// <summary>Largest error of a form factor in the fitted range, over the curve of the ion or of the neutral atom, whichever is larger.</summary>
    /// <param name="element">Element.</param>
    /// <param name="charge">Charge that the X-ray table has.</param>
    /// <param name="factor">Form factor.</param>
    public static double Error(Element element, int charge, FormFactor factor)
    {
        (double[] s, double[] exact, double[] scale) = Curve(element, charge);
        return s.Select((x, i) => Math.Abs(factor.At(x) - exact[i]) / scale[i]).Max();
    }

    private static (double[] S, double[] Exact, double[] Scale) Curve(Element element, int charge)
    {
        var curve = (S: new double[Samples], Exact: new double[Samples], Scale: new double[Samples]);
        FormFactor xray = FormFactorTable.XRay(element, charge);
        for (int i = 0; i < Samples; i++)
        {
            double s = FormFactorTable.IonicFrom * Math.Pow(FormFactorTable.IonicTo / FormFactorTable.IonicFrom, i / (Samples - 1.0));
            curve.S[i] = s;
            curve.Exact[i] = FormFactorTable.MottBetheFactor * (element.Number - xray.At(s)) / (s * s);
            curve.Scale[i] = Math.Max(Math.Abs(curve.Exact[i]), FormFactorTable.MottBethe(element, s));
        }

        return curve;
    }

    private static (double[] Amplitudes, double Error) Amplitudes(double[] s, double[] exact, double[] scale, double[] widths)
    {
        (double[] Amplitudes, double Error) best = ([], double.PositiveInfinity);
        double[] weight = [.. scale.Select(x => 1 / x)];
        for (int round = 0; round < 16; round++)
        {
            QR<double> qr = Matrix<double>.Build.Dense(Samples, Terms, (i, k) => weight[i] * Math.Exp(-widths[k] * s[i] * s[i] / 4)).QR(QRMethod.Thin);
            double[] a = [.. qr.Solve(Vector<double>.Build.Dense(Samples, i => weight[i] * exact[i]))];
            var factor = new FormFactor(a, widths, 0);
            double[] error = [.. s.Select((x, i) => Math.Abs(factor.At(x) - exact[i]) / scale[i])];
            if (error.Max() < best.Error)
                best = (a, error.Max());
            double mean = error.Average();
            for (int i = 0; i < Samples; i++)
                weight[i] *= Math.Sqrt(error[i] / mean + 0.1);
        }

        return best;
    }
}
