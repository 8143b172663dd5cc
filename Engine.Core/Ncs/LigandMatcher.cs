using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Ncs;

/// <summary>
/// Finds the ligands, ions and sugars of a master in its copies. A ligand belongs to the chain whose id it has; in a chain without polymer, to the polymer
/// chain whose residue is nearest.
/// </summary>
internal sealed class LigandMatcher
{
    private readonly Model model;
    private readonly double limit;
    private readonly List<(int Residue, int Owner)> ligands = [];
    private readonly HashSet<int> used = [];

    /// <summary>Lists the ligands and who owns them.</summary>
    /// <param name="model">Model.</param>
    /// <param name="chains">Its polymer chains.</param>
    /// <param name="limit">Largest root mean square distance of two corresponding ligands, Å.</param>
    public LigandMatcher(Model model, List<PolymerChain> chains, double limit)
    {
        (this.model, this.limit) = (model, limit);
        HashSet<int> polymers = [.. chains.Select(c => c.Chain)];
        HashSet<int> residues = [.. chains.SelectMany(c => c.Residues)];
        (int Chain, Vec3 At)[] trace = [.. chains.SelectMany(c => c.Residues.Select(r => (c.Chain, model.Atoms[PolymerChain.Trace(model, r)].Position)))];
        for (int r = 0; r < model.Residues.Count; r++)
        {
            Residue residue = model.Residues[r];
            if (residues.Contains(r) || residue.AtomCount == 0 || ResidueClasses.Of(residue.Name) is not (ResidueClass.Other or ResidueClass.Ion))
                continue;
            bool adopted = !polymers.Contains(residue.ChainIndex);
            if (!adopted || trace.Length > 0)
                ligands.Add((r, adopted ? Nearest(trace, r) : residue.ChainIndex));
        }
    }

    /// <summary>Corresponding atoms of corresponding ligands, nearest ligands first, and the number of ligands. Each ligand is a copy once at most.</summary>
    /// <param name="master">Index of the master's chain.</param>
    /// <param name="copy">Index of the copy's chain.</param>
    /// <param name="transform">Takes the master to the copy.</param>
    public (List<(int A, int B)> Atoms, int Count) Match(int master, int copy, RigidTransform transform)
    {
        var candidates = new List<(double Rmsd, int A, int B, List<(int A, int B)> Atoms)>();
        foreach ((int a, int owner) in ligands)
        {
            if (owner != master)
                continue;
            foreach ((int b, int otherOwner) in ligands)
            {
                if (otherOwner != copy || used.Contains(b) || model.Residues[a].Name != model.Residues[b].Name)
                    continue;
                List<(int A, int B)> atoms = AtomMatch.Pairs(model, a, model, b, transform);
                int heavy = atoms.Count(p => !model.Atoms[p.A].Element.IsHydrogen);
                double rmsd = heavy == 0 ? double.MaxValue : Math.Sqrt(AtomMatch.Squares(model, model, atoms, transform) / heavy);
                if (rmsd <= limit)
                    candidates.Add((rmsd, a, b, atoms));
            }
        }

        var result = new List<(int A, int B)>();
        var taken = new HashSet<int>();
        int count = 0;
        foreach ((_, int a, int b, List<(int A, int B)> atoms) in candidates.OrderBy(c => c.Rmsd).ThenBy(c => c.A).ThenBy(c => c.B))
        {
            if (taken.Contains(a) || !used.Add(b))
                continue;
            taken.Add(a);
            result.AddRange(atoms);
            count++;
        }

        return (result, count);
    }

    private int Nearest((int Chain, Vec3 At)[] trace, int residue)
    {
        Vec3 centre = default;
        foreach (int i in PolymerChain.AtomsOf(model, residue))
            centre += model.Atoms[i].Position / model.Residues[residue].AtomCount;
        return trace.MinBy(t => (t.At - centre).LengthSquared).Chain;
    }
}
