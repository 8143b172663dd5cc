namespace Engine.Core.Models;

/// <summary>Copies structures, whole or in part. Copies keep what the writers need to rewrite the original file.</summary>
public static class StructureCopy
{
    /// <summary>A deep copy: its atoms can be changed without changing the original.</summary>
    public static Structure Copy(Structure structure) => Copy(structure, structure.Models, _ => true);

    /// <summary>A deep copy with only some atoms of the first model, and no other models. Residues and chains without atoms are dropped; links are kept.</summary>
    /// <param name="structure">Original.</param>
    /// <param name="atoms">One flag per atom of the first model: true to keep.</param>
    /// <exception cref="ArgumentException">The number of flags differs from the number of atoms.</exception>
    public static Structure Keep(Structure structure, bool[] atoms)
    {
        if (atoms.Length != structure.First.Atoms.Count)
            throw new ArgumentException($"{atoms.Length} flags for {structure.First.Atoms.Count} atoms", nameof(atoms));
        return Copy(structure, [structure.First], i => atoms[i]);
    }

    /// <summary>A deep copy of the first model with more atoms, each behind the atoms that its residue (<see cref="Atom.ResidueIndex"/>) has; no other models.</summary>
    /// <param name="structure">Original.</param>
    /// <param name="added">New atoms; those of a residue keep their order.</param>
    public static Structure Insert(Structure structure, IEnumerable<Atom> added)
    {
        Structure copy = Copy(structure, [structure.First], _ => true);
        Model model = copy.First;
        ILookup<int, Atom> byResidue = added.ToLookup(a => a.ResidueIndex);
        Atom[] old = [.. model.Atoms];
        model.Atoms.Clear();
        for (int r = 0; r < model.Residues.Count; r++)
        {
            Residue residue = model.Residues[r];
            int first = model.Atoms.Count;
            model.Atoms.AddRange(old.AsSpan(residue.FirstAtom, residue.AtomCount));
            model.Atoms.AddRange(byResidue[r].Select(a => Copy(a, r)));
            (residue.FirstAtom, residue.AtomCount) = (first, model.Atoms.Count - first);
        }

        return copy;
    }

    /// <summary>Some atoms of a model with their residues and chains.</summary>
    /// <param name="model">Original; not changed.</param>
    /// <param name="atoms">One flag per atom: true to keep.</param>
    /// <returns>A deep copy; the model itself when all atoms are kept.</returns>
    public static Model Select(Model model, bool[] atoms) => Array.Exists(atoms, a => !a) ? Copy(model, i => atoms[i]) : model;

    /// <summary>A deep copy of a model at other coordinates.</summary>
    /// <param name="model">Original; not changed.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public static Model At(Model model, ReadOnlySpan<double> x)
    {
        Model copy = Copy(model, _ => true);
        Coordinates.Set(copy, x);
        return copy;
    }

    private static Structure Copy(Structure structure, List<Model> models, Func<int, bool> keep)
    {
        var copy = new Structure { Name = structure.Name, Cell = structure.Cell, Source = structure.Source };
        copy.Links.AddRange(structure.Links);
        copy.Warnings.AddRange(structure.Warnings);
        foreach (Model model in models)
            copy.Models.Add(Copy(model, keep));
        return copy;
    }

    private static Model Copy(Model model, Func<int, bool> keep)
    {
        var copy = new Model { Number = model.Number };
        int[] newChain = new int[model.Chains.Count];
        newChain.AsSpan().Fill(-1);
        foreach (Residue residue in model.Residues)
        {
            int first = copy.Atoms.Count;
            for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
            {
                if (keep(i))
                    copy.Atoms.Add(Copy(model.Atoms[i], copy.Residues.Count));
            }

            if (copy.Atoms.Count == first)
                continue;
            ref int chain = ref newChain[residue.ChainIndex];
            if (chain < 0)
            {
                chain = copy.Chains.Count;
                copy.Chains.Add(new Chain { Id = model.Chains[residue.ChainIndex].Id });
            }

            copy.Chains[chain].Residues.Add(copy.Residues.Count);
            copy.Residues.Add(Copy(residue, chain, first, copy.Atoms.Count - first));
        }

        return copy;
    }

    private static Residue Copy(Residue r, int chain, int first, int count) => new()
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
        FirstAtom = first,
        AtomCount = count,
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
        UAniso = a.UAniso == null ? null : (double[])a.UAniso.Clone(),
        SourceRow = a.SourceRow,
    };
}
