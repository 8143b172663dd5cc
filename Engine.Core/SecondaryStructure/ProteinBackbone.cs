using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.SecondaryStructure;

/// <summary>Backbone atoms of an amino acid, as indices into <see cref="Model.Atoms"/>; -1 where one is missing.</summary>
/// <param name="Residue">Index into <see cref="Model.Residues"/>.</param>
/// <param name="N">Amide nitrogen.</param>
/// <param name="CA">Alpha carbon, always there.</param>
/// <param name="C">Carbonyl carbon.</param>
/// <param name="O">Carbonyl oxygen.</param>
/// <param name="FollowsPrevious">True when a peptide bond joins it to the unit before it.</param>
/// <param name="HasHydrogen">False for proline and the like.</param>
public sealed record BackboneUnit(int Residue, int N, int CA, int C, int O, bool FollowsPrevious, bool HasHydrogen);

/// <summary>
/// The protein chains of a model as units that follow each other. Of alternate conformations the one of the highest occupancy counts, of several residues at one place
/// the first.
/// </summary>
public sealed class ProteinBackbone
{
    /// <summary>Longest C-N distance of a peptide bond, Å: beyond it the chain is broken. Generous, for distorted models.</summary>
    private const double PeptideReach = 2.5;

    /// <summary>Longest CA-CA distance of neighbours, Å, where C or N is missing.</summary>
    private const double TraceReach = 4.5;

    private const double AmideBond = 1.01;

    private readonly Vec3[] positions;

    private ProteinBackbone(Vec3[] positions, List<BackboneUnit> units) => (this.positions, Units) = (positions, units);

    /// <summary>Amino acids with a CA, chain by chain.</summary>
    public IReadOnlyList<BackboneUnit> Units { get; }

    /// <summary>Collects the backbone.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The number of coordinates is not 3N.</exception>
    public static ProteinBackbone Of(Model model, double[] x)
    {
        if (x.Length != 3 * model.Atoms.Count)
            throw new ArgumentException($"{x.Length} coordinates for {model.Atoms.Count} atoms", nameof(x));
        var positions = new Vec3[model.Atoms.Count];
        for (int i = 0; i < positions.Length; i++)
            positions[i] = new(x[3 * i], x[3 * i + 1], x[3 * i + 2]);
        var units = new List<BackboneUnit>();
        foreach (Chain chain in model.Chains)
        {
            Residue? last = null;
            BackboneUnit? before = null;
            foreach (int r in chain.Residues)
            {
                Residue residue = model.Residues[r];
                if (last != null && last.Number == residue.Number && last.InsertionCode == residue.InsertionCode)
                    continue;
                if (UnitOf(model, r) is not BackboneUnit unit || !positions[unit.CA].IsFinite)
                    continue;
                before = unit with { FollowsPrevious = before != null && AreJoined(positions, before, unit) };
                units.Add(before);
                last = residue;
            }
        }

        return new(positions, units);
    }

    /// <summary>Position of an atom, Å.</summary>
    public Vec3 At(int atom) => positions[atom];

    /// <summary>True when the units from first to last are one unbroken stretch.</summary>
    public bool IsUnbroken(int first, int last)
    {
        if (first < 0 || last >= Units.Count)
            return false;
        for (int i = first + 1; i <= last; i++)
        {
            if (!Units[i].FollowsPrevious)
                return false;
        }

        return true;
    }

    /// <summary>
    /// Where the amide hydrogen of a unit is by geometry: 1.01 Å from N, opposite to the two carbons bonded to it; null without hydrogen, at the start of a chain, or where
    /// an atom is missing.
    /// </summary>
    public Vec3? Hydrogen(int unit)
    {
        BackboneUnit u = Units[unit];
        if (!u.HasHydrogen || !u.FollowsPrevious || u.N < 0 || Units[unit - 1].C < 0)
            return null;
        Vec3 n = positions[u.N];
        Vec3 away = (n - positions[Units[unit - 1].C]).Normalized() + (n - positions[u.CA]).Normalized();
        Vec3 h = n + AmideBond * away.Normalized();
        return h.IsFinite ? h : null;
    }

    private static bool AreJoined(Vec3[] positions, BackboneUnit a, BackboneUnit b) =>
        a.C >= 0 && b.N >= 0
            ? Vec3.Distance(positions[a.C], positions[b.N]) < PeptideReach
            : Vec3.Distance(positions[a.CA], positions[b.CA]) < TraceReach;

    private static BackboneUnit? UnitOf(Model model, int r)
    {
        int n = AtomFinder.Find(model, r, "N"), ca = AtomFinder.Find(model, r, "CA"), c = AtomFinder.Find(model, r, "C"), o = AtomFinder.Find(model, r, "O");
        bool known = ResidueClasses.IsProtein(model.Residues[r].Name);
        if (ca < 0 || model.Atoms[ca].Element != Element.C || (!known && (n < 0 || c < 0)))
            return null;
        return new(r, n, ca, c, o, false, ResidueClasses.OneLetterCode(model.Residues[r].Name) != 'P');
    }
}
