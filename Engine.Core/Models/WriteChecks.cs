using Engine.Kernels;

namespace Engine.Core.Models;

/// <summary>Checks before a model is written.</summary>
internal static class WriteChecks
{
    /// <summary>Refuses numbers that are not finite.</summary>
    /// <exception cref="NumericalException">Names the atom.</exception>
    public static void RequireFinite(Structure structure)
    {
        foreach (Model model in structure.Models)
        {
            foreach (Atom a in model.Atoms)
            {
                if (!a.Position.IsFinite || Math.Abs(a.Position.X) > 1e9 || Math.Abs(a.Position.Y) > 1e9 || Math.Abs(a.Position.Z) > 1e9)
                    throw new NumericalException($"{structure.Name}: {Describe(model, a)} has the position {FormattableString.Invariant($"{a.Position.X} {a.Position.Y} {a.Position.Z}")}; nothing was written");
                if (!(Math.Abs(a.BIso) < 1e9) || !(Math.Abs(a.Occupancy) < 1e9) || a.UAniso is { } u && Array.Exists(u, v => !(Math.Abs(v) < 1e9)))
                    throw new NumericalException($"{structure.Name}: {Describe(model, a)} has a B factor or occupancy that is not finite; nothing was written");
            }
        }
    }

    /// <summary>An atom in words: "atom CA of ALA A 12".</summary>
    public static string Describe(Model model, Atom atom)
    {
        Residue r = model.Residues[atom.ResidueIndex];
        return $"atom {atom.Name} of {r.Name} {model.Chains[r.ChainIndex].Id} {r.Number}{(r.InsertionCode == '\0' ? "" : r.InsertionCode.ToString())}";
    }
}
