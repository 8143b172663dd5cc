using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Validation.Backbone;

namespace Engine.Core.Validation;

/// <summary>Where one residue lies in its φ, ψ distribution.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Name">Readable name, such as "A 15 LEU".</param>
/// <param name="AltLoc">Conformer that was judged; '\0' when there is one only.</param>
/// <param name="Class">Class of the distribution.</param>
/// <param name="Phi">φ, degrees.</param>
/// <param name="Psi">ψ, degrees.</param>
/// <param name="Score">Share of the residues of its class with rarer torsions.</param>
/// <param name="Label">Region.</param>
public sealed record RamachandranResidue(int Residue, string Name, char AltLoc, RamachandranClass Class, double Phi, double Psi, double Score, RamachandranLabel Label);

/// <summary>The φ, ψ angles of a model against the Top8000 distributions. Of alternate conformers the one with the highest occupancy counts, of equals the first.</summary>
/// <param name="Residues">All residues with both neighbours, in chain order.</param>
public sealed record RamachandranReport(IReadOnlyList<RamachandranResidue> Residues)
{
    /// <summary>Number of residues.</summary>
    public int Count => Residues.Count;

    /// <summary>Number of favoured residues.</summary>
    public int Favoured => Number(RamachandranLabel.Favoured);

    /// <summary>Number of allowed residues.</summary>
    public int Allowed => Number(RamachandranLabel.Allowed);

    /// <summary>Number of outliers.</summary>
    public int Outliers => Number(RamachandranLabel.Outlier);

    /// <summary>Percentage of favoured residues; 0 without residues.</summary>
    public double FavouredPercent => Percent(Favoured);

    /// <summary>Percentage of allowed residues; 0 without residues.</summary>
    public double AllowedPercent => Percent(Allowed);

    /// <summary>Percentage of outliers; 0 without residues.</summary>
    public double OutlierPercent => Percent(Outliers);

    /// <summary>The outliers, rarest first.</summary>
    public IReadOnlyList<RamachandranResidue> OutlierList =>
        [.. Residues.Where(r => r.Label == RamachandranLabel.Outlier).OrderBy(r => r.Score).ThenBy(r => r.Residue)];

    /// <summary>Judges a model.</summary>
    /// <param name="model">Names, residues and occupancies.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The numbers of atoms differ.</exception>
    public static RamachandranReport Compute(Model model, ReadOnlySpan<double> positions)
    {
        var best = new Dictionary<int, (BackboneResidue Residue, double Occupancy)>();
        foreach (BackboneResidue r in BackboneFinder.Residues(model, positions))
        {
            double occupancy = r.Atoms.Min(a => model.Atoms[a].Occupancy);
            if (!best.TryGetValue(r.Residue, out (BackboneResidue Residue, double Occupancy) other) || occupancy > other.Occupancy)
                best[r.Residue] = (r, occupancy);
        }

        var residues = new List<RamachandranResidue>(best.Count);
        foreach ((BackboneResidue r, _) in best.Values)
        {
            double phi = BackboneTorsion.Of(positions, r.Atoms.AsSpan(0, 4)), psi = BackboneTorsion.Of(positions, r.Atoms.AsSpan(1, 4));
            double score = RamachandranDistributions.BuiltIn.At(r.Class, phi, psi);
            residues.Add(new(r.Residue, Labels.Residue(model, r.Residue), r.AltLoc, r.Class, phi, psi, score, RamachandranLimits.Label(r.Class, score)));
        }

        return new(residues);
    }

    private int Number(RamachandranLabel label) => Residues.Count(r => r.Label == label);

    private double Percent(int number) => Count == 0 ? 0 : 100.0 * number / Count;
}

/// <summary>Torsions of atoms in a coordinate array.</summary>
internal static class BackboneTorsion
{
    /// <summary>The torsion of four atoms, degrees.</summary>
    public static double Of(ReadOnlySpan<double> positions, ReadOnlySpan<int> atoms) => Vec3.TorsionDegrees(
        TermGeometry.At(positions, atoms[0]), TermGeometry.At(positions, atoms[1]), TermGeometry.At(positions, atoms[2]), TermGeometry.At(positions, atoms[3]));
}
