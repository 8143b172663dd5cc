using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>
/// Restraints for atoms that neither dictionaries nor a map of the resolution can place. Alternates nearer to each other than half the resolution keep their distance (σ 0.05 Å): to such a map they are one
/// atom, and both would end at the same point. Atoms of a polymer or ligand without a bond to any other, as in a trace of CA or a residue of which little is left, are held near their place
/// (σ 0.1 Å), which lets go beyond 1 Å so that rigid moves take them along.
/// </summary>
/// <param name="Table">The terms.</param>
/// <param name="AlternatePairs">Pairs of alternates that keep their distance.</param>
/// <param name="Unbonded">Atoms that are held near their place.</param>
public sealed record LooseAtoms(RestraintTable Table, int AlternatePairs, IReadOnlyList<int> Unbonded)
{
    private const double ResolvedShare = 0.5, AlternateSigma = 0.05, AlternateLimit = 0.5;
    private const double PlaceSigma = 0.1, PlaceLimit = 1;

    /// <summary>True when there is nothing to hold.</summary>
    public bool IsEmpty => AlternatePairs + Unbonded.Count == 0;

    /// <summary>Finds them in the coordinates of a model.</summary>
    /// <param name="model">Names, residues, coordinates.</param>
    /// <param name="restraints">Restraints of all atoms.</param>
    /// <param name="resolution">Resolution of the map, Å.</param>
    /// <exception cref="ArgumentException">The numbers of atoms differ.</exception>
    public static LooseAtoms Find(Model model, RestraintModel restraints, double resolution)
    {
        if (restraints.Table.AtomCount != model.Atoms.Count)
            throw new ArgumentException($"restraints of {restraints.Table.AtomCount} atoms for {model.Atoms.Count}", nameof(restraints));
        var terms = new ExtraTerms();
        foreach ((int a, int b) in Alternates(model))
        {
            double distance = Geometry.Vec3.Distance(model.Atoms[a].Position, model.Atoms[b].Position);
            if (distance < ResolvedShare * resolution)
                terms.AddBond(a, b, distance, AlternateSigma, AlternateLimit);
        }

        int[] unbonded = [.. WithoutBond(model, restraints)];
        foreach (int atom in unbonded)
            terms.AddSite(atom, model.Atoms[atom].Position, PlaceSigma, PlaceLimit);
        return new(terms.ToTable(model.Atoms.Count), terms.BondCount, unbonded);
    }

    /// <summary>Heavy atoms of the same name at the same place of a chain in two conformers, whatever the names of the residues.</summary>
    private static IEnumerable<(int First, int Second)> Alternates(Model model)
    {
        foreach (Chain chain in model.Chains)
        {
            foreach (int[] place in ChainPlaces.Of(model, chain))
            {
                IEnumerable<int> lettered = place.SelectMany(r => Enumerable.Range(model.Residues[r].FirstAtom, model.Residues[r].AtomCount))
                    .Where(i => model.Atoms[i].AltLoc != '\0' && !model.Atoms[i].Element.IsHydrogen);
                foreach (IGrouping<string, int> copies in lettered.GroupBy(i => model.Atoms[i].Name))
                {
                    int[] atoms = [.. copies];
                    for (int i = 0; i < atoms.Length; i++)
                    {
                        for (int j = i + 1; j < atoms.Length; j++)
                        {
                            if (model.Atoms[atoms[i]].AltLoc != model.Atoms[atoms[j]].AltLoc)
                                yield return (atoms[i], atoms[j]);
                        }
                    }
                }
            }
        }
    }

    private static IEnumerable<int> WithoutBond(Model model, RestraintModel restraints)
    {
        var bonded = new bool[model.Atoms.Count];
        foreach (int i in restraints.Table.BondAtoms)
            bonded[i] = true;
        foreach (Residue residue in model.Residues)
        {
            if (ResidueClasses.Of(residue.Name) is ResidueClass.Water or ResidueClass.Ion)
                continue;
            bool single = residue.AtomCount == 1 && ResidueClasses.Of(residue.Name) == ResidueClass.Other;
            for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
            {
                Element element = model.Atoms[i].Element;
                if (!bonded[i] && !element.IsHydrogen && restraints.Nonbonded.Active[i] != 0 && (!single || element == Element.C))
                    yield return i;
            }
        }
    }
}
