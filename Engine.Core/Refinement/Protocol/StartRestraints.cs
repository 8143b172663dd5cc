using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// Atoms held near the places where they started, as loosely as the main chain, which the map determines best, was found to be wrong there. Where the map says much this changes nothing; where it
/// says little the start is the better guess. A start that was far away holds nothing.
/// </summary>
public static class StartRestraints
{
    /// <summary>The least σ, Å.</summary>
    public const double LeastSigma = 0.1;

    /// <summary>Above this σ, Å, the start says nothing.</summary>
    public const double LargestSigma = 0.5;

    /// <summary>Multiple of σ at which the pull fades: what moves that far was wrong, not inaccurate.</summary>
    private const double Limit = 3;

    /// <summary>Median distance of a normal distribution in three dimensions whose σ along each axis is 1.</summary>
    private const double MedianDistance = 1.5382;

    /// <summary>
    /// σ of the errors of a start along one axis, Å, from the median shift of the main chain (N, CA, C, O; P and the ring of nucleotides) since; null when nothing has moved yet, there is no main chain, or σ
    /// is above <see cref="LargestSigma"/>.
    /// </summary>
    /// <param name="model">Names.</param>
    /// <param name="start">3N coordinates of the start, Å.</param>
    /// <param name="x">3N present coordinates, Å.</param>
    public static double? Sigma(Model model, double[] start, double[] x)
    {
        double[] shifts =
        [
            .. Enumerable.Range(0, model.Atoms.Count).Where(i => IsMainChain(model.Atoms[i].Name))
                .Select(i => Vec3.Distance(TermGeometry.At(start, i), TermGeometry.At(x, i))).Order(),
        ];
        if (shifts.Length == 0 || shifts[^1] == 0)
            return null;
        double sigma = Math.Max(LeastSigma, shifts[shifts.Length / 2] / MedianDistance);
        return sigma <= LargestSigma ? sigma : null;
    }

    /// <summary>Holds all atoms but hydrogens; null when the start says nothing (<see cref="Sigma"/>).</summary>
    /// <inheritdoc cref="Sigma" path="/param"/>
    public static RestraintTable? Build(Model model, double[] start, double[] x)
    {
        if (Sigma(model, start, x) is not double sigma)
            return null;
        var terms = new ExtraTerms();
        for (int i = 0; i < model.Atoms.Count; i++)
        {
            if (!model.Atoms[i].Element.IsHydrogen)
                terms.AddSite(i, TermGeometry.At(start, i), sigma, Limit * sigma);
        }

        return terms.ToTable(model.Atoms.Count);
    }

    private static bool IsMainChain(string name) => name is "N" or "CA" or "C" or "O" or "P" or "C1'" or "C2'" or "C3'" or "C4'" or "O4'";
}
