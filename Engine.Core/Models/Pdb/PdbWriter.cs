using Engine.Core.IO;
using Engine.Core.Models.Pdb;
using Engine.Kernels;

namespace Engine.Core.Models;

/// <summary>
/// Writes PDB files. Headers of a PDB input stay in order; CISPEP, the lengths in SSBOND and LINK, serial numbers and CONECT are made anew. Numbers past the
/// decimal limit are hybrid-36. Chain ids of two characters go to columns 21-22. B factors are clipped to -99.99 and 999.99.
/// </summary>
public static class PdbWriter
{
    private const double MinimumCoordinate = -999.9994, MaximumCoordinate = 9999.9994;

    /// <summary>Why the format cannot hold a structure; null when it can.</summary>
    public static string? WhyNot(Structure structure)
    {
        foreach (Model model in structure.Models)
        {
            foreach (Residue r in model.Residues)
            {
                string chain = model.Chains[r.ChainIndex].Id;
                string place = $"residue {r.Name} {chain} {r.Number}";
                if (r.Name.Length > 3)
                    return $"{place}: the name has {r.Name.Length} characters and PDB columns hold 3";
                if (chain.Length > 2)
                    return $"{place}: the chain id has {chain.Length} characters and PDB columns hold 2";
                if (r.Number < Hybrid36.Minimum(4) || r.Number > Hybrid36.Maximum(4))
                    return $"{place}: the number does not fit {Hybrid36.Minimum(4)} to {Hybrid36.Maximum(4)}";
                if (r.SegmentId.Length > 4)
                    return $"{place}: the segment id '{r.SegmentId}' has {r.SegmentId.Length} characters and PDB columns hold 4";
                if (!IsPlain(r.Name) || !IsPlain(chain) || !IsPlain(r.SegmentId) || r.InsertionCode > '~')
                    return $"{place}: an id has characters outside ASCII";
            }

            foreach (Atom a in model.Atoms)
            {
                if (a.Name.Length > 4)
                    return $"{WriteChecks.Describe(model, a)}: the name has {a.Name.Length} characters and PDB columns hold 4";
                if (!IsPlain(a.Name) || a.AltLoc > '~')
                    return $"{WriteChecks.Describe(model, a)}: the name or alternate location has characters outside ASCII";
                if (!Fits(a.Position.X) || !Fits(a.Position.Y) || !Fits(a.Position.Z))
                    return $"{WriteChecks.Describe(model, a)}: a coordinate lies outside -999.999 to 9999.999 Å";
                if (Math.Abs(a.Charge) > 9)
                    return $"{WriteChecks.Describe(model, a)}: the charge {a.Charge} has two digits and PDB columns hold one";
            }

            if (model.Atoms.Count + model.Residues.Count > Hybrid36.Maximum(5))
                return $"{model.Atoms.Count} atoms are more than serial numbers can count";
        }

        return null;
    }

    /// <summary>Writes a file; it appears whole or not at all.</summary>
    /// <param name="structure">What to write.</param>
    /// <param name="path">Output path.</param>
    /// <param name="record">What a refinement says about itself, written as REMARK 3; null for none.</param>
    /// <exception cref="InputException">The format cannot hold the structure (<see cref="WhyNot"/>), or the file cannot be written.</exception>
    /// <exception cref="NumericalException">A coordinate, occupancy or B factor is NaN or infinite; no file is written.</exception>
    public static void Write(Structure structure, string path, RefinementRecord? record = null)
    {
        Check(structure);
        AtomicFile.Write(path, stream => Write(structure, stream, record));
    }

    /// <summary>Writes to a stream.</summary>
    /// <param name="structure">What to write.</param>
    /// <param name="stream">Target.</param>
    /// <param name="record">What a refinement says about itself, written as REMARK 3; null for none.</param>
    /// <exception cref="InputException">The format cannot hold the structure.</exception>
    /// <exception cref="NumericalException">A coordinate, occupancy or B factor is NaN or infinite.</exception>
    public static void Write(Structure structure, Stream stream, RefinementRecord? record = null)
    {
        Check(structure);
        var buffer = new BufferedStream(stream, 1 << 16);
        var line = new PdbLineWriter(buffer);
        PdbHeaderWriter.Write(line, structure, record);
        var serials = new Dictionary<int, int>();
        foreach (Model model in structure.Models)
        {
            if (structure.Models.Count > 1)
            {
                line.Start("MODEL"u8);
                line.Clipped(11, 14, model.Number);
                line.End();
            }

            WriteModel(line, model, serials);
            if (structure.Models.Count > 1)
            {
                line.Start("ENDMDL"u8);
                line.End();
            }
        }

        if (structure.Source is PdbSource source)
            WriteTrailer(line, source, serials);
        line.Start("END"u8);
        line.End();

        // The caller owns the stream: flush, do not close.
        buffer.Flush();
    }

