using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Models.Cif;
using Engine.Kernels;

namespace Engine.Core.Chemistry;

/// <summary>
/// Reads components from restraint dictionaries (CCP4 monomer library, AceDRG, Grade, eLBOW) and from files of the Chemical Component Dictionary, which
/// have no restraints: what is missing is derived from the ideal coordinates.
/// </summary>
internal static class ComponentCifReader
{
    /// <summary>Ids of the components in a document, with the block of each, in file order.</summary>
    /// <param name="document">Document.</param>
    public static List<(string Id, CifBlock Block)> Blocks(CifDocument document)
    {
        var found = new List<(string, CifBlock)>();
        foreach (CifBlock block in document.Blocks)
        {
            CifCategory? atoms = block.Category("_chem_comp_atom");
            if (atoms == null || atoms.RowCount == 0 || atoms.Column("atom_id") < 0)
                continue;
            string name = block.Name.StartsWith("comp_", StringComparison.OrdinalIgnoreCase) ? block.Name[5..] : block.Name;
            found.Add((atoms.Text(0, atoms.Column("comp_id"), name).Trim(), block));
        }

        return found;
    }

    /// <summary>Reads one component.</summary>
    /// <param name="document">Document; its list of components gives the group.</param>
    /// <param name="id">Component id.</param>
    /// <param name="block">Block of the component.</param>
    /// <param name="source">Where it comes from, for reports.</param>
    /// <exception cref="InputException">A required column is missing, or a value is not a number.</exception>
    public static ChemicalComponent Read(CifDocument document, string id, CifBlock block, string source)
    {
        (string name, string type) = Identity(document, block, id);
        var positions = new Dictionary<string, Vec3>(StringComparer.Ordinal);
        List<ComponentAtom> atoms = ReadAtoms(block.Category("_chem_comp_atom")!, positions);
        List<ComponentBond> bonds = ReadBonds(block.Category("_chem_comp_bond"));
        List<ComponentAngle> angles = ReadAngles(block.Category("_chem_comp_angle"));
        bool isRestraintDictionary = angles.Count > 0 || atoms.Count <= 2;
        var raw = new ChemicalComponent
        {
            Id = id,
            Name = name,
            Group = ComponentGroups.Normalise(type, id),
            Source = source,
            Atoms = atoms,
            Bonds = bonds,
            Angles = angles,
            Torsions = ReadTorsions(block.Category("_chem_comp_tor")),
            Chirals = ReadChirals(block.Category("_chem_comp_chir")),
            Planes = ReadPlanes(block.Category("_chem_comp_plane_atom")),
        };
        return ComponentCompletion.Complete(raw, positions, isRestraintDictionary ? [] : StereoCentres(block.Category("_chem_comp_atom")!), !isRestraintDictionary);
    }

    private static (string Name, string Type) Identity(CifDocument document, CifBlock block, string id)
    {
        foreach (CifBlock candidate in document.Blocks.Where(b => b == block || b.Name.Equals("comp_list", StringComparison.OrdinalIgnoreCase)).OrderBy(b => b == block ? 1 : 0))
        {
            CifCategory? list = candidate.Category("_chem_comp");
            if (list == null)
                continue;
            int idColumn = list.Column("id"), group = list.Column("group") >= 0 ? list.Column("group") : list.Column("type");
            for (int r = 0; r < list.RowCount; r++)
            {
                if (list.Text(r, idColumn, "").Trim().Equals(id, StringComparison.OrdinalIgnoreCase))
                    return (list.Text(r, list.Column("name"), "").Trim(), list.Text(r, group, ""));
            }
        }

        return ("", "");
    }

    private static List<ComponentAtom> ReadAtoms(CifCategory table, Dictionary<string, Vec3> positions)
    {
        int name = table.RequiredColumn("atom_id"), symbol = table.RequiredColumn("type_symbol"), type = table.Column("type_energy"), charge = table.Column("charge");
        var atoms = new List<ComponentAtom>(table.RowCount);
        for (int r = 0; r < table.RowCount; r++)
        {
            atoms.Add(new ComponentAtom(Name(table, r, name), ElementOf(table.Text(r, symbol, "X")), table.Text(r, type, "").Trim(), (int)Math.Round(table.Number(r, charge, 0))));
        }

        ReadPositions(table, atoms, positions);
        return atoms;
    }

