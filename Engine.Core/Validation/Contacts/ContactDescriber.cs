using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Validation.Contacts;

/// <summary>Gives atoms their contact radii and roles.</summary>
internal sealed class ContactDescriber
{
    private readonly Model model;
    private readonly ModelTopology topology;
    private readonly BondGraph graph;

    /// <summary>Describes all atoms.</summary>
    /// <param name="model">Model with hydrogens.</param>
    /// <param name="topology">Its components.</param>
    /// <param name="graph">Its bonds.</param>
    /// <param name="nuclear">Hydrogens are at their protons.</param>
    public ContactDescriber(Model model, ModelTopology topology, BondGraph graph, bool nuclear)
    {
        (this.model, this.topology, this.graph) = (model, topology, graph);
        Radius = new float[model.Atoms.Count];
        Role = new ContactRole[model.Atoms.Count];
        for (int i = 0; i < Role.Length; i++)
        {
            if (!model.Atoms[i].Element.IsHydrogen)
                Heavy(i);
        }

        for (int i = 0; i < Role.Length; i++)
        {
            if (model.Atoms[i].Element.IsHydrogen)
                Hydrogen(i, nuclear);
        }
    }

    /// <summary>Radius per atom, Å.</summary>
    public float[] Radius { get; }

    /// <summary>Role per atom.</summary>
    public ContactRole[] Role { get; }

    private void Heavy(int i)
    {
        Element element = model.Atoms[i].Element;
        bool aromatic = IsAromatic(i, out int ring);
        Radius[i] = (float)(element.Number != 6 ? ContactRadii.Of(element)
            : aromatic ? ContactRadii.AromaticCarbon : IsCarbonyl(i) ? ContactRadii.Carbonyl : ContactRadii.Of(element));
        string residue = model.Residues[model.Atoms[i].ResidueIndex].Name;
        ContactRole role = ResidueClasses.IsWater(residue) ? ContactRole.Water : ContactRole.None;
        bool face = aromatic && (ring == 6 || ResidueClasses.IsNucleic(residue));
        bool lonePair = element.Number is 8 or 16 or 34 || (element.Number == 7 && graph.Of(i).Length == 2 && !HasHydrogen(i));
        if (face || lonePair)
            role |= ContactRole.Acceptor;
        Role[i] = role | Charge(i, residue);
    }

    private void Hydrogen(int i, bool nuclear)
    {
        int parent = graph.Of(i).Length > 0 ? graph.Of(i)[0] : topology.Matcher.Parent[i];
        bool polar = parent >= 0 && model.Atoms[parent].Element.Number is 7 or 8 or 16;
        bool aromatic = parent >= 0 && IsAromatic(parent, out _);
        Radius[i] = (float)ContactRadii.Hydrogen(polar || aromatic, nuclear);
        Role[i] = ContactRole.Hydrogen | (polar ? ContactRole.Donor : ContactRole.None)
            | (parent >= 0 ? Role[parent] & (ContactRole.Positive | ContactRole.Negative | ContactRole.Water) : ContactRole.None);
    }

    private bool HasHydrogen(int i)
    {
        foreach (int j in graph.Of(i))
        {
            if (model.Atoms[j].Element.IsHydrogen)
                return true;
        }

        return false;
    }

    private bool IsAromatic(int i, out int ring)
    {
        ring = 0;
        if (topology.TemplateOf(i) is not (ResidueTemplate template, int t))
            return false;
        foreach (int[] members in template.Graph.Rings)
        {
            if (members.Length is 5 or 6 && Array.IndexOf(members, t) >= 0 && template.Graph.IsPlanar(members))
                ring = Math.Max(ring, members.Length);
        }

        return ring > 0;
    }

    /// <summary>The carbons of peptide bonds and of the side chains of Asp, Asn, Glu and Gln.</summary>
    private bool IsCarbonyl(int i)
    {
        string residue = model.Residues[model.Atoms[i].ResidueIndex].Name;
        return ResidueClasses.IsProtein(residue)
            && (topology.Matcher.Name[i], residue) is ("C", _) or ("CG", "ASP" or "ASN") or ("CD", "GLU" or "GLN");
    }

    private ContactRole Charge(int i, string residue)
    {
        string name = topology.Matcher.Name[i];
        int charge = (residue, name) switch
        {
            ("LYS", "NZ") or ("ARG", "NE" or "NH1" or "NH2") => 1,
            ("ASP", "OD1" or "OD2") or ("GLU", "OE1" or "OE2") => -1,
            ("HIS", "ND1" or "NE2") => BothProtonated(i) ? 1 : 0,
            (_, "N") when ResidueClasses.IsProtein(residue) => Hydrogens(i) > 2 ? 1 : 0,
            (_, "OXT") => -1,
            (_, "OP1" or "OP2" or "OP3") => -1,
            _ when ResidueClasses.IsProtein(residue) => 0,
            _ => topology.TemplateOf(i) is (ResidueTemplate template, int t) ? Math.Sign(template.Component.Atoms[t].Charge) : Math.Sign(model.Atoms[i].Charge),
        };
        return charge > 0 ? ContactRole.Positive : charge < 0 ? ContactRole.Negative : ContactRole.None;
    }

    private int Hydrogens(int i)
    {
        int count = 0;
        foreach (int j in graph.Of(i))
            count += model.Atoms[j].Element.IsHydrogen ? 1 : 0;
        return count;
    }

    private bool BothProtonated(int i)
    {
        Residue residue = model.Residues[model.Atoms[i].ResidueIndex];
        int hydrogens = 0;
        for (int j = residue.FirstAtom; j < residue.FirstAtom + residue.AtomCount; j++)
        {
            if (topology.Matcher.Name[j] is "HD1" or "HE2")
                hydrogens++;
        }

        return hydrogens > 1;
    }
}
