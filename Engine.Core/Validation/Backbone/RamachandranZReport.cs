using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Validation.Backbone;

/// <summary>A Ramachandran Z-score.</summary>
/// <param name="Z">Z; below -3 or above 3 the φ, ψ angles are not distributed as in well refined structures, below -2 or above 2 it is unlikely.</param>
/// <param name="Error">Standard error by leaving out each residue in turn; null for a single residue.</param>
/// <param name="Count">Number of residues.</param>
public sealed record RamachandranZ(double Z, double? Error, int Count)
{
    /// <summary>|Z| above this is poor.</summary>
    public const double Poor = 3;

    /// <summary>True for poor scores.</summary>
    public bool IsPoor => Math.Abs(Z) > Poor;
}

/// <summary>What one residue adds to the score.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Part">Part of the backbone it is in.</param>
/// <param name="Z">How common its φ and ψ are among residues of its kind, in standard deviations.</param>
public sealed record RamachandranZResidue(int Residue, BackbonePart Part, double Z);

/// <summary>
/// How the φ, ψ angles of a model are distributed against the Top8000 structures (Hooft, Sander and Vriend, CABIOS 13 (1997) 425; Sobolev and co-workers, Structure 28 (2020) 1249).
/// Unlike the counts of favoured residues and outliers it also tells of angles that are too good to be true.
/// </summary>
/// <param name="Whole">All residues; null without residues.</param>
/// <param name="Helix">Helices; null when there are none.</param>
/// <param name="Sheet">Strands; null when there are none.</param>
/// <param name="Loop">The rest; null when there are none.</param>
/// <param name="Residues">All residues that have a distribution.</param>
public sealed record RamachandranZReport(RamachandranZ? Whole, RamachandranZ? Helix, RamachandranZ? Sheet, RamachandranZ? Loop, IReadOnlyList<RamachandranZResidue> Residues)
{
    /// <summary>Mean and standard deviation of the raw scores of well refined structures (Sobolev and co-workers 2020).</summary>
    private static readonly (double Mean, double Deviation) HelixScale = (-0.045356, 0.195117), SheetScale = (-0.042558, 0.200686), LoopScale = (-0.018458, 0.157884), WholeScale = (-0.016807, 0.120450);

    /// <summary>Scores a model, its secondary structure found from the coordinates.</summary>
    /// <param name="model">Names, residues and occupancies.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The numbers of atoms differ.</exception>
    public static RamachandranZReport Compute(Model model, ReadOnlySpan<double> positions)
    {
        double[] x = positions.ToArray();
        return Compute(model, RamachandranReport.Compute(model, x), BackboneParts.Of(model, x));
    }

    /// <summary>Scores residues whose parts are known.</summary>
    /// <param name="model">Names.</param>
    /// <param name="angles">φ and ψ.</param>
    /// <param name="parts">Part of each residue of the model.</param>
    /// <exception cref="ArgumentException">There is not one part per residue.</exception>
    public static RamachandranZReport Compute(Model model, RamachandranReport angles, IReadOnlyList<BackbonePart> parts)
    {
        ArgumentNullException.ThrowIfNull(angles);
        if (parts.Count != model.Residues.Count)
            throw new ArgumentException($"{parts.Count} parts for {model.Residues.Count} residues", nameof(parts));
        var residues = new List<RamachandranZResidue>();
        foreach (RamachandranResidue r in angles.Residues)
        {
            (BackbonePart part, string type) = (parts[r.Residue], TypeOf(r.Class, model.Residues[r.Residue].Name));

            // Cis-prolines are too rare in helices and strands to have distributions there.
            if (RamachandranZTable.BuiltIn.Find(type == "cisPRO" ? BackbonePart.Loop : part, type) is RamachandranZGrid grid)
                residues.Add(new(r.Residue, part, grid.Z(r.Phi, r.Psi)));
        }

        RamachandranZ? Part(BackbonePart part, (double, double) scale) => Score([.. residues.Where(r => r.Part == part).Select(r => r.Z)], scale);
        return new(
            Score([.. residues.Select(r => r.Z)], WholeScale), Part(BackbonePart.Helix, HelixScale), Part(BackbonePart.Sheet, SheetScale), Part(BackbonePart.Loop, LoopScale), residues);
    }

    private static string TypeOf(RamachandranClass kind, string name) => kind switch
    {
        RamachandranClass.CisProline => "cisPRO",
        RamachandranClass.TransProline => "transPRO",
        RamachandranClass.PreProline => "prePRO",
        _ => name == "MSE" ? "MET" : name,
    };

    private static RamachandranZ? Score(double[] values, (double Mean, double Deviation) scale)
    {
        int n = values.Length;
        if (n == 0)
            return null;
        double sum = values.Sum(), z = (sum / n - scale.Mean) / scale.Deviation;
        if (n == 1)
            return new(z, null, 1);

        // The jackknife: the scores without each residue in turn differ by v/(n - 1) from a constant.
        double mean = sum / n, variance = values.Sum(v => (v - mean) * (v - mean)) / n;
        return new(z, Math.Sqrt(variance) / (n - 1) / scale.Deviation * Math.Sqrt(n - 1), n);
    }
}
