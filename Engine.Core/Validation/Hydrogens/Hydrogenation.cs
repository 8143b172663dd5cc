using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Validation.Contacts;
using Engine.Kernels;

namespace Engine.Core.Validation.Hydrogens;

/// <summary>A model with hydrogens, and how they came about.</summary>
/// <param name="Structure">The model; its coordinates differ from those given where ends of side chains were turned.</param>
/// <param name="Added">Number of hydrogens added.</param>
/// <param name="Kept">Number of hydrogens that the model had and kept.</param>
/// <param name="Removed">Number of hydrogens that were removed first.</param>
/// <param name="Undetermined">Number of atoms that should carry hydrogens whose place is not determined: a heavy neighbour is missing, or the residue before N.</param>
/// <param name="Flips">All Asn, Gln and His that had the choice.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
public sealed record HydrogenResult(
    Structure Structure, int Added, int Kept, int Removed, int Undetermined, IReadOnlyList<FlipRecord> Flips, IReadOnlyList<string> Warnings);

/// <summary>Adds hydrogens to a model and removes them.</summary>
public static class Hydrogenation
{
    /// <summary>
    /// Adds the hydrogens that the dictionaries of its residues ask for: on proteins, nucleic acids and ligands, not on waters. Only the first model of a file is kept.
    /// The result is the same for every number of threads.
    /// </summary>
    /// <param name="structure">Model; not changed.</param>
    /// <param name="library">Components and links.</param>
    /// <param name="options">Options.</param>
    /// <exception cref="InputException">The model has no atoms, or coordinates that are no numbers.</exception>
    public static HydrogenResult Add(Structure structure, ComponentLibrary library, HydrogenOptions options)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentNullException.ThrowIfNull(options);
        int had = structure.First.Atoms.Count(a => a.Element.IsHydrogen);
        Structure bare = options.Rebuild && had > 0 ? Remove(structure) : structure;
        Check(bare);
        var warnings = new List<string>();
        ModelTopology topology = ModelTopology.Of(bare.First, bare.Links, library, new RestraintOptions(), warnings);
        var planner = new HydrogenPlanner(topology, options);
        List<HydrogenGroup> planned = planner.Plan();
        (Structure full, List<HydrogenGroup> groups) = Insert(bare, planned);
        List<FlipRecord> flips = [];
        int absent = 0;
        if (groups.Count > 0)
        {
            var optimiser = new HydrogenOptimiser(ContactSystem.Of(full, library, options.Nuclear), groups, options);
            flips = optimiser.Run();
            absent = optimiser.Absent.Count(a => a);
            if (absent > 0)
                full = StructureCopy.Keep(full, [.. optimiser.Absent.Select(a => !a)]);
        }

        AddWarnings(topology, planner, warnings);
        int removed = options.Rebuild ? had : 0;
        return new(full, planned.Sum(g => g.Names.Length) - absent, had - removed, removed, planner.Undetermined, flips, warnings);
    }

    /// <summary>A copy without hydrogens and deuterium.</summary>
    /// <param name="structure">Model; not changed.</param>
    public static Structure Remove(Structure structure) => StructureCopy.Keep(structure, [.. structure.First.Atoms.Select(a => !a.Element.IsHydrogen)]);

    private static void Check(Structure structure)
    {
        if (structure.First.Atoms.Count == 0)
            throw new InputException($"{structure.Name}: the model has no atoms besides hydrogens; give a complete model");
        if (structure.First.Atoms.FindIndex(a => !a.Position.IsFinite) is >= 0 and int i)
            throw new InputException($"{structure.Name}: atom {Labels.Atom(structure.First, i)}: its coordinates are no numbers; correct or remove it");
    }

    /// <summary>The model with the planned hydrogens at their usual places, and the groups with indices into it.</summary>
    private static (Structure Structure, List<HydrogenGroup> Groups) Insert(Structure structure, List<HydrogenGroup> planned)
    {
        Model model = structure.First;
        var added = new List<Atom>();
        foreach (HydrogenGroup g in planned)
        {
            Vec3[] places = g.Places(i => model.Atoms[i].Position);
            for (int k = 0; k < places.Length; k++)
            {
                added.Add(new Atom
                {
                    Name = g.Names[k],
                    Element = Element.H,
                    AltLoc = g.AltLoc,
                    ResidueIndex = g.Residue,
                    Position = places[k],
                    Occupancy = g.Occupancy,
                    BIso = model.Atoms[g.Parent].BIso,
                });
            }
        }

        Structure full = StructureCopy.Insert(structure, added);
        int New(int atom) => atom < 0 ? -1 : atom - model.Residues[model.Atoms[atom].ResidueIndex].FirstAtom + full.First.Residues[model.Atoms[atom].ResidueIndex].FirstAtom;
        var next = new int[model.Residues.Count];
        for (int r = 0; r < next.Length; r++)
            next[r] = full.First.Residues[r].FirstAtom + model.Residues[r].AtomCount;
        var groups = new List<HydrogenGroup>(planned.Count);
        foreach (HydrogenGroup g in planned)
        {
            groups.Add(g with { Parent = New(g.Parent), Neighbours = [.. g.Neighbours.Select(New)], Reference = New(g.Reference), First = next[g.Residue] });
            next[g.Residue] += g.Names.Length;
        }

        return (full, groups);
    }

    private static void AddWarnings(ModelTopology topology, HydrogenPlanner planner, List<string> warnings)
    {
        foreach ((string name, int count) in topology.Finder.Unknown)
            warnings.Add($"component {name} ({count} residue{(count == 1 ? "" : "s")}) is in no dictionary: it gets no hydrogens; give one with --dictionary {name}.cif");
        if (planner.Undetermined > 0)
            warnings.Add($"{planner.Undetermined} {(planner.Undetermined == 1 ? "atom gets" : "atoms get")} no hydrogens, as a neighbour from which their place follows is missing");
    }
}
