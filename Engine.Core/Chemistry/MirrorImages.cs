namespace Engine.Core.Chemistry;

/// <summary>The D-amino acids: mirror images of the standard ones, with the same names of atoms.</summary>
public static class MirrorImages
{
    private static readonly Dictionary<string, string> StandardIds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DAL"] = "ALA",
        ["DAR"] = "ARG",
        ["DSG"] = "ASN",
        ["DAS"] = "ASP",
        ["DCY"] = "CYS",
        ["DGN"] = "GLN",
        ["DGL"] = "GLU",
        ["DHI"] = "HIS",
        ["DIL"] = "ILE",
        ["DLE"] = "LEU",
        ["DLY"] = "LYS",
        ["MED"] = "MET",
        ["DPN"] = "PHE",
        ["DPR"] = "PRO",
        ["DSN"] = "SER",
        ["DTH"] = "THR",
        ["DTR"] = "TRP",
        ["DTY"] = "TYR",
        ["DVA"] = "VAL",
    };

    /// <summary>The id of the L-amino acid whose mirror image a component is, or null when it is no D-amino acid.</summary>
    /// <param name="id">Component id.</param>
    public static string? StandardId(string id) => StandardIds.GetValueOrDefault(id);

    /// <summary>True for the ids of D-amino acids.</summary>
    /// <param name="id">Component id.</param>
    public static bool IsD(string id) => StandardIds.ContainsKey(id);

    /// <summary>The mirror image of a component: bonds, angles and planes are the same, chiral centres and torsions have the other sign.</summary>
    /// <param name="component">Component.</param>
    /// <param name="id">Id of the mirror image.</param>
    public static ChemicalComponent Of(ChemicalComponent component, string id) => new()
    {
        Id = id,
        Name = component.Name,
        Group = component.Group is "peptide" or "l-peptide" ? "d-peptide" : component.Group,
        Source = $"{component.Source}, mirror image of {component.Id}",
        Atoms = component.Atoms,
        Bonds = component.Bonds,
        Angles = component.Angles,
        Torsions = [.. component.Torsions.Select(t => t with { Ideal = -t.Ideal })],
        Chirals = [.. component.Chirals.Select(c => c with { Sign = Opposite(c.Sign) })],
        Planes = component.Planes,
    };

    private static ChiralSign Opposite(ChiralSign sign) => sign switch
    {
        ChiralSign.Positive => ChiralSign.Negative,
        ChiralSign.Negative => ChiralSign.Positive,
        _ => sign,
    };
}
