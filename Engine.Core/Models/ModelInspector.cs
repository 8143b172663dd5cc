namespace Engine.Core.Models;

/// <summary>What a model file holds. Counts are of the first model except where said otherwise.</summary>
public sealed record ModelReport
{
    /// <summary>Path of the file.</summary>
    public required string File { get; init; }

    /// <summary>Number of models.</summary>
    public required int Models { get; init; }

    /// <summary>Number of author chain ids.</summary>
    public required int Chains { get; init; }

    /// <summary>Chain ids, in order of first appearance.</summary>
    public required IReadOnlyList<string> ChainIds { get; init; }

    /// <summary>Number of residues; each component of a microheterogeneity counts.</summary>
    public required int Residues { get; init; }

    /// <summary>Number of residues per class.</summary>
    public required IReadOnlyDictionary<ResidueClass, int> ResidueClasses { get; init; }

    /// <summary>Component ids that are no known protein, nucleic acid, water or ion, with their counts.</summary>
    public required IReadOnlyDictionary<string, int> OtherComponents { get; init; }

    /// <summary>Number of atoms.</summary>
    public required int Atoms { get; init; }

    /// <summary>Number of atoms in all models.</summary>
    public required int AtomsAllModels { get; init; }

    /// <summary>Atoms per element symbol, by atomic number.</summary>
    public required IReadOnlyDictionary<string, int> Elements { get; init; }

    /// <summary>Hydrogen and deuterium atoms.</summary>
    public required int Hydrogens { get; init; }

    /// <summary>Atoms with an alternate location.</summary>
    public required int AltLocAtoms { get; init; }

    /// <summary>The alternate locations, sorted.</summary>
    public required string AltLocs { get; init; }

    /// <summary>Residues with an insertion code, as "56A", each once, in order.</summary>
    public required IReadOnlyList<string> InsertionCodes { get; init; }

    /// <summary>Atoms with anisotropic displacement.</summary>
    public required int AnisotropicAtoms { get; init; }

    /// <summary>Atoms with a formal charge.</summary>
    public required int ChargedAtoms { get; init; }

    /// <summary>Links between residues, per kind.</summary>
    public required IReadOnlyDictionary<string, int> Links { get; init; }

    /// <summary>Sums of x, y and z, Å.</summary>
    public required double[] SumXyz { get; init; }

    /// <summary>Smallest x, y and z, Å.</summary>
    public required double[] MinimumXyz { get; init; }

    /// <summary>Largest x, y and z, Å.</summary>
    public required double[] MaximumXyz { get; init; }

    /// <summary>Sum of the B factors, Å².</summary>
    public required double SumB { get; init; }

    /// <summary>Smallest B factor, Å².</summary>
    public required double MinimumB { get; init; }

    /// <summary>Largest B factor, Å².</summary>
    public required double MaximumB { get; init; }

    /// <summary>Sum of the occupancies.</summary>
    public required double SumOccupancy { get; init; }

    /// <summary>Cell edges (Å) and angles (degrees); null when the file has none.</summary>
    public required double[]? Cell { get; init; }

    /// <summary>What was odd about the file, one line each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>Counts what a model file holds.</summary>
public static class ModelInspector
{
    /// <summary>Counts.</summary>
    /// <param name="structure">A structure with at least one atom in its first model.</param>
    public static ModelReport Inspect(Structure structure)
    {
        Model model = structure.First;
        List<Atom> atoms = model.Atoms;
        return new ModelReport
        {
            File = structure.Name,
            Models = structure.Models.Count,
            Chains = model.Chains.Count,
            ChainIds = [.. model.Chains.Select(c => c.Id)],
            Residues = model.Residues.Count,
            ResidueClasses = Count(model.Residues, r => Engine.Core.Models.ResidueClasses.Of(r.Name), k => (int)k),
            OtherComponents = Count(model.Residues.Where(r => Engine.Core.Models.ResidueClasses.Of(r.Name) == ResidueClass.Other), r => r.Name, k => k),
            Atoms = atoms.Count,
            AtomsAllModels = structure.Models.Sum(m => m.Atoms.Count),
            Elements = CountElements(atoms),
            Hydrogens = atoms.Count(a => a.Element.IsHydrogen),
            AltLocAtoms = atoms.Count(a => a.AltLoc != '\0'),
            AltLocs = new string([.. atoms.Select(a => a.AltLoc).Where(c => c != '\0').Distinct().Order()]),
            InsertionCodes = [.. model.Residues.Where(r => r.InsertionCode != '\0').Select(r => $"{r.Number}{r.InsertionCode}").Distinct()],
            AnisotropicAtoms = atoms.Count(a => a.UAniso != null),
            ChargedAtoms = atoms.Count(a => a.Charge != 0),
            Links = Count(structure.Links, l => l.Kind, k => k),
            SumXyz = [atoms.Sum(a => a.Position.X), atoms.Sum(a => a.Position.Y), atoms.Sum(a => a.Position.Z)],
            MinimumXyz = [atoms.Min(a => a.Position.X), atoms.Min(a => a.Position.Y), atoms.Min(a => a.Position.Z)],
            MaximumXyz = [atoms.Max(a => a.Position.X), atoms.Max(a => a.Position.Y), atoms.Max(a => a.Position.Z)],
            SumB = atoms.Sum(a => a.BIso),
            MinimumB = atoms.Min(a => a.BIso),
            MaximumB = atoms.Max(a => a.BIso),
            SumOccupancy = atoms.Sum(a => a.Occupancy),
            Cell = structure.Cell is { } c ? [c.A, c.B, c.C, c.Alpha, c.Beta, c.Gamma] : null,
            Warnings = structure.Warnings,
        };
    }

    private static Dictionary<TKey, int> Count<T, TKey, TOrder>(IEnumerable<T> items, Func<T, TKey> key, Func<TKey, TOrder> order)
        where TKey : notnull
    {
        var counts = new Dictionary<TKey, int>();
        foreach (IGrouping<TKey, T> g in items.GroupBy(key).OrderBy(g => order(g.Key)))
            counts.Add(g.Key, g.Count());
        return counts;
    }

    private static Dictionary<string, int> CountElements(List<Atom> atoms) =>
        atoms.GroupBy(a => a.Element).OrderBy(g => g.Key.Number).ToDictionary(g => g.Key.Symbol, g => g.Count());
}
