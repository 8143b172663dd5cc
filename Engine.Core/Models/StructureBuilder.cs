namespace Engine.Core.Models;

/// <summary>What identifies the residue of an atom while a file is read.</summary>
internal readonly record struct ResidueKey(string Chain, int Number, char InsertionCode, string Name, string Segment, string LabelChain);

/// <summary>
/// Collects the atoms of one model in file order. Atoms of a residue that do not follow each other are brought together,
/// unless the residue already has an atom of that name and alternate location: then they are another residue of the same number.
/// </summary>
internal sealed class StructureBuilder(int modelNumber)
{
    private readonly Model model = new() { Number = modelNumber };
    private readonly Dictionary<string, int> chainIndex = new(StringComparer.Ordinal);
    private readonly Dictionary<ResidueKey, int> residueIndex = [];

    /// <summary>Per atom, the previous atom of its residue, or -1; with the last atom per residue it gives a residue's atoms before they are sorted.</summary>
    private readonly List<int> previousInResidue = [];
    private readonly List<int> lastOfResidue = [];
    private ResidueKey currentKey;
    private int current = -1;
    private bool outOfOrder;

    /// <summary>Model number.</summary>
    public int Number => model.Number;

    /// <summary>Number of atoms so far.</summary>
    public int AtomCount => model.Atoms.Count;

    /// <summary>The last atom added, or null.</summary>
    public Atom? LastAtom => model.Atoms.Count > 0 ? model.Atoms[^1] : null;

    /// <summary>Residue of the last atom, or null.</summary>
    public Residue? CurrentResidue => current < 0 ? null : model.Residues[current];

    /// <summary>True when the atom starts another residue than the last one did.</summary>
    public bool IsNewResidue(in ResidueKey key) => current < 0 || !key.Equals(currentKey);

    /// <summary>True when the current residue has an atom of this name and alternate location.</summary>
    public bool CurrentHas(string name, char altLoc) => current >= 0 && Has(current, name, altLoc);

    /// <summary>Adds an atom and gives its residue.</summary>
    public Residue Add(in ResidueKey key, Atom atom, bool isHetero)
    {
        if (IsNewResidue(key))
            SwitchResidue(key, atom, isHetero);
        atom.ResidueIndex = current;
        previousInResidue.Add(lastOfResidue[current]);
        lastOfResidue[current] = model.Atoms.Count;
        model.Atoms.Add(atom);
        return model.Residues[current];
    }

    /// <summary>A TER record: the current residue ends its chain.</summary>
    public void EndChain()
    {
        if (current >= 0)
            model.Residues[current].EndsChain = true;
    }

    /// <summary>The finished model.</summary>
    /// <param name="warnings">Gets a line for atoms that occur twice.</param>
    public Model Finish(List<string> warnings)
    {
        if (outOfOrder)
            SortByResidue();
        int first = 0;
        foreach (Residue r in model.Residues)
            r.AtomCount = 0;
        foreach (Atom a in model.Atoms)
            model.Residues[a.ResidueIndex].AtomCount++;
        foreach (Residue r in model.Residues)
        {
            r.FirstAtom = first;
            first += r.AtomCount;
        }

        WarnOfDuplicates(warnings);
        return model;
    }

    private void SwitchResidue(in ResidueKey key, Atom atom, bool isHetero)
    {
        currentKey = key;
        if (residueIndex.TryGetValue(key, out int known) && !Has(known, atom.Name, atom.AltLoc))
        {
            current = known;
            outOfOrder = true;
            return;
        }

        if (!chainIndex.TryGetValue(key.Chain, out int chain))
        {
            chain = model.Chains.Count;
            chainIndex.Add(key.Chain, chain);
            model.Chains.Add(new Chain { Id = key.Chain });
        }

        current = model.Residues.Count;
        residueIndex[key] = current;
        model.Chains[chain].Residues.Add(current);
        lastOfResidue.Add(-1);
        model.Residues.Add(new Residue
        {
            Name = key.Name,
            ChainIndex = chain,
            Number = key.Number,
            InsertionCode = key.InsertionCode,
            SegmentId = key.Segment,
            LabelChain = key.LabelChain,
            IsHetero = isHetero,
        });
    }

    private bool Has(int residue, string name, char altLoc)
    {
        for (int a = lastOfResidue[residue]; a >= 0; a = previousInResidue[a])
        {
            if (model.Atoms[a].AltLoc == altLoc && model.Atoms[a].Name == name)
                return true;
        }

        return false;
    }

    private void SortByResidue()
    {
        Atom[] sorted = [.. model.Atoms.OrderBy(a => a.ResidueIndex)];
        model.Atoms.Clear();
        model.Atoms.AddRange(sorted);
    }

    private void WarnOfDuplicates(List<string> warnings)
    {
        int count = 0;
        string first = "";
        var seen = new HashSet<(string, char)>();
        foreach (Residue r in model.Residues)
        {
            seen.Clear();
            for (int a = r.FirstAtom; a < r.FirstAtom + r.AtomCount; a++)
            {
                if (seen.Add((model.Atoms[a].Name, model.Atoms[a].AltLoc)))
                    continue;
                if (count++ == 0)
                    first = $"{model.Atoms[a].Name} of {r.Name} {model.Chains[r.ChainIndex].Id} {r.Number}";
            }
        }

        if (count > 0)
            warnings.Add($"model {model.Number}: {count} atoms repeat the name and alternate location of another atom of their residue, the first is {first}");
    }
}
