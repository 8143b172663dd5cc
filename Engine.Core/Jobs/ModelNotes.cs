using Engine.Core.Chemistry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Something in a model that a refinement treats in a way of its own.</summary>
/// <param name="Kind">Key, such as "chain_breaks".</param>
/// <param name="What">The same in words.</param>
/// <param name="Count">How many.</param>
/// <param name="Where">The first of them.</param>
/// <param name="Treatment">How they are treated.</param>
public sealed record ModelNote(string Kind, string What, int Count, IReadOnlyList<string> Where, string Treatment)
{
    private const int Shown = 5;

    /// <summary>One line for a log.</summary>
    public string Line => $"{Count} {What} ({string.Join(", ", Where.Take(Shown))}{(Count > Math.Min(Shown, Where.Count) ? ", …" : "")}): {Treatment}";
}

/// <summary>Looks through the selected part of a model for what is not plain: incomplete residues, breaks, alternates, odd occupancies and B factors, atoms outside the map.</summary>
public sealed class ModelNotes
{
    private const int Listed = 50;
    private const double SmallestB = 1, LargestB = 500;

    private static readonly string[] Backbone = ["N", "CA", "C", "O"];

    private readonly Model model;
    private readonly bool[] selected;
    private readonly List<ModelNote> notes = [];

    private ModelNotes(Model model, bool[] selected) => (this.model, this.selected) = (model, selected);

    /// <summary>Finds everything.</summary>
    /// <param name="model">Model as it was read.</param>
    /// <param name="selected">Atoms that are refined.</param>
    /// <param name="grid">Box of the map.</param>
    /// <param name="library">Which atoms a complete amino acid has.</param>
    /// <param name="loose">Atoms that are held because nothing else places them.</param>
    /// <param name="bonds">Restraints, for the bonds between residues.</param>
    /// <param name="protocol">What is done; null = coordinates only.</param>
    public static IReadOnlyList<ModelNote> Find(
        Model model, bool[] selected, MapGrid grid, ComponentLibrary library, LooseAtoms loose, RestraintTable bonds, FullProtocol? protocol)
    {
        var search = new ModelNotes(model, selected);
        search.AddIncomplete(library);
        search.AddBreaks(bonds);
        search.AddKinds(loose);
        search.AddNumbers(protocol?.BFactors != null);
        search.Add("outside_map", "atoms outside the map's box", search.Atoms(a => JobInputs.IsOutside(grid, a.Position)), "no density there, restraints alone hold them");
        search.Add("unbonded", "atoms without a bond to any other", [.. loose.Unbonded.Where(i => selected[i]).Select(i => Labels.Atom(model, i))], "held near their place");
        return search.notes;
    }

    private void Add(string kind, string what, IReadOnlyList<string> where, string treatment)
    {
        if (where.Count > 0)
            notes.Add(new(kind, what, where.Count, [.. where.Take(Listed)], treatment));
    }

    private string[] Atoms(Func<Atom, bool> test) => [.. Enumerable.Range(0, model.Atoms.Count).Where(i => selected[i] && test(model.Atoms[i])).Select(i => Labels.Atom(model, i))];

    private string[] Residues(Func<int, bool> test) => [.. Enumerable.Range(0, model.Residues.Count).Where(r => IsSelected(r) && test(r)).Select(r => Labels.Residue(model, r))];

    private IEnumerable<int> AtomsOf(int r) => Enumerable.Range(model.Residues[r].FirstAtom, model.Residues[r].AtomCount);

    private bool IsSelected(int r) => AtomsOf(r).Any(i => selected[i]);

    private bool IsProtein(int r) => ResidueClasses.Of(model.Residues[r].Name) == ResidueClass.Protein && model.Residues[r].Name is not ("ACE" or "NME" or "NH2" or "FOR");

    private bool Has(int r, string name) => AtomsOf(r).Any(i => ChiDefinition.NameInType(model.Atoms[i]) == name);

    private void AddIncomplete(ComponentLibrary library)
    {
        Add(
            "missing_backbone_atoms", "residues without a complete main chain", Residues(r => IsProtein(r) && !Backbone.All(n => Has(r, n))),
            "refined with the atoms they have, no φ and ψ where atoms are missing");
        Add(
            "missing_side_chain_atoms", "residues with missing side-chain atoms", Residues(r => IsProtein(r) && LacksSideChain(r, library)),
            "refined with the atoms they have, not fitted to other rotamers where a torsion is missing");
    }

