using Engine.Core.Maps;
using Engine.Core.Models;

namespace Engine.Tests.Refinement.Convergence;

/// <summary>Apoferritin at 1.75 Å, the protein alone.</summary>
internal static class RealCase
{
    public static (Model Model, DensityMap Map) Apoferritin()
    {
        Model all = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb")).First;
        Model model = StructureCopy.Select(all, [.. all.Atoms.Select(a => all.Residues[a.ResidueIndex].Name is not ("HOH" or "MG"))]);
        return (model, MapReader.Read(SharedData.Require("data", "real", "apo_20026", "map.map.gz"), new MapReadOptions()));
    }
}
