using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Validation;

/// <summary>How far CB of one residue is from where its main chain expects it.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Name">Readable name, such as "A 15 LEU".</param>
/// <param name="AltLoc">Conformer that was judged; '\0' when there is one only.</param>
/// <param name="Deviation">Distance from the expected place, Å.</param>
public sealed record CBetaDeviation(int Residue, string Name, char AltLoc, double Deviation)
{
    /// <summary>Deviations from here on are outliers, Å (Lovell and co-workers, Proteins 50 (2003) 437).</summary>
    public const double Limit = 0.25;

    /// <summary>True for outliers.</summary>
    public bool IsOutlier => Deviation >= Limit;
}

/// <summary>The C-beta deviations of a model. Of alternate conformers the one with the highest occupancy counts, of equals the first.</summary>
/// <param name="Residues">All residues with N, CA, C and CB, in file order; D-amino acids against their own hand.</param>
public sealed record CBetaReport(IReadOnlyList<CBetaDeviation> Residues)
{
    /// <summary>Number of residues.</summary>
    public int Count => Residues.Count;

    /// <summary>Largest deviation, Å; 0 without residues.</summary>
    public double Largest => Residues.Count == 0 ? 0 : Residues.Max(r => r.Deviation);

    /// <summary>The outliers, largest deviation first.</summary>
    public IReadOnlyList<CBetaDeviation> OutlierList => [.. Residues.Where(r => r.IsOutlier).OrderByDescending(r => r.Deviation).ThenBy(r => r.Residue)];

    /// <summary>Number of outliers.</summary>
    public int Outliers => Residues.Count(r => r.IsOutlier);

    /// <summary>Judges a model.</summary>
    /// <param name="model">Names, residues and occupancies.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The numbers of atoms differ.</exception>
    public static CBetaReport Compute(Model model, ReadOnlySpan<double> positions)
    {
        var found = new Dictionary<int, (CBetaDeviation Deviation, double Occupancy)>();
        foreach (SideChainRoot root in BackboneFinder.SideChainRoots(model, positions))
        {
            double occupancy = root.Atoms.Min(a => model.Atoms[a].Occupancy);
            if (found.TryGetValue(root.Residue, out (CBetaDeviation Deviation, double Occupancy) other) && occupancy <= other.Occupancy)
                continue;
            string name = model.Residues[root.Residue].Name;
            Vec3 n = TermGeometry.At(positions, root.Atoms[0]), ca = TermGeometry.At(positions, root.Atoms[1]), c = TermGeometry.At(positions, root.Atoms[2]);
            Vec3 ideal = CBetaGeometry.Of(name).Place(n, ca, c, MirrorImages.IsD(name) ? -1 : 1);
            double deviation = Vec3.Distance(ideal, TermGeometry.At(positions, root.Atoms[3]));

            // Main-chain atoms that coincide or lie on a line expect CB nowhere.
            if (double.IsFinite(deviation))
                found[root.Residue] = (new(root.Residue, Labels.Residue(model, root.Residue), root.AltLoc, deviation), occupancy);
        }

        return new([.. found.Values.Select(f => f.Deviation)]);
    }
}
