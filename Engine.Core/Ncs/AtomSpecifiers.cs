using System.Globalization;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Core.Restraints;

namespace Engine.Core.Ncs;

/// <summary>Finds the atoms that are written as chain/residue/name, with insertion code and alternate location where needed: A/52B/CA.A.</summary>
internal sealed class AtomSpecifiers(Model model)
{
    private readonly ModelIndex index = new(model);

    /// <summary>Index of the one atom that is meant.</summary>
    /// <param name="text">Specifier.</param>
    /// <exception cref="FormatException">It cannot be understood, or no atom or several atoms are meant.</exception>
    public int Find(string text)
    {
        string[] parts = text.Split('/');
        if (parts.Length != 3 || parts[2].Length == 0 || !ParseNumber(parts[1], out int number, out char insertion))
            throw new FormatException($"'{text}' is no atom; write chain/residue/name, such as A/15/CA");
        int dot = parts[2].LastIndexOf('.');
        string name = dot > 0 ? parts[2][..dot] : parts[2];
        string alt = dot > 0 ? parts[2][(dot + 1)..] : "";
        if (dot > 0 && alt.Length != 1)
            throw new FormatException($"'{text}': the alternate location behind the dot must be one character");
        IReadOnlyList<int> residues = index.Residues(parts[0], number, insertion);
        if (residues.Count == 0)
            throw new FormatException($"'{text}': the model has no residue {parts[1]} in chain {(parts[0].Length == 0 ? "without name" : parts[0])}");
        int[] found = [.. residues.SelectMany(r => PolymerChain.AtomsOf(model, r)).Where(i => model.Atoms[i].Name == name && (alt.Length == 0 || model.Atoms[i].AltLoc == alt[0]))];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new FormatException($"'{text}': residue {Labels.Residue(model, residues[0])} has no such atom"),
            _ => throw new FormatException($"'{text}' is {found.Length} atoms ({string.Join(", ", found.Select(Label))}); name the alternate location, such as {text}.{AltOf(found)}"),
        };
    }

    /// <summary>The atoms of a selection and where they are, Å.</summary>
    /// <exception cref="Engine.Kernels.UsageException">It cannot be understood.</exception>
    public (int Atom, Vec3 At)[] Select(string selection)
    {
        bool[] selected = AtomSelection.Parse(selection).Apply(model);
        return [.. Enumerable.Range(0, selected.Length).Where(i => selected[i]).Select(i => (i, model.Atoms[i].Position))];
    }

    /// <summary>Readable name.</summary>
    public string Label(int atom) => Labels.Atom(model, atom);

    private static bool ParseNumber(string text, out int number, out char insertion)
    {
        insertion = text.Length > 1 && char.IsAsciiLetter(text[^1]) ? text[^1] : '\0';
        string digits = insertion == '\0' ? text : text[..^1];
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    private char AltOf(int[] atoms) => Array.Find(atoms, i => model.Atoms[i].AltLoc != '\0') is var i && model.Atoms[i].AltLoc != '\0' ? model.Atoms[i].AltLoc : 'A';
}
