using System.Globalization;
using Engine.Core.Geometry;

namespace Engine.Core.Models.Pdb;

/// <summary>Writes what stands before the coordinates of a PDB file.</summary>
internal static class PdbHeaderWriter
{
    private static readonly string[] AfterLinks = ["SITE", "CRYST1", "ORIGX", "SCALE", "MTRIX"];

    public static void Write(PdbLineWriter line, Structure structure, RefinementRecord? record)
    {
        if (structure.Source is PdbSource source)
            WriteOriginal(line, structure, source, record);
        else
            WriteNew(line, structure, record);
    }

    private static void WriteOriginal(PdbLineWriter line, Structure structure, PdbSource source, RefinementRecord? record)
    {
        bool remarkDone = record == null, cisDone = false;
        bool hasCell = source.Header.Exists(IsCell);
        var index = new ModelIndex(structure.First);
        foreach (string text in source.Header)
        {
            bool isRemark3 = text.StartsWith("REMARK   3", StringComparison.Ordinal);
            if (!remarkDone && (isRemark3 || IsAfterRemark3(text)))
            {
                WriteRemark3(line, record!);
                remarkDone = true;
            }

            if (isRemark3 && record != null)
                continue;
            if (!cisDone && AfterLinks.Any(r => text.StartsWith(r, StringComparison.OrdinalIgnoreCase)))
            {
                WriteCisPeptides(line, structure);
                cisDone = true;
            }

            WriteHeaderLine(line, structure, index, text);
        }

        if (!remarkDone)
            WriteRemark3(line, record!);
        if (!cisDone)
            WriteCisPeptides(line, structure);
        if (!hasCell)
            WriteCell(line, structure, "P 1");
    }

    private static void WriteHeaderLine(PdbLineWriter line, Structure structure, ModelIndex index, string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var parsed = new PdbLine(bytes);
        LinkRecord? link = parsed.Record() switch
        {
            PdbRecord.Disulfide => PdbLinks.ReadDisulfide(parsed, new StringPool()),
            PdbRecord.Link => PdbLinks.ReadLink(parsed, new StringPool()),
            _ => null,
        };
        // Lengths that the file states follow the coordinates.
        if (link is { SymmetryDiffers: false } && parsed.Field(74, 78).Length > 0 && Distance(structure.First, index, link) is { } distance and < 99)
        {
            line.Start(text);
            line.Number(74, 78, distance, 2);
            line.End();
            return;
        }

        line.Verbatim(text);
    }

    private static void WriteNew(PdbLineWriter line, Structure structure, RefinementRecord? record)
    {
        string group = "P 1";
        if (structure.Source is MmcifSource source)
        {
            WriteTitle(line, source.Block.Value("_struct.title"));
            group = source.Block.Value("_symmetry.space_group_name_H-M") ?? source.Block.Value("_space_group.name_H-M_alt") ?? group;
        }

        if (record != null)
            WriteRemark3(line, record);
        var index = new ModelIndex(structure.First);
        int disulfides = 0;
        foreach (LinkRecord link in structure.Links.Where(l => l.Kind == "disulf" && FitsColumns(l)))
            WriteDisulfide(line, structure.First, index, link, ++disulfides);
        foreach (LinkRecord link in structure.Links.Where(l => l.Kind is "covale" or "metalc" && FitsColumns(l)))
            WriteLink(line, structure.First, index, link);
        WriteCisPeptides(line, structure);
        WriteCell(line, structure, group);
    }

    private static void WriteTitle(PdbLineWriter line, string? title)
    {
        if (string.IsNullOrWhiteSpace(title))
            return;
        string text = new([.. title.ReplaceLineEndings(" ").Trim().ToUpperInvariant().Select(c => c is >= ' ' and <= '~' ? c : '?')]);
        for (int part = 0; part * 69 < text.Length && part < 99; part++)
        {
            line.Start("TITLE"u8);
            if (part > 0)
                line.Right(9, 10, (part + 1).ToString(CultureInfo.InvariantCulture));
            line.Left(part > 0 ? 12 : 11, 80, text.Substring(part * 69, Math.Min(69, text.Length - part * 69)));
            line.End();
        }
    }

    private static void WriteRemark3(PdbLineWriter line, RefinementRecord record)
    {
        void Remark(string text)
        {
            line.Start("REMARK   3"u8);
            line.Left(12, 80, text);
            line.End();
        }

        Remark("");
        Remark("REFINEMENT.");
        Remark(FormattableString.Invariant($"  PROGRAM     : {record.Program.ToUpperInvariant()} {record.Version}"));
        if (record.Resolution is { } d)
            Remark(FormattableString.Invariant($"  RESOLUTION OF THE MAP (ANGSTROMS) : {d:F2}"));
        if (record.TargetCriteria is { } target)
            Remark($"  TARGET      : {target}");
        if (record.MeanB is { } b)
            Remark(FormattableString.Invariant($"  MEAN B VALUE (A**2) : {b:F2}"));
        foreach (RestraintDeviation deviation in record.Deviations)
            Remark(FormattableString.Invariant($"  RMSD {deviation.Type.ToUpperInvariant(),-12} : {deviation.Rmsd:F4} ({deviation.Count})"));
        if (record.Details is { } details)
            Remark($"  {details}");
        Remark("");
    }

