using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>
/// Lays residues over templates. Heavy atoms are matched by name; hydrogens by name if they sit on the right atom, otherwise by the
/// atom they sit on, which covers every naming convention.
/// </summary>
internal sealed class ResidueMatcher
{
    /// <summary>A hydrogen whose name says so belongs to an atom up to this far, Å.</summary>
    private const double NamedParentReach = 1.6;

    /// <summary>A hydrogen sits on the nearest heavy atom up to this far, Å.</summary>
    private const double ParentReach = 2.0;

    private readonly Model model;
    private readonly Conformers conformers;

    public ResidueMatcher(Model model, Conformers conformers)
    {
        this.model = model;
        this.conformers = conformers;
        Name = [.. model.Atoms.Select(a => a.Name)];
        TemplateAtom = new int[model.Atoms.Count];
        Parent = new int[model.Atoms.Count];
        Array.Fill(TemplateAtom, -1);
        Array.Fill(Parent, -1);
    }

    /// <summary>Per atom: its name in the template, or its own when there is none.</summary>
    public string[] Name { get; }

    /// <summary>Per atom: index in its residue's template, -1 when it is not there.</summary>
    public int[] TemplateAtom { get; }

    /// <summary>Per hydrogen: the heavy atom it sits on; -1 for heavy atoms and lone hydrogens.</summary>
    public int[] Parent { get; }

    /// <summary>Gives the heavy atoms of a residue the names of the template.</summary>
    public void NameHeavyAtoms(int residueIndex, ResidueTemplate template)
    {
        int[] heavy = [.. AtomsOf(model.Residues[residueIndex]).Where(i => !model.Atoms[i].Element.IsHydrogen)];
        if (Array.TrueForAll(heavy, i => template.IndexOf(Name[i]) >= 0))
            return;
        string[] names = [.. heavy.Select(i => model.Atoms[i].Name).Distinct()];
        string?[] resolved = AtomAliases.Resolve(template.Component, names);
        if (names.Length == 1)
            resolved[0] ??= LoneAtom(model.Atoms[heavy[0]], template);
        foreach (int i in heavy)
            Name[i] = resolved[Array.IndexOf(names, model.Atoms[i].Name)] ?? Name[i];
    }

    /// <summary>Lays a residue over its template.</summary>
    public ResidueMatch Match(int residueIndex, ResidueTemplate? template)
    {
        Residue residue = model.Residues[residueIndex];
        int[] codes = conformers.OfResidue(residueIndex);
        var match = new ResidueMatch
        {
            Residue = residueIndex,
            Template = template,
            Conformers = codes,
            Maps = new int[codes.Length][],
            Extra = [],
            Repeated = [],
        };
        for (int k = 0; k < codes.Length; k++)
        {
            match.Maps[k] = new int[template?.Count ?? 0];
            Array.Fill(match.Maps[k], -1);
            MatchHeavy(residue, codes[k], match, match.Maps[k]);
        }

        for (int k = 0; k < codes.Length; k++)
            MatchHydrogens(residue, codes[k], match, match.Maps[k]);
        return match;
    }

    private static IEnumerable<int> AtomsOf(Residue residue) => Enumerable.Range(residue.FirstAtom, residue.AtomCount);

    /// <summary>The only heavy atom of a component (water, ions) may have any name.</summary>
    private static string? LoneAtom(Atom atom, ResidueTemplate template)
    {
        int found = -1;
        for (int t = 0; t < template.Count; t++)
        {
            if (template.ElementOf(t).IsHydrogen)
                continue;
            if (found >= 0)
                return null;
            found = t;
        }

        return found >= 0 && template.ElementOf(found) == atom.Element ? template.NameOf(found) : null;
    }

    private static void AddOnce(List<int> list, int atom)
    {
        if (!list.Contains(atom))
            list.Add(atom);
    }

    /// <summary>Other spellings of a hydrogen's name: deuterium, primes, digit in front.</summary>
    private static int IndexOfHydrogen(ResidueTemplate template, string name)
    {
        int t = template.IndexOf(name);
        if (t >= 0 || name.Length == 0)
            return t;
        string s = name.Replace('*', '\'');
        if (char.IsAsciiDigit(s[0]))
            s = s[1..] + s[0];
        if (s[0] == 'D')
            s = "H" + s[1..];
        return template.IndexOf(s);
    }

    private bool InConformer(int atom, int code) => conformers.OfAtom[atom] == 0 || conformers.OfAtom[atom] == code;

    private void MatchHeavy(Residue residue, int code, ResidueMatch match, int[] map)
    {
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (model.Atoms[i].Element.IsHydrogen || !InConformer(i, code))
                continue;
            int t = match.Template?.IndexOf(Name[i]) ?? -1;
            if (t < 0)
            {
                AddOnce(match.Extra, i);
            }
            else if (map[t] >= 0)
            {
                AddOnce(match.Repeated, i);
            }
            else
            {
                map[t] = i;
                TemplateAtom[i] = t;
            }
        }
    }

    private void MatchHydrogens(Residue residue, int code, ResidueMatch match, int[] map)
    {
        List<int>? unnamed = null;
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (!model.Atoms[i].Element.IsHydrogen || !InConformer(i, code))
                continue;
            int nearest = NearestHeavy(residue, i, code);
            if (Parent[i] < 0)
                Parent[i] = nearest;
            int t = match.Template == null ? -1 : IndexOfHydrogen(match.Template, Name[i]);
            if (t >= 0 && map[t] < 0 && SitsRight(i, t, nearest, match.Template!, map))
                Assign(i, t, map, match.Template!);
            else
                (unnamed ??= []).Add(i);
        }

        foreach (int i in unnamed ?? [])
        {
            int t = match.Template == null || Parent[i] < 0 ? -1 : FreeHydrogen(match.Template, TemplateAtom[Parent[i]], map);
            if (t >= 0)
                Assign(i, t, map, match.Template!);
            else
                AddOnce(match.Extra, i);
        }
    }

    private void Assign(int hydrogen, int t, int[] map, ResidueTemplate template)
    {
        map[t] = hydrogen;
        TemplateAtom[hydrogen] = t;
        Name[hydrogen] = template.NameOf(t);
        if (template.Neighbours[t].Length > 0 && map[template.Neighbours[t][0]] >= 0)
            Parent[hydrogen] = map[template.Neighbours[t][0]];
    }

    private bool SitsRight(int hydrogen, int t, int nearest, ResidueTemplate template, int[] map)
    {
        if (!template.ElementOf(t).IsHydrogen || template.Neighbours[t].Length == 0)
            return false;
        int parent = map[template.Neighbours[t][0]];
        if (parent < 0)
            return nearest < 0;
        return parent == nearest || Vec3.Distance(model.Atoms[parent].Position, model.Atoms[hydrogen].Position) < NamedParentReach;
    }

    private static int FreeHydrogen(ResidueTemplate template, int parent, int[] map)
    {
        if (parent < 0)
            return -1;
        foreach (int t in template.Neighbours[parent])
        {
            if (template.ElementOf(t).IsHydrogen && map[t] < 0)
                return t;
        }

        return -1;
    }

    private int NearestHeavy(Residue residue, int hydrogen, int code)
    {
        int best = -1;
        double bestDistance = ParentReach * ParentReach;
        Vec3 at = model.Atoms[hydrogen].Position;
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (model.Atoms[i].Element.IsHydrogen || !InConformer(i, code))
                continue;
            double d = (model.Atoms[i].Position - at).LengthSquared;
            if (d < bestDistance)
                (best, bestDistance) = (i, d);
        }

        return best;
    }
}
