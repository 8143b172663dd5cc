using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>
/// Derives the atom types of the CCP4 library (CH1, CR16, NH1, OC ...) from elements, bonds and rings, for dictionaries that do not have them.
/// </summary>
public static class AtomTyper
{
    /// <summary>Type of every atom, in the order of the component; those that the dictionary gives stay as they are.</summary>
    /// <param name="component">Component.</param>
    public static string[] Types(ChemicalComponent component)
    {
        string[] types = new string[component.Atoms.Count];
        ComponentGraph? graph = null;
        for (int i = 0; i < types.Length; i++)
        {
            ComponentAtom atom = component.Atoms[i];
            types[i] = atom.EnergyType.Length > 0 ? atom.EnergyType : Derive(graph ??= new ComponentGraph(component), i);
        }

        return types;
    }

    /// <summary>The component with all types filled in; the same object when none was missing.</summary>
    /// <param name="component">Component.</param>
    public static ChemicalComponent WithTypes(ChemicalComponent component)
    {
        if (component.Atoms.All(a => a.EnergyType.Length > 0))
            return component;
        string[] types = Types(component);
        return component.With(atoms: [.. component.Atoms.Select((a, i) => a with { EnergyType = types[i] })]);
    }

    /// <summary>
    /// Radii and hydrogen-bond role of every atom, in the order of the component. Hydrogens take part in hydrogen bonds when they sit on N, O or S.
    /// </summary>
    /// <param name="component">Component.</param>
    /// <param name="table">Type table; null for the built-in one.</param>
    public static AtomTypeData[] Describe(ChemicalComponent component, AtomTypeTable? table = null)
    {
        table ??= AtomTypeTable.BuiltIn;
        string[] types = Types(component);
        var graph = new ComponentGraph(component);
        var data = new AtomTypeData[types.Length];
        for (int i = 0; i < types.Length; i++)
        {
            Element element = component.Atoms[i].Element;
            data[i] = table.Find(types[i], element);
            if (element.IsHydrogen)
            {
                bool polar = graph.Neighbours(i).Any(n => component.Atoms[n.Atom].Element.Number is 7 or 8 or 16);
                data[i] = data[i] with { Role = polar ? HydrogenBondRole.Hydrogen : HydrogenBondRole.None };
            }
        }

        return data;
    }

    /// <summary>Type of one atom from its bonds.</summary>
    /// <param name="graph">Graph of the component.</param>
    /// <param name="atom">Atom.</param>
    public static string Derive(ComponentGraph graph, int atom) => graph.Component.Atoms[atom].Element.Number switch
    {
        1 or 119 => "H",
        6 => Carbon(graph, atom),
        7 => Nitrogen(graph, atom),
        8 => Oxygen(graph, atom),
        15 => graph.Neighbours(atom).Count <= 3 ? "P1" : "P",
        16 => Sulphur(graph, atom),
        _ => graph.Component.Atoms[atom].Element.Symbol.ToUpperInvariant(),
    };

    private static string Carbon(ComponentGraph graph, int atom)
    {
        int hydrogens = graph.HydrogenCount(atom);
        switch (graph.Hybridisations[atom])
        {
            case Hybridisation.Sp:
                return hydrogens > 0 ? "CSP1" : "CSP";
            case Hybridisation.Sp3:
                return hydrogens == 0 ? "CT" : $"CH{Math.Min(hydrogens, 3)}";
        }

        string ring = RingSuffix(graph, atom);
        if (ring.Length == 2)
            return "CR" + ring;
        if (ring.Length == 1)
            return hydrogens > 0 ? "CR1" + ring : "CR" + ring;
        return hydrogens == 0 ? "C" : $"C{Math.Min(hydrogens, 2)}";
    }

    private static string Nitrogen(ComponentGraph graph, int atom)
    {
        int hydrogens = graph.HydrogenCount(atom), bonds = graph.Neighbours(atom).Count;
        if (graph.Hybridisations[atom] == Hybridisation.Sp)
            return hydrogens > 0 ? "NSP1" : "NSP";
        if (graph.Hybridisations[atom] == Hybridisation.Sp3)
            return bonds >= 4 ? (hydrogens == 0 ? "NT" : $"NT{hydrogens}") : $"N3{hydrogens}";
        string ring = RingSuffix(graph, atom);
        if (ring.Length == 2)
            return "NR" + ring;
        if (ring.Length == 1)
            return hydrogens > 0 ? "NR1" + ring : bonds <= 2 ? "NRD" + ring : "NR" + ring;
        if (hydrogens > 0 && IsGuanidinium(graph, atom))
            return $"NC{hydrogens}";
        return bonds <= 2 && graph.Neighbours(atom).Any(n => n.Order == BondOrder.Double) ? $"N2{hydrogens}" : $"NH{Math.Min(hydrogens, 2)}";
    }

    private static string Oxygen(ComponentGraph graph, int atom)
    {
        int hydrogens = graph.HydrogenCount(atom), bonds = graph.Neighbours(atom).Count;
        if (hydrogens == 2 || bonds == 0)
            return "OH2";
        if (hydrogens == 1)
            return "OH1";
        if (bonds > 1)
            return "O2";
        bool charged = graph.Component.Atoms[atom].Charge < 0 || graph.Neighbours(atom)[0].Order is BondOrder.Delocalised or BondOrder.Single;
        return !charged ? "O" : graph.Component.Atoms[graph.Neighbours(atom)[0].Atom].Element.Number switch
        {
            15 => "OP",
            16 => "OS",
            5 => "OB",
            _ => "OC",
        };
    }

    private static string Sulphur(ComponentGraph graph, int atom) => graph.HydrogenCount(atom) > 0 ? "SH1" : graph.Neighbours(atom).Count switch
    {
        1 => graph.Neighbours(atom)[0].Order == BondOrder.Double ? "S1" : "S",
        2 => "S2",
        3 => "S3",
        _ => "S",
    };

    /// <summary>"5" or "6" for a planar ring of that size, "55", "56" or "66" where two meet, empty otherwise.</summary>
    private static string RingSuffix(ComponentGraph graph, int atom)
    {
        int fives = 0, sixes = 0;
        foreach (int[] ring in graph.Rings)
        {
            if (ring.Length is 5 or 6 && ring.Contains(atom) && graph.IsPlanar(ring))
                _ = ring.Length == 5 ? fives++ : sixes++;
        }

        return (fives, sixes) switch
        {
            (0, 0) => "",
            (1, 0) => "5",
            (0, 1) => "6",
            ( > 1, 0) => "55",
            (0, > 1) => "66",
            _ => "56",
        };
    }

    private static bool IsGuanidinium(ComponentGraph graph, int atom) => graph.Neighbours(atom).Any(n =>
        graph.Component.Atoms[n.Atom].Element == Element.C && graph.Neighbours(n.Atom).Count == 3
        && graph.Neighbours(n.Atom).All(m => graph.Component.Atoms[m.Atom].Element == Element.N) && !graph.ShareRing(n.Atom, atom));
}
