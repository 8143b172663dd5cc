using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement.Convergence;

namespace Engine.Core.Refinement;

/// <summary>Parts of a model whose weights of the map may differ.</summary>
public enum WeightGrouping
{
    /// <summary>One weight for the whole model.</summary>
    None,

    /// <summary>One per chain.</summary>
    Chain,

    /// <summary>One per domain, found from the coordinates (<see cref="DomainFinder"/>).</summary>
    Domain,
}

/// <summary>Finds the parts of a model that get weights of their own.</summary>
public static class WeightGroups
{
    /// <summary>Fewest atoms without hydrogens of a group: with fewer its deviations say little. Smaller groups keep the weight of the model.</summary>
    public const int FewestAtoms = 100;

    /// <summary>
    /// Chains or domains of the atoms that move; empty when there are not two of them. Copies that are constrained to be equal belong to the group of their master, so that they have its weight.
    /// </summary>
    /// <param name="model">Names, residues and coordinates.</param>
    /// <param name="movable">Atoms that may move.</param>
    /// <param name="by">What makes a group.</param>
    /// <param name="constraint">Copies that are images of their masters; null = none.</param>
    public static IReadOnlyList<AtomGroup> Find(Model model, bool[] movable, WeightGrouping by, NcsConstraint? constraint)
    {
        bool[]? image = constraint?.IsImage;
        bool[] own = [.. movable.Select((m, i) => m && image?[i] != true)];
        IReadOnlyList<AtomGroup> groups = by switch
        {
            WeightGrouping.Chain => AtomGroup.Chains(model, own),
            WeightGrouping.Domain => DomainFinder.Groups(model, DomainFinder.Find(model, own), own),
            _ => [],
        };
        if (constraint != null)
            groups = WithImages(groups, constraint);
        groups = [.. groups.Where(g => g.Atoms.Count(i => !model.Atoms[i].Element.IsHydrogen) >= FewestAtoms)];
        return groups.Count < 2 ? [] : groups;
    }

    /// <summary>Numbers of groups as numbers of atoms; 1 where an atom is in none.</summary>
    /// <param name="groups">Groups.</param>
    /// <param name="factors">One number per group.</param>
    /// <param name="atomCount">Number of atoms of the model.</param>
    public static double[] PerAtom(IReadOnlyList<AtomGroup> groups, IReadOnlyList<double> factors, int atomCount)
    {
        var all = new double[atomCount];
        Array.Fill(all, 1);
        for (int g = 0; g < groups.Count; g++)
        {
            foreach (int i in groups[g].Atoms)
                all[i] = factors[g];
        }

        return all;
    }

    private static IReadOnlyList<AtomGroup> WithImages(IReadOnlyList<AtomGroup> groups, NcsConstraint constraint)
    {
        double[] number = new double[constraint.AtomCount];
        Array.Fill(number, -1);
        for (int g = 0; g < groups.Count; g++)
        {
            foreach (int i in groups[g].Atoms)
                number[i] = g;
        }

        constraint.CopyValues(number);
        return [.. groups.Select((group, g) => group with { Atoms = [.. Enumerable.Range(0, number.Length).Where(i => number[i] == g)] })];
    }
}
