using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>
/// Radii, hydrogen-bond roles and exclusions for the repulsion. Residues without hydrogens get united-atom radii, others all-atom radii;
/// metals their ionic radius.
/// </summary>
internal sealed class NonbondedTableBuilder
{
    /// <summary>
    /// Radius of a hydrogen on N, O or S, Å: small enough for the short H…O distance of a hydrogen bond (1.8 Å), while its heavy atom
    /// keeps other atoms away.
    /// </summary>
    private const float PolarHydrogenRadius = 0.3f;

    private const byte Donor = 1;
    private const byte Acceptor = 2;

    private readonly Model model;
    private readonly Conformers conformers;
    private readonly AtomTypeTable types;
    private readonly float[] radius;
    private readonly byte[] hydrogenBond;
    private readonly byte[] active;

    public NonbondedTableBuilder(Model model, Conformers conformers, AtomTypeTable types)
    {
        this.model = model;
        this.conformers = conformers;
        this.types = types;
        radius = new float[model.Atoms.Count];
        hydrogenBond = new byte[model.Atoms.Count];
        active = new byte[model.Atoms.Count];
    }

    /// <summary>Makes the table.</summary>
    /// <param name="matches">One per residue.</param>
    /// <param name="parent">Heavy atom of each hydrogen, -1 elsewhere.</param>
    /// <param name="graph">Bonds.</param>
    public NonbondedTable Build(ResidueMatch[] matches, int[] parent, BondGraph graph)
    {
        Dictionary<int, List<int>> near = [], far = [];
        foreach (ResidueMatch match in matches)
        {
            Describe(match, parent);
            AddPairsOverGaps(match, near, far);
        }

        ExclusionLists lists = ExclusionLists.Make(graph, near, far);
        var movable = new byte[model.Atoms.Count];
        Array.Fill(movable, (byte)1);
        return new NonbondedTable
        {
            Radius = radius,
            HydrogenBond = hydrogenBond,
            Conformer = conformers.OfAtom,
            Active = active,
            Movable = movable,
            ExcludedStart = lists.ExcludedStart,
            ExcludedAtoms = lists.Excluded,
            Start14 = lists.Start14,
            Atoms14 = lists.Atoms14,
        };
    }

    private void Describe(ResidueMatch match, int[] parent)
    {
        Residue residue = model.Residues[match.Residue];
        bool united = true;
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
            united &= !model.Atoms[i].Element.IsHydrogen;
        AtomTypeData[]? described = match.Template?.Describe(types);
        foreach (int[] map in match.Maps)
        {
            for (int t = 0; t < map.Length; t++)
            {
                if (map[t] >= 0)
                    Set(map[t], described![t], united, parent);
            }
        }

        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (radius[i] == 0)
                Set(i, types.Find("", model.Atoms[i].Element), united, parent);
            active[i] = model.Atoms[i].Occupancy > 0 ? (byte)1 : (byte)0;
        }

        foreach (int i in match.Repeated)
            active[i] = 0;
    }

    private void Set(int atom, AtomTypeData data, bool united, int[] parent)
    {
        Element element = model.Atoms[atom].Element;
        if (element.IsHydrogen)
        {
            bool polar = parent[atom] >= 0 && model.Atoms[parent[atom]].Element.Number is 7 or 8 or 16;
            radius[atom] = polar ? PolarHydrogenRadius : (float)data.AllAtomRadius;
            return;
        }

        bool ion = Metals.IsMetal(element) && !double.IsNaN(data.IonRadius);
        radius[atom] = (float)(ion ? data.IonRadius : united ? data.UnitedRadius : data.AllAtomRadius);
        hydrogenBond[atom] = (byte)((data.IsDonor ? Donor : 0) | (data.IsAcceptor ? Acceptor : 0));
    }

    /// <summary>Atoms that are bonded over atoms which the model lacks are still 1-3 or 1-4 neighbours.</summary>
    private static void AddPairsOverGaps(ResidueMatch match, Dictionary<int, List<int>> near, Dictionary<int, List<int>> far)
    {
        if (match.Template is not ResidueTemplate template)
            return;
        foreach (int[] map in match.Maps)
        {
            if (!LacksInnerAtom(template, map))
                continue;
            for (int t = 0; t < map.Length; t++)
            {
                if (map[t] < 0)
                    continue;
                foreach (int u in template.Neighbours[t])
                {
                    foreach (int v in template.Neighbours[u])
                    {
                        AddPair(near, map, t, v);
                        foreach (int w in template.Neighbours[v])
                            AddPair(far, map, t, w);
                    }
                }
            }
        }
    }

    private static bool LacksInnerAtom(ResidueTemplate template, int[] map)
    {
        for (int t = 0; t < map.Length; t++)
        {
            if (map[t] < 0 && template.Neighbours[t].Length > 1)
                return true;
        }

        return false;
    }

    private static void AddPair(Dictionary<int, List<int>> pairs, int[] map, int t, int v)
    {
        if (t == v || map[v] < 0)
            return;
        if (!pairs.TryGetValue(map[t], out List<int>? list))
            pairs[map[t]] = list = [];
        list.Add(map[v]);
    }
}
