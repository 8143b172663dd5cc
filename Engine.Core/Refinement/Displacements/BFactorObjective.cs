using Engine.Core.ModelMaps;
using Engine.Kernels;

namespace Engine.Core.Refinement.Displacements;

/// <summary>
/// f(p) = (N/2) ln(1 - CC²) + E as a function of the parameters of groups of atoms: u_i = start_i + p of the group, B = exp(u) - B0 inside the bounds. N is the
/// number of independent observations: for Gaussian errors of unknown size the first term is the negative logarithm of the likelihood, so that the restraint E
/// of known σ needs no weight of its own.
/// </summary>
internal sealed class BFactorObjective : IObjective
{
    private const double SmallestResidual = 1e-9;

    private readonly Accelerator accelerator;
    private readonly ModelMapFit fit;
    private readonly BFactorVariables variables;
    private readonly BFactorSimilarity similarity;
    private readonly AtomGradients gradients;
    private readonly double[] parameters;
    private readonly double[] byAtom;

    /// <summary>Prepares the function.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="fit">Map and atoms; the B of the atoms are changed.</param>
    /// <param name="variables">What is refined, and from where.</param>
    /// <param name="similarity">Restraint.</param>
    public BFactorObjective(Accelerator accelerator, ModelMapFit fit, BFactorVariables variables, BFactorSimilarity similarity)
    {
        (this.accelerator, this.fit, this.variables, this.similarity) = (accelerator, fit, variables, similarity);
        gradients = new AtomGradients(fit.Atoms.Count, AtomParameters.Displacement);
        parameters = new double[variables.Length];
        byAtom = new double[variables.Count];
    }

    /// <summary>1/σ² of the restraint.</summary>
    public double RestraintWeight { get; set; }

    /// <summary>1 - CC² of the last evaluation.</summary>
    public double LastResidual { get; private set; }

    /// <inheritdoc/>
    public double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient)
    {
        accelerator.Download(x, parameters);
        foreach (double p in parameters)
        {
            if (!double.IsFinite(p))
                return double.NaN;
        }

        variables.Set(parameters, fit.Atoms);
        LastResidual = fit.Evaluate(gradients);
        double residual = Math.Max(SmallestResidual, LastResidual), half = 0.5 * fit.IndependentData;
        variables.ByLogarithm(gradients.B, half / residual, byAtom);
        double energy = similarity.Add(variables.Logarithms, RestraintWeight, byAtom);
        variables.Collect(byAtom, parameters);
        accelerator.Upload<double>(parameters, gradient);
        return half * Math.Log(residual) + energy;
    }
}
