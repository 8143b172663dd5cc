using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.ModelMaps.AdHoc;

/// <summary>The Gaussians of an ad hoc map as the kernels take them.</summary>
/// <param name="Atoms">Atoms.</param>
/// <param name="Blur">B added to every atom, Å².</param>
/// <param name="Scattering">Form factors; null for formulas without.</param>
/// <param name="Unit">Unit of the weights.</param>
/// <param name="Warnings">What was odd, one line each.</param>
internal sealed record AdHocDensity(GaussianAtoms Atoms, double Blur, ScatteringTable? Scattering, string Unit, IReadOnlyList<string> Warnings)
{
    /// <summary>Form factors with B or U and occupancy, blurred by the formula's Gaussian.</summary>
    public static AdHocDensity OfFormFactors(Model model, ReadOnlySpan<bool> selection, AdHocFormula formula, double d, ModelMapOptions options)
    {
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, selection, options.Scattering);
        double blur = formula.Width(d);
        return new AdHocDensity(
            atoms.ToGaussians(blur, options.Accuracy.SplatTolerance), blur, options.Scattering, options.Scattering.Unit, atoms.Warnings);
    }

    /// <summary>One Gaussian per atom.</summary>
    public static AdHocDensity OfWeights(Model model, ReadOnlySpan<bool> selection, AdHocFormula formula, double d, double tolerance)
    {
        var list = new AdHocAtomList(model, selection, formula);
        double sigmas = formula.CutOffSigmas > 0 ? formula.CutOffSigmas : Math.Sqrt(-2 * Math.Log(tolerance));
        string unit = formula.Weight switch
        {
            AdHocWeight.AtomicNumber => "e",
            AdHocWeight.ResidueMass => "u",
            _ => "atoms",
        };
        return new AdHocDensity(list.ToGaussians(model, formula.Width(d), sigmas * formula.Sigma(d)), 0, null, unit, list.Warnings);
    }

    /// <summary>Integral of the density over space.</summary>
    public double TotalWeight()
    {
        double total = 0;
        for (int i = 0; i < Atoms.Count; i++)
        {
            double weight = 0;
            int row = 2 * Atoms.Terms * Atoms.FormFactor[i];
            for (int k = 0; k < Atoms.Terms; k++)
                weight += Atoms.FormFactors[row + k];
            total += Atoms.Occupancy[i] * weight;
        }

        return total;
    }
}
