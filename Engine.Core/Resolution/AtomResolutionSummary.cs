using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Resolution;

/// <summary>Local resolutions of the atoms of a chain.</summary>
/// <param name="Chain">Author chain id.</param>
/// <param name="Atoms">Atoms with a resolution.</param>
/// <param name="Median">Å.</param>
/// <param name="Percentile5">Å.</param>
/// <param name="Percentile95">Å.</param>
public sealed record ChainResolution(string Chain, int Atoms, double Median, double Percentile5, double Percentile95);

/// <summary>Local resolutions at the atoms of a model.</summary>
/// <param name="Values">One per atom, Å; NaN where the map holds none.</param>
/// <param name="Chains">By chain, chains without any resolved atom left out.</param>
/// <param name="Missing">Atoms without a resolution.</param>
public sealed record AtomResolutionSummary(double[] Values, IReadOnlyList<ChainResolution> Chains, int Missing)
{
    /// <summary>Reads a local-resolution map at the atoms, trilinear.</summary>
    /// <param name="model">Model.</param>
    /// <param name="map">Resolutions, Å, 0 where there is none.</param>
    /// <exception cref="InputException">No atom gets a resolution.</exception>
    public static AtomResolutionSummary Of(Model model, DensityMap map)
    {
        double[] values = AtomResolutions.FromMap(model, map, double.NaN).Values;
        var chains = new List<ChainResolution>();
        foreach (IGrouping<string, float> chain in model.Atoms
            .Select((a, i) => (Chain: model.Chains[model.Residues[a.ResidueIndex].ChainIndex].Id, Value: (float)values[i]))
            .Where(a => !float.IsNaN(a.Value)).GroupBy(a => a.Chain, a => a.Value))
        {
            float[] sorted = [.. chain.Order()];
            chains.Add(new(chain.Key, sorted.Length, Percentile(0.5), Percentile(0.05), Percentile(0.95)));

            double Percentile(double part) => LocalResolutionSummary.Percentile(sorted, part);
        }

        return new(values, chains, values.Count(double.IsNaN));
    }
}
