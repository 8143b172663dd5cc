using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Rotamers;

/// <summary>Where one side chain lies in its χ distribution.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Name">Readable name, such as "A 15 LEU".</param>
/// <param name="AltLoc">Conformer that was judged; '\0' when there is one only.</param>
/// <param name="Type">Type whose distribution counts.</param>
/// <param name="Rotamer">Name of the nearest rotamer.</param>
/// <param name="Chi">Torsions, degrees.</param>
/// <param name="Score">Percentage and region.</param>
public sealed record RotamerResidue(int Residue, string Name, char AltLoc, string Type, string Rotamer, double[] Chi, RotamerScore Score);

/// <summary>The side chains of a model against the Top8000 distributions. Of alternate conformers the one with the highest occupancy counts, of equals the first.</summary>
/// <param name="Residues">All complete side chains with rotamers.</param>
public sealed record RotamerReport(IReadOnlyList<RotamerResidue> Residues)
{
    /// <summary>Number of side chains.</summary>
    public int Count => Residues.Count;

    /// <summary>Number of favoured side chains.</summary>
    public int Favoured => Residues.Count(r => r.Score.Label == RotamerLabel.Favoured);

    /// <summary>Number of outliers.</summary>
    public int Outliers => Residues.Count(r => r.Score.Label == RotamerLabel.Outlier);

    /// <summary>Percentage of outliers; 0 without side chains.</summary>
    public double OutlierPercent => Count == 0 ? 0 : 100.0 * Outliers / Count;

    /// <summary>The outliers, rarest first.</summary>
    public IReadOnlyList<RotamerResidue> OutlierList => [.. Residues.Where(r => r.Score.Label == RotamerLabel.Outlier).OrderBy(r => r.Score.Percent).ThenBy(r => r.Residue)];

    /// <summary>Judges a model.</summary>
    /// <param name="model">Names, residues and occupancies.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The numbers of atoms differ.</exception>
    public static RotamerReport Compute(Model model, ReadOnlySpan<double> positions)
    {
        if (positions.Length != 3 * model.Atoms.Count)
            throw new ArgumentException($"{positions.Length} coordinates for {model.Atoms.Count} atoms", nameof(positions));
        var best = new Dictionary<int, (SideChain Chain, double Occupancy)>();
        foreach (SideChain chain in SideChain.Find(model))
        {
            double occupancy = chain.Moving.Min(a => model.Atoms[a].Occupancy);
            if (!best.TryGetValue(chain.Residue, out (SideChain Chain, double Occupancy) other) || occupancy > other.Occupancy)
                best[chain.Residue] = (chain, occupancy);
        }

        var residues = new List<RotamerResidue>(best.Count);
        foreach ((SideChain chain, _) in best.Values)
        {
            double[] chi = chain.Chi(positions);
            residues.Add(new(
                chain.Residue, Labels.Residue(model, chain.Residue), chain.AltLoc, chain.Type, RotamerLibrary.Nearest(chain.Type, chi).Name, chi, RotamerScore.Of(chain.Type, chi)));
        }

        return new(residues);
    }
}
