using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Shapes of metal sites.</summary>
public enum MetalGeometry
{
    /// <summary>Too few donors, or no clear shape.</summary>
    Unclear,

    /// <summary>Four donors, 109.5°.</summary>
    Tetrahedral,

    /// <summary>Six donors, 90°.</summary>
    Octahedral,
}

/// <summary>An atom that binds a metal.</summary>
/// <param name="Atom">Index into the model's atoms.</param>
/// <param name="Distance">Å.</param>
/// <param name="Ideal">Usual distance, Å; NaN where it is not tabulated.</param>
public sealed record MetalLigand(int Atom, double Distance, double Ideal);

/// <summary>A metal with its donors.</summary>
/// <param name="Metal">Index into the model's atoms.</param>
/// <param name="Ligands">Donors, nearest first.</param>
/// <param name="Geometry">Shape.</param>
public sealed record MetalSite(int Metal, IReadOnlyList<MetalLigand> Ligands, MetalGeometry Geometry);

/// <summary>
/// Metals and the atoms that bind them, found by distance: O, S of thiolates, N of imidazoles and of bases, within 0.6 Å of the usual distance. Distances:
/// <see cref="Metals.Distance"/> (Harding 2001, 2002, 2006).
/// </summary>
public sealed class MetalCoordination
{
    /// <summary>How much longer than usual a contact may be, Å.</summary>
    private const double Slack = 0.6;

    /// <summary>Longest contact of any metal, Å.</summary>
    private const double Reach = 3.5;

    /// <summary>Excess of a distance at which its term lets go, Å.</summary>
    private const double DistanceLimit = 0.4;

    /// <summary>σ of angles, degrees: the spread in small-molecule and high-resolution protein sites is 5 to 10° (Harding 2001).</summary>
    private const double AngleSigma = 6;
    private const double AngleLimit = 20;
    private const int MostDonors = 6, MostDonorsOfLarge = 9;

    private static readonly HashSet<string> TetrahedralMetals = new(StringComparer.Ordinal) { "Zn", "Cd", "Fe", "Co", "Hg" };
    private static readonly HashSet<string> OctahedralMetals = new(StringComparer.Ordinal) { "Mg", "Mn", "Fe", "Co", "Ni", "Zn" };
    private static readonly HashSet<string> LargeMetals = new(StringComparer.Ordinal) { "Ca", "Na", "K" };

    private readonly Model model;
    private readonly Vec3[] positions;

    private MetalCoordination(Model model, Vec3[] positions) => (this.model, this.positions) = (model, positions);

    /// <summary>Sites with at least one donor, in file order.</summary>
    public IReadOnlyList<MetalSite> Sites { get; private set; } = [];

    /// <summary>Finds the donors of every metal.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The number of coordinates is not 3N.</exception>
    public static MetalCoordination Find(Model model, double[] x)
    {
        if (x.Length != 3 * model.Atoms.Count)
            throw new ArgumentException($"{x.Length} coordinates for {model.Atoms.Count} atoms", nameof(x));
        var positions = new Vec3[model.Atoms.Count];
        for (int i = 0; i < positions.Length; i++)
            positions[i] = TermGeometry.At(x, i);
        var result = new MetalCoordination(model, positions);
        int[] metals = [.. Enumerable.Range(0, positions.Length).Where(i => Metals.IsMetal(model.Atoms[i].Element))];
        if (metals.Length == 0)
            return result;
        var grid = new AtomGrid(positions, Enumerable.Range(0, positions.Length).Where(result.IsDonor), Reach);
        var conformers = new Conformers(model);
        result.Sites = [.. metals.Select(m => result.Site(m, grid, conformers)).Where(s => s.Ligands.Count > 0)];
        return result;
    }

    /// <summary>
    /// Distances (σ 0.1 Å) and the angles of tetrahedral and octahedral sites, with ceilings. Contacts that have a bond already keep it; the angles of metals inside a larger
    /// component are left to its dictionary.
    /// </summary>
    /// <param name="existing">Terms that there are.</param>
    public RestraintTable Restrain(RestraintTable existing)
    {
        var terms = new ExtraTerms();
        var bonded = new HashSet<(int, int)>();
        for (int k = 0; k < existing.BondCount; k++)
        {
            bonded.Add((existing.BondAtoms[2 * k], existing.BondAtoms[2 * k + 1]));
            bonded.Add((existing.BondAtoms[2 * k + 1], existing.BondAtoms[2 * k]));
        }

        foreach (MetalSite site in Sites)
        {
            foreach (MetalLigand ligand in site.Ligands)
            {
                if (!double.IsNaN(ligand.Ideal) && !bonded.Contains((site.Metal, ligand.Atom)))
                    terms.AddBond(site.Metal, ligand.Atom, ligand.Ideal, Metals.Sigma, DistanceLimit);
            }

            AddAngles(terms, site);
        }

        return terms.ToTable(existing.AtomCount);
    }

