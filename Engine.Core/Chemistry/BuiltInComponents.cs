namespace Engine.Core.Chemistry;

/// <summary>
/// The built-in dictionary: the 20 amino acids, selenomethionine, A C G U DA DC DG DT, the usual sugars of glycans, ACE, NME, NH2, water and common ions, hydrogens
/// included, from published tables (named in the heads of the tables in Chemistry/Data). Amino acids are zwitterions and nucleotides have a terminal phosphate and O3'; links change them.
/// </summary>
public sealed class BuiltInComponents : IComponentSource
{
    private readonly Dictionary<string, ComponentRecipe> recipes = new(StringComparer.OrdinalIgnoreCase);

    private BuiltInComponents()
    {
        foreach (string table in (string[])["amino_acids.tsv", "nucleotides.tsv", "sugars.tsv", "small_molecules.tsv"])
            ReadTable(table);
    }

    /// <summary>The dictionary; read once.</summary>
    public static BuiltInComponents Instance { get; } = new();

    /// <inheritdoc/>
    public string Description => "built-in";

    /// <summary>Ids of all components.</summary>
    public IEnumerable<string> Ids => recipes.Keys;

    /// <inheritdoc/>
    public ChemicalComponent? Find(string id) => recipes.TryGetValue(id, out ComponentRecipe? recipe) ? recipe.Build(Description) : null;

    private void ReadTable(string table)
    {
        var templates = new Dictionary<string, ComponentRecipe>(StringComparer.Ordinal);
        ComponentRecipe? current = null;
        foreach (string line in EmbeddedTable.Lines(table))
        {
            string[] cells = line.Split('\t');
            switch (cells[0])
            {
                case "template":
                    templates[cells[1]] = current = new ComponentRecipe(cells[1], "", cells[3]);
                    break;
                case "component":
                    recipes[cells[1]] = current = new ComponentRecipe(cells[1], cells[2], cells[3]);
                    foreach (string template in cells.Skip(4).SelectMany(c => c.Split(' ')))
                        current.Include(templates[template]);
                    break;
                case "ion":
                    current = new ComponentRecipe(cells[1], cells[2], "non-polymer");
                    current.AddAtom(new ComponentAtom(cells[3], ElementTable.Parse(cells[3]), "", (int)EmbeddedTable.Number(cells[4])));
                    recipes[cells[1]] = current;
                    break;
                default:
                    current!.AddRow(cells);
                    break;
            }
        }
    }
}
