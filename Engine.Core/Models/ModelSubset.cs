namespace Engine.Core.Models;

/// <summary>A model of some of the atoms of another.</summary>
public static class ModelSubset
{
    /// <summary>Copies the selected atoms with their residues and chains.</summary>
    /// <param name="model">All atoms; its atoms' residue indices are not changed.</param>
    /// <param name="selected">True for atoms to keep.</param>
    /// <returns>The same model when everything is selected.</returns>
    public static Model Select(Model model, bool[] selected)
    {
        if (!Array.Exists(selected, s => !s))
            return model;
        var subset = new Model { Number = model.Number };
        var chains = new Dictionary<int, int>();
        foreach (Residue residue in model.Residues)
        {
            int first = subset.Atoms.Count;
            for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
            {
                if (selected[i])
                    subset.Atoms.Add(Copy(model.Atoms[i], subset.Residues.Count));
            }

            if (subset.Atoms.Count == first)
                continue;
            if (!chains.TryGetValue(residue.ChainIndex, out int chain))
            {
                chains[residue.ChainIndex] = chain = subset.Chains.Count;
                subset.Chains.Add(new Chain { Id = model.Chains[residue.ChainIndex].Id });
            }

            subset.Chains[chain].Residues.Add(subset.Residues.Count);
            subset.Residues.Add(Copy(residue, chain, first, subset.Atoms.Count - first));
        }

        return subset;
    }

    private static Residue Copy(Residue r, int chain, int firstAtom, int atomCount) => new()
    {
        Name = r.Name,
        ChainIndex = chain,
        Number = r.Number,
        InsertionCode = r.InsertionCode,
        SegmentId = r.SegmentId,
        LabelChain = r.LabelChain,
        LabelNumber = r.LabelNumber,
        EntityId = r.EntityId,
        IsHetero = r.IsHetero,
        EndsChain = r.EndsChain,
        FirstAtom = firstAtom,
        AtomCount = atomCount,
    };

    private static Atom Copy(Atom a, int residue) => new()
    {
        Name = a.Name,
        Element = a.Element,
        Charge = a.Charge,
        AltLoc = a.AltLoc,
        Serial = a.Serial,
        ResidueIndex = residue,
        Position = a.Position,
        Occupancy = a.Occupancy,
        BIso = a.BIso,
        UAniso = a.UAniso,
    };
}
