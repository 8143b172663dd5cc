using Engine.Core.Chemistry;
using Engine.Core.Geometry;

namespace Engine.Core.Restraints;

/// <summary>Turns links into restraint terms.</summary>
internal sealed class LinkTermWriter(ModelSites sites, ResidueMatch[] matches, TermCollector terms)
{
    /// <summary>Writes the terms of one link in each of its conformers.</summary>
    public void Write(FoundLink link)
    {
        foreach (int conformer in sites.ConformersOf(link))
        {
            int a = sites.Find(link.Residue1, link.Atom1, conformer), b = sites.Find(link.Residue2, link.Atom2, conformer);
            if (a < 0 || b < 0 || !sites.Conformers.Compatible(a, b))
                continue;
            if (link.Definition != null)
                WriteDefined(link, link.Definition, conformer);
            else if (link.IsMetal)
                WriteMetal(a, b);
            else
                new GenericLink(sites, matches, terms).Write(link, a, b, conformer);
        }
    }

    private void WriteDefined(FoundLink link, LinkCandidate candidate, int conformer)
    {
        LinkDefinition d = candidate.Link;
        bool counts = matches[link.Residue1].Template != null && matches[link.Residue2].Template != null;
        int At(LinkAtom atom) => sites.Find(candidate.Partner(atom) == 1 ? link.Residue1 : link.Residue2, atom.Name, conformer);
        foreach (LinkBond b in d.Bonds)
        {
            (int a1, int a2) = (At(b.Atom1), At(b.Atom2));
            if (a1 >= 0 && a2 >= 0)
                terms.AddBond(a1, a2, b.Ideal, b.Sigma, counts);
        }

        foreach (LinkAngle t in d.Angles)
        {
            (int a1, int a2, int a3) = (At(t.Atom1), At(t.Apex), At(t.Atom3));
            if (a1 >= 0 && a2 >= 0 && a3 >= 0)
                terms.AddAngle(a1, a2, a3, t.Ideal, t.Sigma, counts);
        }

        foreach (LinkTorsion t in d.Torsions.Where(t => !TorsionRules.IsPhiOrPsi(t.Id)))
        {
            (int a1, int a2, int a3, int a4) = (At(t.Atom1), At(t.Atom2), At(t.Atom3), At(t.Atom4));
            if (a1 >= 0 && a2 >= 0 && a3 >= 0 && a4 >= 0)
                terms.AddTorsion(a1, a2, a3, a4, t.Ideal, t.Sigma, t.Period, counts);
        }

        foreach (LinkChiral c in d.Chirals)
        {
            (int o, int a1, int a2, int a3) = (At(c.Centre), At(c.Atom1), At(c.Atom2), At(c.Atom3));
            if (o >= 0 && a1 >= 0 && a2 >= 0 && a3 >= 0)
                terms.AddChiral(o, a1, a2, a3, Volume(link, candidate, c), c.Sign == ChiralSign.Both, counts);
        }

        foreach (LinkPlane p in d.Planes)
        {
            int[] atoms = [.. p.Atoms.Select(At).Where(a => a >= 0).Distinct()];
            terms.AddPlane(atoms, p.Sigma, counts);
        }
    }

    /// <summary>Contacts of metals go to the usual distance, or stay as long as they are; they do not count in the statistics.</summary>
    private void WriteMetal(int a, int b)
    {
        Models.Element first = sites.Model.Atoms[a].Element, second = sites.Model.Atoms[b].Element;
        double ideal = Metals.IsMetal(first) ? Metals.Distance(first, second) : Metals.Distance(second, first);
        terms.AddBond(a, b, double.IsNaN(ideal) ? Vec3.Distance(sites.Positions[a], sites.Positions[b]) : ideal, Metals.Sigma, false);
    }

    private double Volume(FoundLink link, LinkCandidate candidate, LinkChiral chiral)
    {
        LinkAtom o = chiral.Centre, a1 = chiral.Atom1, a2 = chiral.Atom2, a3 = chiral.Atom3;
        double volume = ChiralVolume.FromIdeal(
            Length(link, candidate, o, a1), Length(link, candidate, o, a2), Length(link, candidate, o, a3),
            Angle(link, candidate, a1, o, a2), Angle(link, candidate, a1, o, a3), Angle(link, candidate, a2, o, a3));
        return chiral.Sign == ChiralSign.Negative ? -volume : volume;
    }

    private ResidueTemplate? Template(FoundLink link, LinkCandidate candidate, LinkAtom atom) =>
        matches[candidate.Partner(atom) == 1 ? link.Residue1 : link.Residue2].Template;

    private double Length(FoundLink link, LinkCandidate candidate, LinkAtom a, LinkAtom b)
    {
        LinkBond? bond = candidate.Link.Bonds.FirstOrDefault(x => (x.Atom1 == a && x.Atom2 == b) || (x.Atom1 == b && x.Atom2 == a));
        if (bond != null || a.Side != b.Side || Template(link, candidate, a) is not ResidueTemplate t)
            return bond?.Ideal ?? double.NaN;
        return t.BondLength(t.IndexOf(a.Name), t.IndexOf(b.Name));
    }

    private double Angle(FoundLink link, LinkCandidate candidate, LinkAtom a, LinkAtom apex, LinkAtom c)
    {
        LinkAngle? angle = candidate.Link.Angles.FirstOrDefault(x => x.Apex == apex && ((x.Atom1 == a && x.Atom3 == c) || (x.Atom1 == c && x.Atom3 == a)));
        if (angle != null || a.Side != apex.Side || c.Side != apex.Side || Template(link, candidate, apex) is not ResidueTemplate t)
            return angle?.Ideal ?? double.NaN;
        return t.AngleDegrees(t.IndexOf(a.Name), t.IndexOf(apex.Name), t.IndexOf(c.Name));
    }
}
