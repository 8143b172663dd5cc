namespace Engine.Core.Models.Pdb;

/// <summary>Reads SSBOND and LINK records, and the bonds between residues among CONECT records.</summary>
internal static class PdbLinks
{
    /// <summary>Reads SSBOND.</summary>
    /// <returns>The link; null when a residue number cannot be read.</returns>
    public static LinkRecord? ReadDisulfide(PdbLine line, StringPool pool)
    {
        if (!Hybrid36.TryDecode(line.Columns(18, 21), 4, out int n1) || !Hybrid36.TryDecode(line.Columns(32, 35), 4, out int n2))
            return null;
        return new LinkRecord(
            "disulf",
            new LinkPartner(pool.Get(line.Field(15, 16)), n1, line.Code(22), pool.Get(line.Field(12, 14)), "SG", '\0'),
            new LinkPartner(pool.Get(line.Field(29, 30)), n2, line.Code(36), pool.Get(line.Field(26, 28)), "SG", '\0'),
            SymmetryDiffers(line))
        {
            FirstSymmetry = Operator(line.Field(60, 65)),
            SecondSymmetry = Operator(line.Field(67, 72)),
        };
    }

    /// <summary>Reads LINK.</summary>
    /// <returns>The link; null when a residue number cannot be read.</returns>
    public static LinkRecord? ReadLink(PdbLine line, StringPool pool)
    {
        if (!Hybrid36.TryDecode(line.Columns(23, 26), 4, out int n1) || !Hybrid36.TryDecode(line.Columns(53, 56), 4, out int n2))
            return null;
        var first = new LinkPartner(pool.Get(line.Field(21, 22)), n1, line.Code(27), pool.Get(line.Field(18, 20)), pool.Get(line.Field(13, 16)), line.Code(17));
        var second = new LinkPartner(pool.Get(line.Field(51, 52)), n2, line.Code(57), pool.Get(line.Field(48, 50)), pool.Get(line.Field(43, 46)), line.Code(47));
        bool metal = IsMetal(ElementOf(line, 13, first.ResidueName)) || IsMetal(ElementOf(line, 43, second.ResidueName));
        return new LinkRecord(metal ? "metalc" : "covale", first, second, SymmetryDiffers(line))
        {
            FirstSymmetry = Operator(line.Field(60, 65)),
            SecondSymmetry = Operator(line.Field(67, 72)),
        };
    }

    /// <summary>Adds the CONECT bonds between residues that no other record gives; bonds along the polymer are left to the restraints.</summary>
    /// <param name="structure">Structure with its first model read.</param>
    /// <param name="bonds">Pairs of serial numbers.</param>
    public static void AddBonds(Structure structure, List<(int From, int To)> bonds)
    {
        Model model = structure.First;
        var bySerial = new Dictionary<int, Atom>();
        foreach (Atom atom in model.Atoms)
            bySerial.TryAdd(atom.Serial, atom);
        var known = new HashSet<(LinkPartner, LinkPartner)>();
        foreach (LinkRecord l in structure.Links)
            MarkKnown(known, l.First, l.Second);
        foreach ((int from, int to) in bonds)
        {
            if (!bySerial.TryGetValue(from, out Atom? a) || !bySerial.TryGetValue(to, out Atom? b) || a.ResidueIndex == b.ResidueIndex || IsBackbone(model, a, b))
                continue;
            LinkPartner first = Partner(model, a), second = Partner(model, b);
            if (!MarkKnown(known, first, second))
                continue;
            string kind = IsMetal(a.Element) || IsMetal(b.Element) ? "metalc" : a.Name == "SG" && b.Name == "SG" ? "disulf" : "covale";
            structure.Links.Add(new LinkRecord(kind, first, second, SymmetryDiffers: false));
        }
    }

    /// <summary>The link partner that an atom is.</summary>
    public static LinkPartner Partner(Model model, Atom atom)
    {
        Residue r = model.Residues[atom.ResidueIndex];
        return new LinkPartner(model.Chains[r.ChainIndex].Id, r.Number, r.InsertionCode, r.Name, atom.Name, atom.AltLoc);
    }

    /// <summary>True for elements that coordinate rather than bond: groups 1 to 12 without hydrogen, aluminium to lead, lanthanides and actinides.</summary>
    public static bool IsMetal(Element element) => element.Number is 3 or 4 or (>= 11 and <= 13) or (>= 19 and <= 31) or (>= 37 and <= 50) or (>= 55 and <= 84) or (>= 87 and <= 100);

    private static bool MarkKnown(HashSet<(LinkPartner, LinkPartner)> known, LinkPartner a, LinkPartner b)
    {
        // SSBOND does not name alternate locations, so they cannot tell two records apart.
        (a, b) = (a with { AltLoc = '\0' }, b with { AltLoc = '\0' });
        return !known.Contains((b, a)) && known.Add((a, b));
    }

    private static bool IsBackbone(Model model, Atom a, Atom b)
    {
        if (model.Residues[a.ResidueIndex].ChainIndex != model.Residues[b.ResidueIndex].ChainIndex || Math.Abs(a.ResidueIndex - b.ResidueIndex) > 2)
            return false;
        return (a.Name, b.Name) is ("C", "N") or ("N", "C") or ("O3'", "P") or ("P", "O3'") or ("O3*", "P") or ("P", "O3*");
    }

    private static bool SymmetryDiffers(PdbLine line)
    {
        ReadOnlySpan<byte> first = line.Field(60, 65), second = line.Field(67, 72);
        return first.Length > 0 && second.Length > 0 && !first.SequenceEqual(second);
    }

    /// <summary>"1555" as mmCIF writes it: "1_555".</summary>
    private static string Operator(ReadOnlySpan<byte> field) =>
        field.Length < 4 || field.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 ? "" : $"{StringPool.Decode(field[..^3])}_{StringPool.Decode(field[^3..])}";

    private static Element ElementOf(PdbLine line, int column, string residue)
    {
        Span<char> name = stackalloc char[4];
        for (int i = 0; i < 4; i++)
            name[i] = char.ToUpperInvariant(line[column + i]);
        return ElementGuess.FromColumns(name, residue);
    }
}
