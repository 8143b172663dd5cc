using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>Turns a template into restraint terms for a residue, once per conformer.</summary>
internal sealed class ComponentTermWriter(Model model, TermCollector terms)
{
    /// <summary>Chiral volumes nearer to flat than this have no hand to speak of, Å³.</summary>
    private const double FlatVolume = 0.3;

    /// <summary>A prochiral centre beyond this volume keeps the hand that it has, Å³.</summary>
    private const double ClearVolume = 1.0;

    /// <summary>Chiral centres whose input has the other hand than the dictionary; the dictionary's is the target.</summary>
    public List<int> WrongHands { get; } = [];

    /// <summary>Prochiral centres (CB of VAL, CG of LEU) whose equivalent groups carry each other's names; they keep their hand.</summary>
    public List<int> SwappedNames { get; } = [];

    public void Write(ResidueMatch match)
    {
        if (match.Template is not ResidueTemplate template)
            return;
        foreach (int[] map in match.Maps)
        {
            foreach (TemplateBond b in template.Bonds)
            {
                if (map[b.Atom1] >= 0 && map[b.Atom2] >= 0)
                    terms.AddBond(map[b.Atom1], map[b.Atom2], b.Ideal, b.Sigma, true);
            }

            foreach (TemplateAngle a in template.Angles)
            {
                if (map[a.Atom1] >= 0 && map[a.Apex] >= 0 && map[a.Atom3] >= 0)
                    terms.AddAngle(map[a.Atom1], map[a.Apex], map[a.Atom3], a.Ideal, a.Sigma, true);
            }

            WriteTorsions(template, map);
            WriteChirals(template, map);
            WritePlanes(template, map);
        }
    }

    private void WriteTorsions(ResidueTemplate template, int[] map)
    {
        int family = template.Torsions.Any(t => t.Family != TorsionRules.NoFamily) ? NearestFamily(template, map) : TorsionRules.NoFamily;
        foreach (TemplateTorsion t in template.Torsions)
        {
            if (Complete(t, map) && (t.Family == TorsionRules.NoFamily || t.Family == family))
                terms.AddTorsion(map[t.Atom1], map[t.Atom2], map[t.Atom3], map[t.Atom4], t.Ideal, t.Sigma, t.Period, true);
        }
    }

    private static bool Complete(TemplateTorsion t, int[] map) => map[t.Atom1] >= 0 && map[t.Atom2] >= 0 && map[t.Atom3] >= 0 && map[t.Atom4] >= 0;

    /// <summary>Of the sugar puckers that the dictionary offers, the one that the coordinates are nearest to.</summary>
    private int NearestFamily(ResidueTemplate template, int[] map)
    {
        int best = TorsionRules.NoFamily;
        double least = double.MaxValue;
        foreach (int family in template.Torsions.Select(t => t.Family).Where(f => f != TorsionRules.NoFamily).Distinct())
        {
            double sum = 0;
            foreach (TemplateTorsion t in template.Torsions.Where(t => t.Family == family && Complete(t, map)))
            {
                double angle = Vec3.TorsionDegrees(At(map[t.Atom1]), At(map[t.Atom2]), At(map[t.Atom3]), At(map[t.Atom4]));
                double delta = TermGeometry.TorsionDelta(angle, t.Ideal, t.Period);
                sum += delta * delta / (t.Sigma * t.Sigma);
            }

            if (sum < least)
                (best, least) = (family, sum);
        }

        return best;
    }

    private void WriteChirals(ResidueTemplate template, int[] map)
    {
        foreach (TemplateChiral c in template.Chirals)
        {
            int o = map[c.Centre], a1 = map[c.Atom1], a2 = map[c.Atom2], a3 = map[c.Atom3];
            if (o < 0 || a1 < 0 || a2 < 0 || a3 < 0)
                continue;
            double volume = ChiralVolume.Of(At(o), At(a1), At(a2), At(a3));
            bool opposite = !c.Both && volume > 0 != c.Volume > 0;
            bool swapped = opposite && c.Prochiral && Math.Abs(volume) > ClearVolume;
            terms.AddChiral(o, a1, a2, a3, swapped ? -c.Volume : c.Volume, c.Both, true);
            if (swapped)
                SwappedNames.Add(o);
            else if (opposite && Math.Abs(volume) > FlatVolume)
                WrongHands.Add(o);
        }
    }

    private void WritePlanes(ResidueTemplate template, int[] map)
    {
        Span<int> atoms = stackalloc int[64];
        foreach (TemplatePlane p in template.Planes)
        {
            Span<int> members = p.Atoms.Length <= atoms.Length ? atoms : new int[p.Atoms.Length];
            int n = 0;
            foreach (int t in p.Atoms)
            {
                if (map[t] >= 0)
                    members[n++] = map[t];
            }

            terms.AddPlane(members[..n], p.Sigma, true);
        }
    }

    private Vec3 At(int atom) => model.Atoms[atom].Position;
}
