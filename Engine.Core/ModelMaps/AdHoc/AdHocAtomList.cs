using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.ModelMaps.AdHoc;

/// <summary>
/// The atoms of a model that a formula without form factors takes, with their weights. Such formulas know no occupancy: atoms of occupancy 0 count,
/// and of the alternate locations of an atom the one with the highest occupancy is taken (the first of equal ones).
/// </summary>
internal sealed class AdHocAtomList
{
    /// <summary>Gaussians per row that every device takes; those after the first have amplitude 0.</summary>
    private const int Terms = 5;

    private readonly List<int> atoms = [];
    private readonly List<double> weights = [];
    private readonly List<string> warnings = [];

    /// <summary>Collects the atoms.</summary>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom of the model.</param>
    /// <param name="formula">Formula.</param>
    /// <exception cref="InputException">No atom is left, or a position is not finite.</exception>
    public AdHocAtomList(Model model, ReadOnlySpan<bool> selection, AdHocFormula formula)
    {
        if (selection.Length != model.Atoms.Count)
            throw new ArgumentException($"{selection.Length} flags for {model.Atoms.Count} atoms", nameof(selection));
        Dictionary<(int Chain, int Number, char Insertion, string Name), int> preferred = PreferredLocations(model, selection);
        int unknownElements = 0, unknownResidues = 0, others = 0;
        for (int i = 0; i < selection.Length; i++)
        {
            Atom atom = model.Atoms[i];
            if (!selection[i] || !Takes(formula.Atoms, model, atom))
                continue;
            if (atom.AltLoc != '\0' && preferred[Key(model, atom)] != i)
            {
                others++;
                continue;
            }

            if (!atom.Position.IsFinite)
                throw new InputException($"atom {atom.Serial} {atom.Name} has position {atom.Position}: correct the coordinates in the model file");
            atoms.Add(i);
            weights.Add(Weight(formula.Weight, model, atom, ref unknownElements, ref unknownResidues));
        }

        if (atoms.Count == 0)
            throw new InputException($"formula {formula.Name} takes none of the selected atoms ({Wanted(formula.Atoms)}): give another selection or formula");
        if (unknownElements > 0)
            warnings.Add($"{unknownElements} atoms of unknown element count as carbon");
        if (unknownResidues > 0)
            warnings.Add($"{unknownResidues} residues without a standard parent have the mean mass of the standard ones");
        if (others > 0)
            warnings.Add($"{others} atoms at less occupied alternate locations are left out");
    }

    /// <summary>Index in the model of each atom.</summary>
    public IReadOnlyList<int> Atoms => atoms;

    /// <summary>Weight of each atom.</summary>
    public IReadOnlyList<double> Weights => weights;

    /// <summary>What was odd, one line each.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>The atoms as the kernels take them, one normalised Gaussian each.</summary>
    /// <param name="model">The same model.</param>
    /// <param name="width">Width of the Gaussians as a B factor, Å².</param>
    /// <param name="radius">Cut-off radius, Å.</param>
    public GaussianAtoms ToGaussians(Model model, double width, double radius)
    {
        var rows = new Dictionary<double, int>();
        var formFactors = new List<float>();
        var positions = new double[3 * atoms.Count];
        var row = new int[atoms.Count];
        for (int i = 0; i < row.Length; i++)
        {
            var p = model.Atoms[atoms[i]].Position;
            (positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]) = (p.X, p.Y, p.Z);
            if (!rows.TryGetValue(weights[i], out row[i]))
            {
                rows[weights[i]] = row[i] = rows.Count;
                formFactors.Add((float)weights[i]);
                formFactors.AddRange(Enumerable.Repeat(0f, Terms - 1));
                formFactors.AddRange(Enumerable.Repeat((float)width, Terms));
            }
        }

        var occupancy = new float[row.Length];
        var radii = new float[row.Length];
        Array.Fill(occupancy, 1);
        Array.Fill(radii, (float)radius);
        return new GaussianAtoms
        {
            Positions = positions,
            FormFactor = row,
            Terms = Terms,
            FormFactors = [.. formFactors],
            BIso = new float[row.Length],
            Occupancy = occupancy,
            Radius = radii,
        };
    }

    private static bool Takes(AdHocAtoms wanted, Model model, Atom atom) => wanted switch
    {
        AdHocAtoms.NonHydrogen => !atom.Element.IsHydrogen,
        AdHocAtoms.AlphaCarbon => atom.Name == "CA" && atom.Element == Element.C && ResidueClasses.IsProtein(model.Residues[atom.ResidueIndex].Name),
        _ => true,
    };

    private static string Wanted(AdHocAtoms wanted) => wanted switch
    {
        AdHocAtoms.NonHydrogen => "atoms other than hydrogen",
        AdHocAtoms.AlphaCarbon => "CA atoms of amino acids",
        _ => "any atom",
    };

    private static double Weight(AdHocWeight kind, Model model, Atom atom, ref int unknownElements, ref int unknownResidues)
    {
        switch (kind)
        {
            case AdHocWeight.AtomicNumber:
                if (atom.Element == Element.Unknown)
                    unknownElements++;
                return atom.Element == Element.D ? 1 : atom.Element == Element.Unknown ? Element.C.Number : atom.Element.Number;
            case AdHocWeight.ResidueMass:
                double mass = ResidueMass.Of(model.Residues[atom.ResidueIndex].Name, out bool known);
                if (!known)
                    unknownResidues++;
                return mass;
            default:
                return 1;
        }
    }

    private static Dictionary<(int Chain, int Number, char Insertion, string Name), int> PreferredLocations(Model model, ReadOnlySpan<bool> selection)
    {
        var preferred = new Dictionary<(int, int, char, string), int>();
        for (int i = 0; i < selection.Length; i++)
        {
            Atom atom = model.Atoms[i];
            if (!selection[i] || atom.AltLoc == '\0')
                continue;
            var key = Key(model, atom);
            if (!preferred.TryGetValue(key, out int other) || atom.Occupancy > model.Atoms[other].Occupancy)
                preferred[key] = i;
        }

        return preferred;
    }

    private static (int Chain, int Number, char Insertion, string Name) Key(Model model, Atom atom)
    {
        Residue residue = model.Residues[atom.ResidueIndex];
        return (residue.ChainIndex, residue.Number, residue.InsertionCode, atom.Name);
    }
}
