namespace Engine.Core.Models.Mmcif;

/// <summary>One entity of a new file.</summary>
/// <param name="Id">Entity id.</param>
/// <param name="Type">"polymer", "non-polymer" or "water".</param>
/// <param name="Sequence">Component ids of a polymer, one entry per place; several names at one place for microheterogeneity.</param>
/// <param name="Name">Component id of a non-polymer.</param>
internal sealed record EntityInfo(string Id, string Type, IReadOnlyList<IReadOnlyList<string>> Sequence, string Name)
{
    /// <summary>Author chain ids of its polymers.</summary>
    public List<string> Strands { get; } = [];

    /// <summary>Label chains that are copies of it.</summary>
    public List<string> LabelChains { get; } = [];
}

/// <summary>
/// Gives label ids and entities to a structure that has none, as wwPDB files do it: each polymer, each ligand, and the waters of each author chain are a
/// label chain of their own; polymers come first, then ligands, then waters. Polymers of equal observed sequence share an entity.
/// </summary>
internal sealed class LabelAssignment
{
    private readonly Dictionary<string, EntityInfo> entities = new(StringComparer.Ordinal);
    private int labelChains;

    /// <summary>Entities in order of their ids.</summary>
    public IEnumerable<EntityInfo> Entities => entities.Values;

    /// <summary>Labels all models of a structure.</summary>
    public void Apply(Structure structure)
    {
        for (int m = 0; m < structure.Models.Count; m++)
        {
            labelChains = 0;
            Label(structure.Models[m], isFirst: m == 0);
        }
    }

    private void Label(Model model, bool isFirst)
    {
        var polymers = new List<(Chain Chain, List<Residue> Residues)>();
        var ligands = new List<Residue>();
        var waters = new List<(Chain Chain, List<Residue> Residues)>();
        foreach (Chain chain in model.Chains)
        {
            var residues = chain.Residues.ConvertAll(r => model.Residues[r]);
            List<Residue> polymer = PolymerPart(residues);
            if (polymer.Count > 0)
                polymers.Add((chain, polymer));
            var inPolymer = polymer.ToHashSet();
            ligands.AddRange(residues.Where(r => !inPolymer.Contains(r) && !ResidueClasses.IsWater(r.Name)));
            List<Residue> water = residues.FindAll(r => ResidueClasses.IsWater(r.Name));
            if (water.Count > 0)
                waters.Add((chain, water));
        }

        foreach ((Chain chain, List<Residue> residues) in polymers)
            LabelPolymer(chain, residues, isFirst);
        foreach (Residue ligand in ligands)
            Set([ligand], Entity("ligand " + ligand.Name, "non-polymer", [], ligand.Name), isFirst);
        foreach ((_, List<Residue> residues) in waters)
            Set(residues, Entity("water", "water", [], "HOH"), isFirst);
    }

    /// <summary>Residues up to the last TER; without TER, amino acids and nucleotides and what stands in ATOM records.</summary>
    private static List<Residue> PolymerPart(List<Residue> residues)
    {
        int ter = residues.FindLastIndex(r => r.EndsChain);
        List<Residue> polymer = ter >= 0
            ? residues.GetRange(0, ter + 1).FindAll(r => !ResidueClasses.IsWater(r.Name))
            : residues.FindAll(r => ResidueClasses.Of(r.Name) switch
            {
                ResidueClass.Protein or ResidueClass.Nucleic => true,
                ResidueClass.Other => !r.IsHetero,
                _ => false,
            });
        return polymer.Count == 1 && polymer[0].IsHetero ? [] : polymer;
    }

    private void LabelPolymer(Chain chain, List<Residue> residues, bool isFirst)
    {
        var sequence = new List<List<string>>();
        for (int i = 0; i < residues.Count; i++)
        {
            bool samePlace = i > 0 && residues[i].Number == residues[i - 1].Number && residues[i].InsertionCode == residues[i - 1].InsertionCode;
            if (!samePlace)
                sequence.Add([]);
            sequence[^1].Add(residues[i].Name);
            residues[i].LabelNumber = sequence.Count;
        }

        EntityInfo entity = Entity("polymer " + string.Join(' ', sequence.Select(s => string.Join('/', s))), "polymer", sequence, "");
        if (isFirst)
            entity.Strands.Add(chain.Id);
        Set(residues, entity, isFirst);
    }

    private EntityInfo Entity(string key, string type, IReadOnlyList<IReadOnlyList<string>> sequence, string name)
    {
        if (!entities.TryGetValue(key, out EntityInfo? entity))
        {
            entity = new EntityInfo((entities.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), type, sequence, name);
            entities.Add(key, entity);
        }

        return entity;
    }

    private void Set(List<Residue> residues, EntityInfo entity, bool isFirst)
    {
        string label = LabelId(labelChains++);
        if (isFirst)
            entity.LabelChains.Add(label);
        foreach (Residue r in residues)
            (r.LabelChain, r.EntityId) = (label, entity.Id);
    }

    /// <summary>A to Z, then AA, BA, CA and so on, as in wwPDB files.</summary>
    private static string LabelId(int index)
    {
        string id = "";
        for (int n = index + 1; n > 0; n = (n - 1) / 26)
            id += (char)('A' + (n - 1) % 26);
        return id;
    }
}
