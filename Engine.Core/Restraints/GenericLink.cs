using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>
/// A bond between residues that no link definition covers: length from covalent radii (amides 1.335 Å), angles from the hybridisation of
/// the two atoms, and the linked atom takes the place of a leaving one in the chiral centre of its partner.
/// </summary>
internal sealed class GenericLink(ModelSites sites, ResidueMatch[] matches, TermCollector terms)
{
    private const double BondSigma = 0.02;
    private const double AngleSigma = 3;
    private const double OmegaSigma = 5;
    private const double AmideBond = 1.335;
    private const double UsualTolerance = 0.3;

    public void Write(FoundLink link, int a, int b, int conformer)
    {
        Element first = sites.Model.Atoms[a].Element, second = sites.Model.Atoms[b].Element;
        Hybridisation h1 = HybridisationOf(a), h2 = HybridisationOf(b);
        bool amide = IsAmide(first, h1, second) || IsAmide(second, h2, first);
        bool counts = matches[link.Residue1].Template != null && matches[link.Residue2].Template != null;
        terms.AddBond(a, b, Length(a, b, amide, counts), BondSigma, counts);
        int[] around1 = Neighbours(a, conformer), around2 = Neighbours(b, conformer);
        AddAngles(around1, a, b, amide ? Hybridisation.Sp2 : h1, counts);
        AddAngles(around2, b, a, amide ? Hybridisation.Sp2 : h2, counts);
        if (amide)
            AddOmega(around1, a, b, around2, counts);
        ReplaceLeavingAtom(link.Residue1, a, b, conformer);
        ReplaceLeavingAtom(link.Residue2, b, a, conformer);
    }

    /// <summary>Links of unknown components stay as long as they are, within reason.</summary>
    private double Length(int a, int b, bool amide, bool known)
    {
        double usual = CovalentRadii.Of(sites.Model.Atoms[a].Element) + CovalentRadii.Of(sites.Model.Atoms[b].Element);
        double present = Vec3.Distance(sites.Positions[a], sites.Positions[b]);
        if (!known && Math.Abs(present - usual) < UsualTolerance)
            return present;
        return amide ? AmideBond : usual;
    }

    private static bool IsAmide(Element carbon, Hybridisation h, Element nitrogen) => carbon == Element.C && nitrogen == Element.N && h == Hybridisation.Sp2;

    private ResidueTemplate? TemplateOf(int atom) => matches[sites.Model.Atoms[atom].ResidueIndex].Template;

    private Hybridisation HybridisationOf(int atom)
    {
        if (TemplateOf(atom) is not ResidueTemplate template)
            return Hybridisation.None;
        int t = template.IndexOf(sites.Names[atom]);
        return t < 0 ? Hybridisation.None : template.Graph.Hybridisations[t];
    }

    /// <summary>Atoms of its own residue that a linked atom is bonded to.</summary>
    private int[] Neighbours(int atom, int conformer)
    {
        int residue = sites.Model.Atoms[atom].ResidueIndex;
        if (TemplateOf(atom) is ResidueTemplate template && template.IndexOf(sites.Names[atom]) is int t and >= 0)
            return [.. template.Neighbours[t].Select(n => sites.Find(residue, template.NameOf(n), conformer)).Where(i => i >= 0)];
        Residue r = sites.Model.Residues[residue];
        return [.. Enumerable.Range(r.FirstAtom, r.AtomCount).Where(i => i != atom && sites.Conformers.Compatible(i, atom)
            && Vec3.Distance(sites.Positions[i], sites.Positions[atom]) < CovalentRadii.Of(sites.Model.Atoms[i].Element) + CovalentRadii.Of(sites.Model.Atoms[atom].Element) + 0.4)];
    }

    private void AddAngles(int[] around, int apex, int partner, Hybridisation hybridisation, bool counts)
    {
        foreach (int n in around)
        {
            double ideal = hybridisation switch
            {
                Hybridisation.Sp => 180,
                Hybridisation.Sp2 => 120,
                Hybridisation.Sp3 => 109.5,
                _ => Vec3.AngleDegrees(sites.Positions[n], sites.Positions[apex], sites.Positions[partner]),
            };
            terms.AddAngle(n, apex, partner, ideal, AngleSigma, counts && hybridisation != Hybridisation.None);
        }
    }

    private void AddOmega(int[] around1, int a, int b, int[] around2, bool counts)
    {
        foreach (int p in around1)
        {
            foreach (int q in around2)
                terms.AddTorsion(p, a, b, q, 180, OmegaSigma, 2, counts);
        }
    }

    private void ReplaceLeavingAtom(int residue, int centre, int partner, int conformer)
    {
        if (TemplateOf(centre) is not ResidueTemplate template)
            return;
        int t = template.IndexOf(sites.Names[centre]);
        foreach (TemplateChiral chiral in template.Chirals.Where(c => c.Centre == t))
        {
            int[] atoms = [.. new[] { chiral.Atom1, chiral.Atom2, chiral.Atom3 }.Select(n => sites.Find(residue, template.NameOf(n), conformer))];
            if (atoms.Count(i => i < 0) != 1)
                continue;
            atoms[Array.FindIndex(atoms, i => i < 0)] = partner;
            terms.AddChiral(centre, atoms[0], atoms[1], atoms[2], chiral.Volume, chiral.Both, true);
        }
    }
}