    private bool LacksSideChain(int r, ComponentLibrary library) => RotamerLibraryHas(r)
        && library.Find(model.Residues[r].Name) is ChemicalComponent whole
        && whole.Atoms.Any(a => !a.Element.IsHydrogen && a.Name != "OXT" && !Backbone.Contains(a.Name) && !AtomsOf(r).Any(i => model.Atoms[i].Name == a.Name));

    private bool RotamerLibraryHas(int r) => model.Residues[r].Name == "ALA" || ChiDefinition.TypeOf(model.Residues[r].Name) != null;

    /// <summary>Places of a chain that follow each other without a peptide bond.</summary>
    private void AddBreaks(RestraintTable bonds)
    {
        HashSet<(int, int)> bonded = [];
        for (int b = 0; b < bonds.BondCount; b++)
        {
            int one = model.Atoms[bonds.BondAtoms[2 * b]].ResidueIndex, other = model.Atoms[bonds.BondAtoms[2 * b + 1]].ResidueIndex;
            bonded.Add((Math.Min(one, other), Math.Max(one, other)));
        }

        var found = new List<string>();
        foreach (Chain chain in model.Chains)
        {
            List<int> before = [], here = [];
            foreach (int r in chain.Residues.Where(IsProtein))
            {
                if (here.Count > 0 && (model.Residues[here[^1]].Number, model.Residues[here[^1]].InsertionCode) != (model.Residues[r].Number, model.Residues[r].InsertionCode))
                {
                    AddBreak(before, here, bonded, found);
                    (before, here) = (here, []);
                }

                here.Add(r);
            }

            AddBreak(before, here, bonded, found);
        }

        Add("chain_breaks", "breaks of chains", found, "no bond across, the ends are refined as they are");
    }

    private void AddBreak(List<int> before, List<int> here, HashSet<(int, int)> bonded, List<string> found)
    {
        if (before.Count > 0 && here.Count > 0 && !model.Residues[before[^1]].EndsChain && (before.Any(IsSelected) || here.Any(IsSelected)) && !before.Any(a => here.Any(b => bonded.Contains((a, b)))))
            found.Add($"{Labels.Residue(model, before[^1])} | {Labels.Residue(model, here[0])}");
    }

    private void AddKinds(LooseAtoms loose)
    {
        Add("alternates", "residues with alternates", Residues(r => AtomsOf(r).Any(i => model.Atoms[i].AltLoc != '\0')), "each refined beside the atoms common to all"
            + (loose.AlternatePairs > 0 ? $"; {loose.AlternatePairs} pairs of atoms, nearer than half the resolution, keep their distance" : ""));
        IEnumerable<int[]> mixed = model.Chains.SelectMany(c => ChainPlaces.Of(model, c)).Where(p => p.Select(r => model.Residues[r].Name).Distinct().Count() > 1 && p.Any(IsSelected));
        Add(
            "microheterogeneity", "places with several kinds of residue", [.. mixed.Select(p => string.Join(" / ", p.Select(r => Labels.Residue(model, r))))],
            "alternates of each other, which do not repel");
        Add("insertion_codes", "residues with insertion codes", Residues(r => model.Residues[r].InsertionCode != '\0'), "numbers are kept, neighbours in the chain are those of the file");
        Add("d_amino_acids", "D-amino acids", Residues(r => MirrorImages.IsD(model.Residues[r].Name)), "hand of their dictionary, mirror images of rotamers, no Ramachandran potential");
        Add("metals", "metals", Atoms(a => Metals.IsMetal(a.Element)), "held at usual distances from what binds them");
    }

    private void AddNumbers(bool refinesB)
    {
        Add("zero_occupancy", "atoms of occupancy 0", Atoms(a => a.Occupancy <= 0), "no pull from the map and no contacts, restraints alone hold them; occupancy and B stay");
        string[] odd = Atoms(a => a.Occupancy > 0 && !a.Element.IsHydrogen && a.UAniso == null && (a.BIso < SmallestB || a.BIso > LargestB));
        Add("b_out_of_range", "atoms with B below 1 or above 500 Å²", odd, refinesB ? "refined within 1 to 500 Å²" : "B stays");
        Add("anisotropic", "atoms with anisotropic displacements", Atoms(a => a.UAniso != null), "kept as they are, B is refined for the others only");
    }
}
