using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Ncs;

/// <summary>How tightly a model follows a reference structure.</summary>
public sealed record ReferenceOptions
{
    /// <summary>Standard deviation of torsions, degrees.</summary>
    public double TorsionSigma { get; init; } = 2.5;

    /// <summary>Deviation from which a torsion restraint fades, degrees; 0 = never.</summary>
    public double TorsionLimit { get; init; } = 15;

    /// <summary>Standard deviation of positions, Å.</summary>
    public double SiteSigma { get; init; } = 0.5;

    /// <summary>Distance from which a position restraint fades, Å; 0 = never.</summary>
    public double SiteLimit { get; init; } = 1.0;

    /// <summary>Restrain side chains too.</summary>
    public bool SideChains { get; init; } = true;
}

/// <summary>Restraints to a reference structure, usually of higher resolution.</summary>
public static class ReferenceModel
{
    /// <summary>
    /// Harmonic restraints of φ, ψ, ω and χ (amino acids), α to ζ and χ (nucleotides) to the reference's values, fading beyond the limit so that true
    /// differences remain. A torsion needs all its atoms, bonded in sequence, in both structures; χ also needs equal residue names. Where a half turn gives
    /// the same molecule, the nearer of both targets is taken.
    /// </summary>
    /// <param name="model">Model to restrain.</param>
    /// <param name="x">Its 3N coordinates, Å.</param>
    /// <param name="reference">Reference structure.</param>
    /// <param name="match">Corresponding residues.</param>
    /// <param name="options">Widths; null for the defaults.</param>
    /// <param name="unreliable">Residues of the reference (one flag each) that are outliers themselves; their torsions are left out. Null = none.</param>
    /// <exception cref="UsageException">A width is not above zero or a limit negative.</exception>
    public static RestraintTable Torsions(
        Model model, ReadOnlySpan<double> x, Model reference, ReferenceMatch match, ReferenceOptions? options = null, bool[]? unreliable = null)
    {
        options ??= new ReferenceOptions();
        CheckWidth(options.TorsionSigma, options.TorsionLimit);
        Dictionary<int, (PolymerChain Chain, int Place)> places = Places(model), otherPlaces = Places(reference);
        double[] target = Coordinates.Of(reference);
        var atoms = new List<int>();
        var ideal = new List<double>();
        foreach ((int residue, int other) in match.Chains.SelectMany(c => c.Residues))
        {
            if (unreliable != null && unreliable[other])
                continue;
            bool equal = model.Residues[residue].Name == reference.Residues[other].Name;
            Dictionary<string, NamedTorsion> known = [];
            foreach (NamedTorsion t in NamedTorsions.Of(reference, otherPlaces[other].Chain, otherPlaces[other].Place))
                known[t.Name] = t;
            foreach (NamedTorsion own in NamedTorsions.Of(model, places[residue].Chain, places[residue].Place))
            {
                bool side = own.Name.StartsWith("chi", StringComparison.Ordinal);
                if ((side && (!equal || !options.SideChains)) || !known.TryGetValue(own.Name, out NamedTorsion theirs))
                    continue;
                double value = NamedTorsions.Value(target, theirs.Atoms), now = NamedTorsions.Value(x, own.Atoms);
                if (double.IsNaN(value))
                    continue;
                if (own.HalfTurn && Math.Abs(Math.IEEERemainder(now - value, 360)) > 90)
                    value = Math.IEEERemainder(value + 180, 360);
                atoms.AddRange([own.Atoms.A, own.Atoms.B, own.Atoms.C, own.Atoms.D]);
                ideal.Add(value);
            }
        }

        double weight = 1 / (options.TorsionSigma * options.TorsionSigma);
        return new RestraintTable
        {
            AtomCount = model.Atoms.Count,
            TorsionAtoms = [.. atoms],
            TorsionIdeal = [.. ideal],
            TorsionWeight = [.. Enumerable.Repeat(weight, ideal.Count)],
            TorsionPeriod = new int[ideal.Count],
            TorsionTop = [.. Enumerable.Repeat(weight * options.TorsionLimit * options.TorsionLimit, ideal.Count)],
        };
    }

    /// <summary>
    /// Sites at the atoms of the reference, each of whose chains is superposed on the model's chain first. Atoms without hydrogens, of residues with equal names.
    /// </summary>
    /// <param name="model">Model to restrain.</param>
    /// <param name="x">Its 3N coordinates, Å.</param>
    /// <param name="reference">Reference structure.</param>
    /// <param name="match">Corresponding residues.</param>
    /// <param name="options">Widths; null for the defaults.</param>
    /// <param name="superpose">False when the reference lies in the frame of the model already.</param>
    /// <param name="selected">Atoms of the model that may be held, one flag each; null = all.</param>
    /// <exception cref="UsageException">A width is not above zero or a limit negative.</exception>
    public static RestraintTable Sites(
        Model model, ReadOnlySpan<double> x, Model reference, ReferenceMatch match, ReferenceOptions? options = null, bool superpose = true, bool[]? selected = null)
    {
        options ??= new ReferenceOptions();
        var sites = new SiteList(model.Atoms.Count, options.SiteSigma, options.SiteLimit);
        foreach (ReferenceChain chain in match.Chains)
        {
            RigidTransform toModel = superpose ? Fit(model, x, reference, chain) : RigidTransform.Identity;
            RigidTransform toReference = toModel.Inverse();
            foreach ((int residue, int other) in chain.Residues)
            {
                foreach ((int atom, int target) in AtomMatch.Pairs(model, residue, reference, other, toReference))
                {
                    bool side = model.Atoms[atom].Name is not ("N" or "CA" or "C" or "O") && ResidueClasses.IsProtein(model.Residues[residue].Name);
                    if (selected?[atom] != false && !model.Atoms[atom].Element.IsHydrogen && (options.SideChains || !side))
                        sites.Add(atom, toModel.Apply(reference.Atoms[target].Position));
                }
            }
        }

        return sites.ToTable();
    }

    private static RigidTransform Fit(Model model, ReadOnlySpan<double> x, Model reference, ReferenceChain chain)
    {
        List<Vec3> from = [], to = [];
        foreach ((int residue, int other) in chain.Residues)
        {
            from.Add(reference.Atoms[PolymerChain.Trace(reference, other)].Position);
            to.Add(NcsGroup.At(x, PolymerChain.Trace(model, residue)));
        }

        return Superposition.Fit(from.ToArray(), to.ToArray()).Transform;
    }

    private static Dictionary<int, (PolymerChain Chain, int Place)> Places(Model model)
    {
        var places = new Dictionary<int, (PolymerChain Chain, int Place)>();
        foreach (PolymerChain chain in PolymerChain.Of(model, 1))
        {
            for (int k = 0; k < chain.Residues.Length; k++)
                places[chain.Residues[k]] = (chain, k);
        }

        return places;
    }

    private static void CheckWidth(double sigma, double limit)
    {
        if (!(sigma > 0) || !double.IsFinite(sigma) || !(limit >= 0) || !double.IsFinite(limit))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"reference torsions: sigma {sigma}° and limit {limit}°; sigma must be above 0, the limit 0 (none) or more"));
        }
    }
}
