namespace Engine.Core.Models;

/// <summary>Finds residues and atoms of a model by their ids.</summary>
public sealed class ModelIndex
{
    private readonly Model model;
    private readonly Dictionary<(string Chain, int Number, char InsertionCode), List<int>> residues = [];

    /// <summary>Builds the index.</summary>
    /// <param name="model">Model; its residues must not change while the index is in use.</param>
    public ModelIndex(Model model)
    {
        this.model = model;
        for (int i = 0; i < model.Residues.Count; i++)
        {
            Residue r = model.Residues[i];
            var key = (model.Chains[r.ChainIndex].Id, r.Number, r.InsertionCode);
            if (!residues.TryGetValue(key, out List<int>? list))
                residues.Add(key, list = []);
            list.Add(i);
        }
    }

    /// <summary>Indices of the residues at a place; several for microheterogeneity, none when there is no such residue.</summary>
    public IReadOnlyList<int> Residues(string chain, int number, char insertionCode = '\0') =>
        residues.TryGetValue((chain, number, insertionCode), out List<int>? list) ? list : [];

    /// <summary>Index of the atom that a link names; -1 when it is not in the model. A link without alternate location finds the first one.</summary>
    public int Atom(LinkPartner partner)
    {
        foreach (int r in Residues(partner.Chain, partner.Number, partner.InsertionCode))
        {
            Residue residue = model.Residues[r];
            if (residue.Name != partner.ResidueName)
                continue;
            for (int a = residue.FirstAtom; a < residue.FirstAtom + residue.AtomCount; a++)
            {
                if (model.Atoms[a].Name == partner.AtomName && (partner.AltLoc == '\0' || partner.AltLoc == model.Atoms[a].AltLoc))
                    return a;
            }
        }

        return -1;
    }
}