    /// <summary>True for records that come after REMARK 3 in the order of the format.</summary>
    private static bool IsAfterRemark3(string text)
    {
        if (text.StartsWith("REMARK", StringComparison.Ordinal))
            return text.Length >= 10 && int.TryParse(text.AsSpan(6, 4), CultureInfo.InvariantCulture, out int number) && number > 3;
        return Array.Exists(
            ["DBREF", "SEQADV", "SEQRES", "MODRES", "HET ", "HETNAM", "FORMUL", "HELIX", "SHEET", "SSBOND", "LINK", "SITE", "CRYST1", "ORIGX", "SCALE", "MTRIX"],
            r => text.StartsWith(r, StringComparison.Ordinal));
    }

    private static bool IsCell(string text) => text.StartsWith("CRYST1", StringComparison.OrdinalIgnoreCase);

    private static void WriteCell(PdbLineWriter line, Structure structure, string spaceGroup)
    {
        UnitCell cell = structure.Cell ?? new UnitCell(1, 1, 1);
        line.Start("CRYST1"u8);
        line.Number(7, 15, cell.A, 3);
        line.Number(16, 24, cell.B, 3);
        line.Number(25, 33, cell.C, 3);
        line.Number(34, 40, cell.Alpha, 2);
        line.Number(41, 47, cell.Beta, 2);
        line.Number(48, 54, cell.Gamma, 2);
        line.Left(56, 66, spaceGroup);
        line.Right(67, 70, "1");
        line.End();
    }

    private static bool FitsColumns(LinkRecord link) => FitsColumns(link.First) && FitsColumns(link.Second);

    private static bool FitsColumns(LinkPartner p) =>
        p.Chain.Length <= 2 && p.ResidueName.Length <= 3 && p.AtomName.Length <= 4 && p.Number >= Hybrid36.Minimum(4) && p.Number <= Hybrid36.Maximum(4);

    private static void WriteDisulfide(PdbLineWriter line, Model model, ModelIndex index, LinkRecord link, int number)
    {
        line.Start("SSBOND"u8);
        line.Right(8, 10, number.ToString(CultureInfo.InvariantCulture));
        WriteResidue(line, 12, 15, 18, link.First);
        WriteResidue(line, 26, 29, 32, link.Second);
        WriteSymmetryAndLength(line, model, index, link);
        line.End();
    }

    private static void WriteLink(PdbLineWriter line, Model model, ModelIndex index, LinkRecord link)
    {
        line.Start("LINK"u8);
        WriteAtomName(line, 13, model, index, link.First);
        line.Code(17, link.First.AltLoc);
        WriteResidue(line, 18, 21, 23, link.First);
        WriteAtomName(line, 43, model, index, link.Second);
        line.Code(47, link.Second.AltLoc);
        WriteResidue(line, 48, 51, 53, link.Second);
        WriteSymmetryAndLength(line, model, index, link);
        line.End();
    }

    private static void WriteResidue(PdbLineWriter line, int name, int chain, int number, LinkPartner p)
    {
        line.Right(name, name + 2, p.ResidueName);
        line.Right(chain, chain + 1, p.Chain);
        line.Integer(number, number + 3, p.Number);
        line.Code(number + 4, p.InsertionCode);
    }

    private static void WriteAtomName(PdbLineWriter line, int column, Model model, ModelIndex index, LinkPartner p)
    {
        int atom = index.Atom(p);
        Element element = atom >= 0 ? model.Atoms[atom].Element : ElementGuess.FromName(p.AtomName, p.ResidueName);
        line.Left(PdbAtomName.StartsInFirstColumn(p.AtomName, element) ? column : column + 1, column + 3, p.AtomName);
    }

    private static void WriteSymmetryAndLength(PdbLineWriter line, Model model, ModelIndex index, LinkRecord link)
    {
        line.Right(60, 65, link.FirstSymmetry.Replace("_", "", StringComparison.Ordinal));
        line.Right(67, 72, link.SecondSymmetry.Replace("_", "", StringComparison.Ordinal));
        if (!link.SymmetryDiffers && Distance(model, index, link) is { } distance and < 99)
            line.Number(74, 78, distance, 2);
    }

    private static double? Distance(Model model, ModelIndex index, LinkRecord link)
    {
        int a = index.Atom(link.First), b = index.Atom(link.Second);
        return a >= 0 && b >= 0 ? Vec3.Distance(model.Atoms[a].Position, model.Atoms[b].Position) : null;
    }

    private static void WriteCisPeptides(PdbLineWriter line, Structure structure)
    {
        int number = 0;
        for (int m = 0; m < structure.Models.Count; m++)
        {
            Model model = structure.Models[m];
            foreach ((int i, int j, double omega) in CisPeptides.Find(model))
            {
                line.Start("CISPEP"u8);
                line.Right(8, 10, (++number % 1000).ToString(CultureInfo.InvariantCulture));
                WriteResidue(line, 12, 15, 18, Partner(model, i));
                WriteResidue(line, 26, 29, 32, Partner(model, j));
                line.Clipped(44, 46, structure.Models.Count > 1 ? model.Number : 0);
                line.Number(54, 59, omega, 2);
                line.End();
            }
        }
    }

    private static LinkPartner Partner(Model model, int residue)
    {
        Residue r = model.Residues[residue];
        return new LinkPartner(model.Chains[r.ChainIndex].Id, r.Number, r.InsertionCode, r.Name, "", '\0');
    }
}