    /// <summary>Takes the set of coordinates that has most atoms, the ideal ones first; sets are in frames of their own and are never mixed.</summary>
    private static void ReadPositions(CifCategory table, List<ComponentAtom> atoms, Dictionary<string, Vec3> positions)
    {
        int[][] sets =
        [
            Columns(table, "pdbx_model_Cartn_x_ideal", "pdbx_model_Cartn_y_ideal", "pdbx_model_Cartn_z_ideal"),
            Columns(table, "x", "y", "z"),
            Columns(table, "model_Cartn_x", "model_Cartn_y", "model_Cartn_z"),
        ];
        // Some library files have "NaN" or "********" here: coordinates are a help, not a must.
        double At(int row, int column) => NumberText.TryParseWithUncertainty(table.Bytes(row, column), out double value) ? value : double.NaN;
        Vec3 Position(int row, int[] c) => new(At(row, c[0]), At(row, c[1]), At(row, c[2]));
        int Count(int[] c) => Enumerable.Range(0, table.RowCount).Count(r => Position(r, c).IsFinite);
        int[] best = sets.MaxBy(Count)!;
        for (int r = 0; r < table.RowCount; r++)
        {
            Vec3 p = Position(r, best);
            if (p.IsFinite)
                positions.TryAdd(atoms[r].Name, p);
        }
    }

    private static List<ComponentBond> ReadBonds(CifCategory? table)
    {
        if (table == null)
            return [];
        int a = table.RequiredColumn("atom_id_1"), b = table.RequiredColumn("atom_id_2"), value = table.Column("value_dist"), sigma = table.Column("value_dist_esd");
        int order = table.Column("type") >= 0 ? table.Column("type") : table.Column("value_order");
        int aromatic = table.Column("pdbx_aromatic_flag");
        var bonds = new List<ComponentBond>(table.RowCount);
        for (int r = 0; r < table.RowCount; r++)
        {
            BondOrder kind = table.Text(r, aromatic, "N") is "Y" or "y" ? BondOrder.Aromatic : OrderOf(table.Text(r, order, ""));
            bonds.Add(new ComponentBond(Name(table, r, a), Name(table, r, b), kind, table.Number(r, value), Positive(table.Number(r, sigma), DefaultSigma.Bond)));
        }

        return bonds;
    }

    private static List<ComponentAngle> ReadAngles(CifCategory? table)
    {
        if (table == null)
            return [];
        int a = table.RequiredColumn("atom_id_1"), b = table.RequiredColumn("atom_id_2"), c = table.RequiredColumn("atom_id_3");
        int value = table.RequiredColumn("value_angle"), sigma = table.Column("value_angle_esd");
        var angles = new List<ComponentAngle>(table.RowCount);
        for (int r = 0; r < table.RowCount; r++)
        {
            double ideal = table.Number(r, value);
            if (!double.IsNaN(ideal))
                angles.Add(new ComponentAngle(Name(table, r, a), Name(table, r, b), Name(table, r, c), ideal, Positive(table.Number(r, sigma), DefaultSigma.Angle)));
        }

        return angles;
    }

    /// <summary>
    /// Torsions. Those with a standard deviation of 0 are left out (the planes hold them), and so are the sugar torsions of nucleotides that come twice, once for
    /// the C2'-endo and once for the C3'-endo pucker: together they contradict each other.
    /// </summary>
    private static List<ComponentTorsion> ReadTorsions(CifCategory? table)
    {
        if (table == null)
            return [];
        int[] names = Columns(table, "atom_id_1", "atom_id_2", "atom_id_3", "atom_id_4");
        int id = table.Column("id"), value = table.RequiredColumn("value_angle"), sigma = table.Column("value_angle_esd"), period = table.Column("period");
        var torsions = new List<ComponentTorsion>(table.RowCount);
        for (int r = 0; r < table.RowCount; r++)
        {
            double ideal = table.Number(r, value), esd = table.Number(r, sigma, DefaultSigma.Torsion);
            if (double.IsNaN(ideal) || esd <= 0)
                continue;
            string label = table.Text(r, id, "").Trim();
            if (label.StartsWith("C2e-", StringComparison.OrdinalIgnoreCase) || label.StartsWith("C3e-", StringComparison.OrdinalIgnoreCase))
                continue;
            torsions.Add(new ComponentTorsion(label, Name(table, r, names[0]), Name(table, r, names[1]), Name(table, r, names[2]),
                Name(table, r, names[3]), ideal, esd, table.Integer(r, period)));
        }

        return torsions;
    }