    /// <summary>The file as text.</summary>
    /// <param name="structure">What to write.</param>
    /// <param name="record">What a refinement says about itself; null for none.</param>
    public static string ToText(Structure structure, RefinementRecord? record = null)
    {
        using var stream = new MemoryStream();
        Write(structure, stream, record);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Check(Structure structure)
    {
        WriteChecks.RequireFinite(structure);
        if (WhyNot(structure) is { } reason)
            throw new InputException($"{structure.Name}: cannot be written as PDB: {reason}; write mmCIF");
    }

    private static bool Fits(double coordinate) => coordinate is > MinimumCoordinate and < MaximumCoordinate;

    private static bool IsPlain(string text)
    {
        foreach (char c in text)
        {
            if (c is < ' ' or > '~')
                return false;
        }

        return true;
    }

    private static void WriteModel(PdbLineWriter line, Model model, Dictionary<int, int> serials)
    {
        int serial = 0;
        foreach (Residue r in model.Residues)
        {
            string chain = model.Chains[r.ChainIndex].Id;
            for (int i = r.FirstAtom; i < r.FirstAtom + r.AtomCount; i++)
            {
                Atom a = model.Atoms[i];
                serials.TryAdd(a.Serial, ++serial);
                WriteAtom(line, r, chain, a, serial);
                if (a.UAniso != null)
                    WriteAniso(line, r, chain, a, serial);
            }

            if (!r.EndsChain)
                continue;
            line.Start("TER"u8);
            line.Integer(7, 11, ++serial);
            WriteResidue(line, r, chain);
            line.End();
        }
    }

    private static void WriteResidue(PdbLineWriter line, Residue r, string chain)
    {
        line.Right(18, 20, r.Name);
        line.Right(21, 22, chain);
        line.Integer(23, 26, r.Number);
        line.Code(27, r.InsertionCode);
    }

    private static void WriteIds(PdbLineWriter line, Residue r, string chain, Atom a, int serial)
    {
        line.Integer(7, 11, serial);
        line.Left(PdbAtomName.StartsInFirstColumn(a.Name, a.Element) ? 13 : 14, 16, a.Name);
        line.Code(17, a.AltLoc);
        WriteResidue(line, r, chain);
        line.Left(73, 76, r.SegmentId);
        line.Right(77, 78, a.Element.Symbol.ToUpperInvariant());
        if (a.Charge != 0)
        {
            line.Code(79, (char)('0' + Math.Abs(a.Charge)));
            line.Code(80, a.Charge > 0 ? '+' : '-');
        }
    }

    private static void WriteAtom(PdbLineWriter line, Residue r, string chain, Atom a, int serial)
    {
        line.Start(r.IsHetero ? "HETATM"u8 : "ATOM"u8);
        WriteIds(line, r, chain, a, serial);
        line.Number(31, 38, a.Position.X, 3);
        line.Number(39, 46, a.Position.Y, 3);
        line.Number(47, 54, a.Position.Z, 3);
        line.Number(55, 60, Math.Clamp(a.Occupancy, -99.99, 999.99), 2);
        line.Number(61, 66, Math.Clamp(a.BIso, -99.99, 999.99), 2);
        line.End();
    }

    private static void WriteAniso(PdbLineWriter line, Residue r, string chain, Atom a, int serial)
    {
        line.Start("ANISOU"u8);
        WriteIds(line, r, chain, a, serial);
        for (int i = 0; i < 6; i++)
            line.Clipped(29 + 7 * i, 35 + 7 * i, a.UAniso![i] * 1e4);
        line.End();
    }

    private static void WriteTrailer(PdbLineWriter line, PdbSource source, Dictionary<int, int> serials)
    {
        foreach (string text in source.Trailer)
            line.Verbatim(text);
        int written = 0;
        for (int i = 0; i < source.Bonds.Count; i++)
        {
            (int from, int to) = source.Bonds[i];
            if (!serials.TryGetValue(from, out int a) || !serials.TryGetValue(to, out int b))
                continue;
            if (written is 0 or 4 || source.Bonds[i - 1].From != from)
            {
                if (written > 0)
                    line.End();
                line.Start("CONECT"u8);
                line.Integer(7, 11, a);
                written = 0;
            }

            line.Integer(12 + 5 * written, 16 + 5 * written, b);
            written++;
        }

        if (written > 0)
            line.End();
    }
}
