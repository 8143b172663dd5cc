using System.Text.RegularExpressions;
using Engine.Kernels;

namespace Engine.Core.Archive;

/// <summary>The archive that an entry belongs to.</summary>
public enum ArchiveKind
{
    /// <summary>Electron Microscopy Data Bank: maps.</summary>
    Emdb,

    /// <summary>Protein Data Bank: models.</summary>
    Pdb,
}

/// <summary>The identifier of an entry of the public archives, checked to hold nothing but letters and digits, so that it is safe in file names and addresses.</summary>
/// <param name="Kind">Archive.</param>
/// <param name="Code">Digits of an EMDB entry ("30342"), or the four characters of a PDB entry in lower case ("7cec").</param>
public readonly partial record struct ArchiveId(ArchiveKind Kind, string Code)
{
    /// <summary>Reads EMD-30342, emd_30342, 7CEC or pdb_00007cec.</summary>
    /// <param name="text">Identifier in any case.</param>
    /// <exception cref="InputException">The text is no identifier.</exception>
    public static ArchiveId Parse(string text) => TryParse(text, out ArchiveId id)
        ? id
        : throw new InputException($"\"{Shown(text)}\": not an archive identifier; write EMD-30342 for a map or 7CEC for a model");

    /// <summary>Reads an identifier.</summary>
    /// <param name="text">Identifier in any case.</param>
    /// <param name="id">The identifier, where the text is one.</param>
    /// <returns>Whether the text is an identifier.</returns>
    public static bool TryParse(string text, out ArchiveId id)
    {
        id = default;
        if (EmdbForm().Match(text) is { Success: true } map)
            id = new(ArchiveKind.Emdb, map.Groups[1].Value);
        else if (PdbForm().Match(text) is { Success: true } model)
            id = new(ArchiveKind.Pdb, model.Groups[1].Value.ToLowerInvariant());
        return id.Code != null;
    }

    /// <summary>"EMD-30342" or "7cec".</summary>
    public override string ToString() => Kind == ArchiveKind.Emdb ? "EMD-" + Code : Code;

    /// <summary>Text of a stranger for a one-line message: no control characters, no great length.</summary>
    private static string Shown(string text) => new([.. text.Take(40).Select(c => char.IsControl(c) ? '?' : c)]);

    [GeneratedRegex(@"^emd[-_]?([0-9]{4,6})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EmdbForm();

    // Four characters that start with a digit and hold a letter (all digits would be taken for an EMDB entry), or the long form of such a one.
    [GeneratedRegex(@"^(?:pdb_0000)?([1-9](?=[0-9]*[a-z])[a-z0-9]{3})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PdbForm();
}
