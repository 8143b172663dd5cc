using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Models.Cif;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>The resolution of every atom of a model, and where it comes from.</summary>
public sealed class AtomResolutions
{
    /// <summary>Column of _atom_site that holds a local resolution, Å.</summary>
    public const string Property = "local_resolution";

    private const double Coarsest = 100;

    private readonly List<string> warnings = [];

    private AtomResolutions(string source, double[] values) => (Source, Values) = (source, values);

    /// <summary>What the resolutions were taken from, for outputs.</summary>
    public string Source { get; }

    /// <summary>One per atom of the model, Å.</summary>
    public double[] Values { get; }

    /// <summary>What was odd, one line each.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>True when all atoms have the same resolution.</summary>
    public bool IsUniform => Array.TrueForAll(Values, d => d == Values[0]);

    /// <summary>One resolution for all atoms.</summary>
    /// <param name="model">Model.</param>
    /// <param name="d">Resolution, Å.</param>
    public static AtomResolutions Uniform(Model model, double d) => new(Text($"uniform {d:0.###} Å"), Fill(model, d));

    /// <summary>
    /// Values of a local-resolution map at the atoms, trilinear between its voxels; the map may have any grid. Atoms outside it, or where it holds nothing
    /// (0, as outside of masks), get the fallback.
    /// </summary>
    /// <param name="model">Model.</param>
    /// <param name="map">Local resolution, Å, orthogonal.</param>
    /// <param name="fallback">Resolution of the other atoms, Å.</param>
    /// <exception cref="InputException">The map is not orthogonal or gives no atom a resolution.</exception>
    public static AtomResolutions FromMap(Model model, DensityMap map, double fallback)
    {
        if (!map.Grid.Cell.IsOrthogonal)
            throw new InputException($"{map.Name}: a local-resolution map needs an orthogonal cell");
        var resolutions = new AtomResolutions($"map {Path.GetFileName(map.Name)}", Fill(model, fallback));
        resolutions.Take("without a value in the local-resolution map", fallback, map.Name, i => Trilinear(map, model.Atoms[i].Position));
        return resolutions;
    }

    /// <summary>The B column, in which some programs write a local resolution.</summary>
    /// <param name="model">Model.</param>
    /// <param name="fallback">Resolution of atoms whose value cannot be one, Å.</param>
    /// <exception cref="InputException">No atom has a usable value.</exception>
    public static AtomResolutions FromB(Model model, double fallback)
    {
        var resolutions = new AtomResolutions("B column", Fill(model, fallback));
        resolutions.Take("whose B column is no resolution", fallback, "the B column", i => model.Atoms[i].BIso);
        resolutions.warnings.Add("the B column holds resolutions, so every atom has B 0 in the model map");
        return resolutions;
    }

    /// <summary>The column local_resolution of _atom_site in an mmCIF file.</summary>
    /// <param name="structure">Structure as read; its first model.</param>
    /// <param name="fallback">Resolution of atoms without a value, Å.</param>
    /// <exception cref="InputException">The file is no mmCIF file, or has no such column or no value in it.</exception>
    public static AtomResolutions FromProperty(Structure structure, double fallback)
    {
        if (structure.Source is not MmcifSource source)
            throw new InputException($"{structure.Name}: local resolutions as a property need an mmCIF file with _atom_site.{Property}; use --resolution-from b for PDB files");
        CifCategory? sites = source.Block.Category("_atom_site");
        int column = sites?.Column(Property) ?? -1;
        if (column < 0)
            throw new InputException($"{structure.Name}: _atom_site has no column {Property}; give --local-resolution MAP or --resolution-from b");
        Model model = structure.First;
        var resolutions = new AtomResolutions($"_atom_site.{Property}", Fill(model, fallback));
        resolutions.Take($"without a value of {Property}", fallback, structure.Name, i => sites!.Number(model.Atoms[i].SourceRow, column));
        return resolutions;
    }