    private void AddAngles(ExtraTerms terms, MetalSite site)
    {
        if (site.Geometry == MetalGeometry.Unclear || model.Residues[model.Atoms[site.Metal].ResidueIndex].AtomCount > 1)
            return;
        for (int a = 0; a < site.Ligands.Count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                double angle = Angle(site.Metal, site.Ligands[a].Atom, site.Ligands[b].Atom);
                bool opposite = site.Geometry == MetalGeometry.Octahedral && angle > 135;
                if (!opposite)
                    terms.AddAngle(site.Ligands[a].Atom, site.Metal, site.Ligands[b].Atom, site.Geometry == MetalGeometry.Tetrahedral ? 109.5 : 90, AngleSigma, AngleLimit);
            }
        }
    }

    private MetalSite Site(int metal, AtomGrid grid, Conformers conformers)
    {
        Atom atom = model.Atoms[metal];
        var near = new List<int>();
        grid.Near(positions[metal], Reach, near);
        var ligands = new List<MetalLigand>();
        foreach (int i in near)
        {
            double ideal = Metals.Distance(atom.Element, model.Atoms[i].Element), distance = Vec3.Distance(positions[metal], positions[i]);
            if (model.Atoms[i].ResidueIndex != atom.ResidueIndex && conformers.Compatible(metal, i) && distance <= ideal + Slack)
                ligands.Add(new(i, distance, ideal));
        }

        int most = LargeMetals.Contains(atom.Element.Symbol) ? MostDonorsOfLarge : MostDonors;
        MetalLigand[] nearest = [.. ligands.OrderBy(l => l.Distance - l.Ideal).ThenBy(l => l.Atom).Take(most)];
        return new(metal, nearest, ShapeOf(metal, nearest));
    }

    private MetalGeometry ShapeOf(int metal, MetalLigand[] ligands)
    {
        string symbol = model.Atoms[metal].Element.Symbol;
        if (ligands.Select(l => model.Atoms[l.Atom].ResidueIndex).Distinct().Count() != ligands.Length)
            return MetalGeometry.Unclear;
        var angles = new List<double>();
        for (int a = 0; a < ligands.Length; a++)
        {
            for (int b = 0; b < a; b++)
                angles.Add(Angle(metal, ligands[a].Atom, ligands[b].Atom));
        }

        if (ligands.Length == 4 && TetrahedralMetals.Contains(symbol) && angles.TrueForAll(t => Math.Abs(t - 109.5) < 35))
            return MetalGeometry.Tetrahedral;
        bool octahedral = ligands.Length == 6 && OctahedralMetals.Contains(symbol) && angles.Count(t => t > 135) == 3 && angles.TrueForAll(t => t is > 60 and < 120 or > 150);
        return octahedral ? MetalGeometry.Octahedral : MetalGeometry.Unclear;
    }

    private double Angle(int metal, int a, int b) => Vec3.AngleDegrees(positions[a], positions[metal], positions[b]);

    /// <summary>Lone pairs that bind metals: any O; S of cysteine; N of imidazole, of purine rings and of components that are neither protein nor nucleic acid.</summary>
    private bool IsDonor(int i)
    {
        Atom atom = model.Atoms[i];
        string residue = model.Residues[atom.ResidueIndex].Name;
        ResidueClass kind = ResidueClasses.Of(residue);
        bool polymer = kind is ResidueClass.Protein or ResidueClass.Nucleic;
        return atom.Occupancy > 0 && atom.Element.Symbol switch
        {
            "O" => true,
            "S" => !polymer || atom.Name == "SG",
            "N" => !polymer || IsNitrogenDonor(kind, residue, atom.Name),
            _ => false,
        };
    }

    private static bool IsNitrogenDonor(ResidueClass kind, string residue, string name) => kind == ResidueClass.Nucleic
        ? name is "N7" or "N3" or "N1"
        : ResidueClasses.OneLetterCode(residue) == 'H' && (name is "ND1" or "NE2");
}
