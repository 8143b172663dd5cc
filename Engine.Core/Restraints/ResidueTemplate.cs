using Engine.Core.Chemistry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>A component with atom names turned into indices, ready to be laid over the residues of a model.</summary>
internal sealed class ResidueTemplate
{
    private readonly Dictionary<string, int> index;
    private ComponentGraph? graph;
    private int[]? colours;
    private AtomTypeData[]? described;
    private readonly Dictionary<(int, int), int> bondIndex = [];
    private readonly Dictionary<(int, int, int), int> angleIndex = [];

    public ResidueTemplate(ChemicalComponent component)
    {
        Component = component;
        index = new Dictionary<string, int>(component.Atoms.Count, StringComparer.Ordinal);
        for (int i = 0; i < component.Atoms.Count; i++)
            index.TryAdd(component.Atoms[i].Name, i);
        Bonds = [.. component.Bonds.Where(b => Known(b.Atom1, b.Atom2)).Select(b => new TemplateBond(index[b.Atom1], index[b.Atom2], b.Ideal, b.Sigma, b.Order))];
        Neighbours = MakeNeighbours(component.Atoms.Count, Bonds);
        for (int i = 0; i < Bonds.Length; i++)
            bondIndex.TryAdd(Key(Bonds[i].Atom1, Bonds[i].Atom2), i);
        Angles = [.. component.Angles.Where(a => Known(a.Atom1, a.Apex, a.Atom3))
            .Select(a => new TemplateAngle(index[a.Atom1], index[a.Apex], index[a.Atom3], a.Ideal, a.Sigma))];
        for (int i = 0; i < Angles.Length; i++)
            angleIndex.TryAdd(Key(Angles[i].Atom1, Angles[i].Apex, Angles[i].Atom3), i);
        Torsions = [.. component.Torsions.Where(t => Known(t.Atom1, t.Atom2, t.Atom3, t.Atom4) && TorsionRules.Keeps(component, t))
            .Select(t => new TemplateTorsion(index[t.Atom1], index[t.Atom2], index[t.Atom3], index[t.Atom4], t.Ideal, t.Sigma, t.Period, TorsionRules.Family(t.Id)))];
        Chirals = [.. component.Chirals.Where(c => Known(c.Centre, c.Atom1, c.Atom2, c.Atom3)).Select(MakeChiral)];
        Planes = [.. component.Planes.Select(p => new TemplatePlane([.. p.Atoms.Where(n => index.ContainsKey(n)).Select(n => index[n]).Distinct()], p.Sigma))
            .Where(p => p.Atoms.Length > 3)];
    }

    public ChemicalComponent Component { get; }

    public TemplateBond[] Bonds { get; }

    public TemplateAngle[] Angles { get; }

    public TemplateTorsion[] Torsions { get; }

    public TemplateChiral[] Chirals { get; }

    public TemplatePlane[] Planes { get; }

    /// <summary>Bonded atoms per atom.</summary>
    public int[][] Neighbours { get; }

    /// <summary>Hybridisation, from the bonds of the component.</summary>
    public ComponentGraph Graph => graph ??= new ComponentGraph(Component);

    public int Count => Component.Atoms.Count;

    /// <summary>Radii and hydrogen-bond roles per atom.</summary>
    public AtomTypeData[] Describe(AtomTypeTable types) => described ??= AtomTyper.Describe(Component, types);

    public Element ElementOf(int atom) => Component.Atoms[atom].Element;

    public string NameOf(int atom) => Component.Atoms[atom].Name;

    /// <summary>Index of an atom, -1 when the component does not have it.</summary>
    public int IndexOf(string name) => index.GetValueOrDefault(name, -1);

    /// <summary>Ideal length of a bond of this component, Å; NaN when there is none.</summary>
    public double BondLength(int a, int b) => bondIndex.TryGetValue(Key(a, b), out int k) ? Bonds[k].Ideal : double.NaN;

    /// <summary>Ideal angle of this component, degrees; NaN when there is none.</summary>
    public double AngleDegrees(int a, int apex, int c) => angleIndex.TryGetValue(Key(a, apex, c), out int k) ? Angles[k].Ideal : double.NaN;

    private static int[][] MakeNeighbours(int count, TemplateBond[] bonds)
    {
        var lists = new List<int>[count];
        for (int i = 0; i < count; i++)
            lists[i] = [];
        foreach (TemplateBond b in bonds)
        {
            if (b.Atom1 == b.Atom2 || lists[b.Atom1].Contains(b.Atom2))
                continue;
            lists[b.Atom1].Add(b.Atom2);
            lists[b.Atom2].Add(b.Atom1);
        }

        return [.. lists.Select(l => l.ToArray())];
    }

    private static (int, int) Key(int a, int b) => a < b ? (a, b) : (b, a);

    private static (int, int, int) Key(int a, int apex, int c) => a < c ? (a, apex, c) : (c, apex, a);

    private bool Known(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (!index.ContainsKey(name))
                return false;
        }

        return true;
    }

    private TemplateChiral MakeChiral(ComponentChiral chiral)
    {
        int c = index[chiral.Centre], a1 = index[chiral.Atom1], a2 = index[chiral.Atom2], a3 = index[chiral.Atom3];
        double volume = ChiralVolume.FromIdeal(
            BondLength(c, a1), BondLength(c, a2), BondLength(c, a3), AngleDegrees(a1, c, a2), AngleDegrees(a1, c, a3), AngleDegrees(a2, c, a3));
        colours ??= AtomSymmetry.Colours(Component, Neighbours);
        bool prochiral = Neighbours[c].Select(n => colours[n]).Distinct().Count() < Neighbours[c].Length;
        return new TemplateChiral(c, a1, a2, a3, chiral.Sign == ChiralSign.Negative ? -volume : volume, chiral.Sign == ChiralSign.Both, prochiral);
    }
}

/// <summary>A bond between atoms of one template, Å.</summary>
internal readonly record struct TemplateBond(int Atom1, int Atom2, double Ideal, double Sigma, BondOrder Order);

/// <summary>An angle, degrees.</summary>
internal readonly record struct TemplateAngle(int Atom1, int Apex, int Atom3, double Ideal, double Sigma);

/// <summary>A torsion, degrees; torsions of different non-zero families exclude each other (sugar puckers).</summary>
internal readonly record struct TemplateTorsion(int Atom1, int Atom2, int Atom3, int Atom4, double Ideal, double Sigma, int Period, int Family);

/// <summary>A chiral centre with its ideal signed volume, Å³; prochiral when two of its neighbours are equivalent and only their names give it a hand.</summary>
internal readonly record struct TemplateChiral(int Centre, int Atom1, int Atom2, int Atom3, double Volume, bool Both, bool Prochiral);

/// <summary>A plane, σ in Å.</summary>
internal sealed record TemplatePlane(int[] Atoms, double Sigma);