    /// <summary>One resolution per chain.</summary>
    /// <param name="model">Model.</param>
    /// <param name="byChain">Resolution by author chain id, Å.</param>
    /// <param name="others">Resolution of the other chains, Å.</param>
    /// <exception cref="InputException">The model has no such chain.</exception>
    public static AtomResolutions FromChains(Model model, IReadOnlyDictionary<string, double> byChain, double others)
    {
        var resolutions = new AtomResolutions(
            "chains " + string.Join(", ", byChain.Select(p => Text($"{p.Key}={p.Value:0.###}"))), Fill(model, others));
        foreach (string id in byChain.Keys)
        {
            if (!model.Chains.Any(c => c.Id == id))
                throw new InputException($"--chain-resolution: the model has no chain {id}; its chains are {string.Join(", ", model.Chains.Select(c => c.Id).Distinct())}");
        }

        for (int i = 0; i < resolutions.Values.Length; i++)
        {
            if (byChain.TryGetValue(model.Chains[model.Residues[model.Atoms[i].ResidueIndex].ChainIndex].Id, out double d))
                resolutions.Values[i] = d;
        }

        return resolutions;
    }

    /// <summary>The resolutions of some of the atoms.</summary>
    /// <param name="selected">One flag per atom.</param>
    public AtomResolutions Of(ReadOnlySpan<bool> selected)
    {
        var values = new List<double>();
        for (int i = 0; i < Values.Length; i++)
        {
            if (selected[i])
                values.Add(Values[i]);
        }

        return new AtomResolutions(Source, [.. values]);
    }

    /// <summary>Raises resolutions finer than a limit to it, and says how many.</summary>
    /// <param name="limit">Finest resolution, Å.</param>
    /// <param name="why">Reason, for the warning.</param>
    public void Clamp(double limit, string why)
    {
        int count = 0;
        for (int i = 0; i < Values.Length; i++)
        {
            if (Values[i] >= limit)
                continue;
            Values[i] = limit;
            count++;
        }

        if (count > 0)
            warnings.Add(Text($"{count} of {Values.Length} atoms have a resolution finer than {limit:0.##} Å, {why}: set to {limit:0.##} Å"));
    }

    private static double[] Fill(Model model, double d)
    {
        var values = new double[model.Atoms.Count];
        Array.Fill(values, d);
        return values;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private void Take(string what, double fallback, string name, Func<int, double> value)
    {
        int missing = 0;
        for (int i = 0; i < Values.Length; i++)
        {
            double d = value(i);
            if (d > 0.2 && d < Coarsest)
                Values[i] = d;
            else
                missing++;
        }

        if (missing == Values.Length)
            throw new InputException($"{name}: gives no atom a resolution between 0.2 and {Coarsest} Å");
        if (missing > 0)
            warnings.Add(Text($"{missing} of {Values.Length} atoms {what}: they get {fallback:0.##} Å"));
    }

    /// <summary>Interpolated value of the voxels that hold one; NaN outside the box, or where most of the weight falls on empty voxels.</summary>
    private static double Trilinear(DensityMap map, Vec3 position)
    {
        MapGrid g = map.Grid;
        Vec3 voxel = g.VoxelSize, p = position - g.Origin;
        double u = p.X / voxel.X, v = p.Y / voxel.Y, w = p.Z / voxel.Z;
        if (!(u >= 0 && v >= 0 && w >= 0 && u <= g.Nx - 1 && v <= g.Ny - 1 && w <= g.Nz - 1))
            return double.NaN;
        (int x, int y, int z) = ((int)u, (int)v, (int)w);
        double sum = 0, weights = 0;
        for (int corner = 0; corner < 8; corner++)
        {
            (int i, int j, int k) = (corner & 1, (corner >> 1) & 1, corner >> 2);
            double weight = (i == 1 ? u - x : 1 - u + x) * (j == 1 ? v - y : 1 - v + y) * (k == 1 ? w - z : 1 - w + z);
            double value = weight == 0 ? 0 : map[x + i, y + j, z + k];

            // At the rim of a masked map the voxels that hold a value decide.
            if (value > 0 && value < Coarsest)
                (sum, weights) = (sum + weight * value, weights + weight);
        }

        return weights > 0.25 ? sum / weights : double.NaN;
    }
}
