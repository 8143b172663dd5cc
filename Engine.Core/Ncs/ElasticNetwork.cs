using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Ncs;

/// <summary>Which pairs an elastic network has, and how stiff it is.</summary>
public sealed record ElasticNetworkOptions
{
    /// <summary>Longest pair, Å.</summary>
    public double Radius { get; init; } = 4.2;

    /// <summary>Standard deviation of a distance, Å.</summary>
    public double Sigma { get; init; } = 0.01;

    /// <summary>Elongation from which a pair gives way, Å; 0 = never. Acts on pairs that are too long only: the short side is harmonic.</summary>
    public double Limit { get; init; }
}

/// <summary>
/// Restraints of distances within a chain to what they are: with targets made anew for each macro-cycle a "jelly body" that moves collectively (Murshudov and
/// co-workers, Acta Cryst. D67, 355, 2011); with targets that follow the model slowly a deformable elastic network (Schröder and co-workers, Nature 464,
/// 1218, 2010).
/// </summary>
public static class ElasticNetwork
{
    /// <summary>
    /// Makes a bond per pair of atoms of one chain, without hydrogens and water, that are close and not bonded or next but one to each other: those have targets
    /// of their own.
    /// </summary>
    /// <param name="model">Names and chains.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="contacts">Which atoms are bonded, fixed, inactive, or in different conformations.</param>
    /// <param name="options">Pairs and stiffness; null for the defaults.</param>
    /// <exception cref="UsageException">A radius or sigma is not above zero, or the limit is negative.</exception>
    public static RestraintTable Build(Model model, ReadOnlySpan<double> x, NonbondedTable contacts, ElasticNetworkOptions? options = null)
    {
        options ??= new ElasticNetworkOptions();
        if (!(options.Radius > 0 && options.Radius <= 20 && options.Sigma > 0 && options.Limit >= 0) || !double.IsFinite(options.Sigma + options.Limit))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"elastic network: radius {options.Radius} Å, sigma {options.Sigma} Å, limit {options.Limit} Å; radius must be 0 to 20, sigma above 0, limit 0 (none) or more"));
        }

        var points = new Vec3[model.Atoms.Count];
        for (int i = 0; i < points.Length; i++)
            points[i] = NcsGroup.At(x, i);
        List<int> pairs = [], near = [];
        var ideal = new List<double>();
        foreach (Chain chain in model.Chains)
        {
            int[] members = [.. chain.Residues.SelectMany(r => PolymerChain.AtomsOf(model, r)).Where(i => TakesPart(model, contacts, i)).Order()];
            var grid = new AtomGrid(points, members, options.Radius);
            foreach (int i in members)
            {
                grid.Near(points[i], options.Radius, near);
                foreach (int j in near)
                {
                    if (j <= i || !Allowed(contacts, i, j))
                        continue;
                    pairs.AddRange([i, j]);
                    ideal.Add(Vec3.Distance(points[i], points[j]));
                }
            }
        }

        double weight = 1 / (options.Sigma * options.Sigma);
        return new RestraintTable
        {
            AtomCount = points.Length,
            BondAtoms = [.. pairs],
            BondIdeal = [.. ideal],
            BondWeight = [.. Enumerable.Repeat(weight, ideal.Count)],
            BondSlack = new double[ideal.Count],
            BondTop = [.. Enumerable.Repeat(weight * options.Limit * options.Limit, ideal.Count)],
        };
    }

    /// <summary>
    /// Moves the targets of a network towards a mixture of the present distances and those of a reference: d' = d + κ (γ d_now + (1 - γ) d_ref - d).
    /// </summary>
    /// <param name="network">Network with the present targets d.</param>
    /// <param name="reference">The same network with the distances of the reference, as made at the start.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="gamma">γ: 0 holds to the reference, 1 forgets it.</param>
    /// <param name="kappa">κ: how fast targets move, 0 to 1.</param>
    /// <exception cref="ArgumentException">The networks have different numbers of pairs.</exception>
    public static RestraintTable Follow(RestraintTable network, RestraintTable reference, ReadOnlySpan<double> x, double gamma = 0.5, double kappa = 0.1)
    {
        if (network.BondCount != reference.BondCount)
            throw new ArgumentException($"a network of {network.BondCount} pairs and a reference of {reference.BondCount}", nameof(reference));
        var ideal = new double[network.BondCount];
        for (int k = 0; k < ideal.Length; k++)
        {
            double now = Vec3.Distance(NcsGroup.At(x, network.BondAtoms[2 * k]), NcsGroup.At(x, network.BondAtoms[2 * k + 1]));
            double d = network.BondIdeal[k];
            ideal[k] = d + kappa * (gamma * now + (1 - gamma) * reference.BondIdeal[k] - d);
        }

        return network with { BondIdeal = ideal };
    }

    private static bool TakesPart(Model model, NonbondedTable contacts, int atom) =>
        contacts.Active[atom] != 0 && !model.Atoms[atom].Element.IsHydrogen && !ResidueClasses.IsWater(model.Residues[model.Atoms[atom].ResidueIndex].Name);

    private static bool Allowed(NonbondedTable contacts, int i, int j)
    {
        if (contacts.Movable[i] == 0 && contacts.Movable[j] == 0)
            return false;
        if (contacts.Conformer[i] != contacts.Conformer[j] && contacts.Conformer[i] != 0 && contacts.Conformer[j] != 0)
            return false;
        int first = contacts.ExcludedStart[i], count = contacts.ExcludedStart[i + 1] - first;
        return Array.BinarySearch(contacts.ExcludedAtoms, first, count, j) < 0;
    }
}