    private static List<ComponentChiral> ReadChirals(CifCategory? table)
    {
        if (table == null)
            return [];
        int[] names = Columns(table, "atom_id_centre", "atom_id_1", "atom_id_2", "atom_id_3");
        int sign = table.RequiredColumn("volume_sign");
        var chirals = new List<ComponentChiral>(table.RowCount);
        for (int r = 0; r < table.RowCount; r++)
        {
            if (SignOf(table.Text(r, sign, "")) is ChiralSign hand)
                chirals.Add(new ComponentChiral(Name(table, r, names[0]), Name(table, r, names[1]), Name(table, r, names[2]), Name(table, r, names[3]), hand));
        }

        return chirals;
    }

    /// <summary>Planes of four atoms and more; fewer are always in one plane.</summary>
    private static List<ComponentPlane> ReadPlanes(CifCategory? table)
    {
        if (table == null)
            return [];
        int id = table.RequiredColumn("plane_id"), atom = table.RequiredColumn("atom_id"), sigma = table.Column("dist_esd");
        return
        [
            .. Enumerable.Range(0, table.RowCount).GroupBy(r => table.Text(r, id, "")).Select(g =>
                new ComponentPlane(g.Key, [.. g.Select(r => Name(table, r, atom)).Distinct()], Positive(table.Number(g.First(), sigma), DefaultSigma.Plane))).Where(p => p.Atoms.Count >= 4)
        ];
    }

    /// <summary>Atoms that the Chemical Component Dictionary marks R or S.</summary>
    private static HashSet<string> StereoCentres(CifCategory atoms)
    {
        int name = atoms.Column("atom_id"), stereo = atoms.Column("pdbx_stereo_config");
        return [.. Enumerable.Range(0, atoms.RowCount).Where(r => atoms.Text(r, stereo, "N") is "R" or "S" or "r" or "s").Select(r => Name(atoms, r, name))];
    }

    /// <summary>The bond order that a dictionary's word stands for.</summary>
    /// <param name="word">Such as "single", "DOUB", "aromat", "deloc", "1.5", "metal".</param>
    internal static BondOrder OrderOf(string word) => word.Trim().ToLowerInvariant() switch
    {
        ['d', 'o', ..] or "2" => BondOrder.Double,
        ['t', ..] or "3" => BondOrder.Triple,
        ['a', ..] => BondOrder.Aromatic,
        ['d', 'e', ..] or "1.5" => BondOrder.Delocalised,
        _ => BondOrder.Single,
    };

    /// <summary>The hand that a dictionary's word stands for; null for words that state none (metal coordination).</summary>
    /// <param name="word">Such as "positive", "positiv", "both".</param>
    internal static ChiralSign? SignOf(string word) => word.Trim().ToLowerInvariant() switch
    {
        ['p', ..] => ChiralSign.Positive,
        ['n', 'e', ..] => ChiralSign.Negative,
        ['b', ..] or ['a', 'n', 'o', ..] => ChiralSign.Both,
        _ => null,
    };

    private static Element ElementOf(string symbol) => Element.TryParse(symbol, out Element element) ? element : Element.Unknown;

    private static string Name(CifCategory table, int row, int column) => table.Text(row, column, "").Trim();

    private static int[] Columns(CifCategory table, params string[] items) => [.. items.Select(table.Column)];

    private static double Positive(double value, double otherwise) => value > 0 ? value : otherwise;
}
