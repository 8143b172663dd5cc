using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Scoring;

/// <summary>Correlations over the union of equal spheres round groups of atoms: chains, residues, main chain and side chain.</summary>
internal sealed class RegionScorer
{
    /// <summary>Atoms of a residue that the kernel for small regions takes; larger ones are done as chains are.</summary>
    private const int LargestResidue = 512;

    private readonly DensityMap map;
    private readonly NativeBuffer<float> modelMap;
    private readonly Model model;
    private readonly double radius;
    private readonly Vec3[] centres;
    private readonly bool[] scatters;

    /// <summary>Prepares the groups.</summary>
    /// <param name="map">Observed map.</param>
    /// <param name="modelMap">Model map on the same grid.</param>
    /// <param name="model">Model.</param>
    /// <param name="atoms">Atoms that scatter; the others do not enter any region.</param>
    /// <param name="radius">Radius of the spheres, Å.</param>
    public RegionScorer(DensityMap map, NativeBuffer<float> modelMap, Model model, ScatteringAtoms atoms, double radius)
    {
        (this.map, this.modelMap, this.model, this.radius) = (map, modelMap, model, radius);
        centres = new Vec3[model.Atoms.Count];
        scatters = new bool[model.Atoms.Count];
        for (int i = 0; i < atoms.Count; i++)
        {
            int a = atoms.AtomIndices[i];
            scatters[a] = true;
            centres[a] = VoxelMask.ToVoxels(map.Grid, new Vec3(atoms.Positions[3 * i], atoms.Positions[3 * i + 1], atoms.Positions[3 * i + 2]));
        }
    }

    /// <summary>Correlation round some atoms; null when there are none or it is not defined.</summary>
    /// <param name="atoms">Indices in the model.</param>
    /// <param name="sphereRadius">Radius of the spheres, Å.</param>
    /// <param name="parallel">Work on planes in parallel; the result is the same.</param>
    public double? Around(IEnumerable<int> atoms, double sphereRadius, bool parallel = false)
    {
        Vec3[] chosen = [.. atoms.Where(a => scatters[a]).Select(a => centres[a])];
        if (chosen.Length == 0)
            return null;
        var mask = new VoxelMask(map.Grid, WindowAround(chosen, sphereRadius));
        double[] radii = new double[chosen.Length];
        Array.Fill(radii, sphereRadius);
        mask.AddSpheres(chosen, radii, inclusive: true);
        return MapCorrelation.Inside(mask, map.Values, modelMap, parallel);
    }

    /// <summary>Scores of all chains with selected atoms.</summary>
    /// <param name="selection">One flag per atom of the model.</param>
    /// <param name="local">Resolutions of the atoms, or null.</param>
    public IReadOnlyList<ChainScore> Chains(bool[] selection, AtomResolutions? local = null)
    {
        var scores = new List<ChainScore>();
        foreach (Chain chain in model.Chains)
        {
            int[] atoms = [.. chain.Residues.SelectMany(r => Atoms(model.Residues[r])).Where(a => selection[a])];
            if (atoms.Length > 0)
                scores.Add(new ChainScore(chain.Id, Around(atoms, radius, parallel: true), atoms.Length, MeanB(atoms)) { Resolution = Mean(atoms, local) });
        }

        return scores;
    }

    /// <summary>Scores of all residues with selected atoms.</summary>
    /// <param name="accelerator">Device that sums.</param>
    /// <param name="modelOnDevice">The model map on that device.</param>
    /// <param name="selection">One flag per atom of the model.</param>
    /// <param name="local">Resolutions of the atoms, or null.</param>
    public IReadOnlyList<ResidueScore> Residues(Accelerator accelerator, DeviceBuffer<float> modelOnDevice, bool[] selection, AtomResolutions? local = null)
    {
        (Residue Residue, int[] Atoms)[] residues = [.. model.Residues.Select(r => (r, Atoms(r).Where(a => selection[a]).ToArray())).Where(p => p.Item2.Length > 0)];

        // Three regions per residue: all atoms, main chain, side chain.
        int[][] regions = [.. residues.SelectMany(p => ResidueParts(p.Residue, p.Atoms))];
        double?[] coefficients = Coefficients(accelerator, modelOnDevice, regions);
        return [.. residues.Select((p, i) => new ResidueScore(
            model.Chains[p.Residue.ChainIndex].Id, p.Residue.Number, p.Residue.InsertionCode == '\0' ? "" : p.Residue.InsertionCode.ToString(), p.Residue.Name,
            coefficients[3 * i], coefficients[3 * i + 1], coefficients[3 * i + 2], p.Atoms.Length, MeanB(p.Atoms))
        {
            Resolution = Mean(p.Atoms, local),
        })];
    }

    /// <summary>Selected atoms N, CA, C, O and CB of amino acids, or all the others.</summary>
    /// <param name="selection">One flag per atom of the model.</param>
    /// <param name="mainChain">True for the main chain.</param>
    public IEnumerable<int> Part(bool[] selection, bool mainChain)
    {
        foreach (Residue residue in model.Residues)
        {
            bool protein = ResidueClasses.IsProtein(residue.Name);
            foreach (int a in Atoms(residue))
            {
                if (selection[a] && (protein && IsMainChain(model.Atoms[a].Name)) == mainChain)
                    yield return a;
            }
        }
    }

    private static bool IsMainChain(string name) => name is "N" or "CA" or "C" or "O" or "CB";

    private static IEnumerable<int> Atoms(Residue residue) => Enumerable.Range(residue.FirstAtom, residue.AtomCount);

    private int[][] ResidueParts(Residue residue, int[] atoms) => ResidueClasses.IsProtein(residue.Name)
        ?
        [
            atoms,
            [.. atoms.Where(a => IsMainChain(model.Atoms[a].Name))],
            [.. atoms.Where(a => model.Atoms[a] is { Element.IsHydrogen: false, Name: not "OXT" } atom && !IsMainChain(atom.Name))],
        ]
        : [atoms, [], []];

    private double?[] Coefficients(Accelerator accelerator, DeviceBuffer<float> modelOnDevice, int[][] regions)
    {
        int[] small = [.. Enumerable.Range(0, regions.Length).Where(r => regions[r].Length is > 0 and <= LargestResidue)];
        int[] start = new int[small.Length + 1];
        var places = new List<double>();
        for (int k = 0; k < small.Length; k++)
        {
            foreach (int a in regions[small[k]].Where(a => scatters[a]))
                places.AddRange([centres[a].X, centres[a].Y, centres[a].Z]);
            start[k + 1] = places.Count / 3;
        }

        Vec3 voxel = map.Grid.VoxelSize;
        var spheres = new SphereRegions((map.Grid.Nx, map.Grid.Ny, map.Grid.Nz), new SphereRuns(voxel.X, voxel.Y, voxel.Z), start, [.. places], radius);
        using DeviceBuffer<float> observed = accelerator.Share(map.Values, "map to compare");
        CorrelationSums[] sums = accelerator.Regions.Correlate(observed, modelOnDevice, spheres);
        double?[] coefficients = new double?[regions.Length];
        for (int k = 0; k < small.Length; k++)
            coefficients[small[k]] = MapCorrelation.Coefficient(sums[k]);
        for (int r = 0; r < regions.Length; r++)
        {
            if (regions[r].Length > LargestResidue)
                coefficients[r] = Around(regions[r], radius, parallel: true);
        }

        return coefficients;
    }

    private static double? Mean(int[] atoms, AtomResolutions? local) => local == null ? null : atoms.Average(a => local.Values[a]);

    private double MeanB(int[] atoms) => atoms.Average(a => model.Atoms[a].BIso);

    private VoxelWindow WindowAround(Vec3[] chosen, double sphereRadius)
    {
        Vec3 low = chosen[0], high = chosen[0], voxel = map.Grid.VoxelSize;
        foreach (Vec3 c in chosen)
        {
            low = new Vec3(Math.Min(low.X, c.X), Math.Min(low.Y, c.Y), Math.Min(low.Z, c.Z));
            high = new Vec3(Math.Max(high.X, c.X), Math.Max(high.Y, c.Y), Math.Max(high.Z, c.Z));
        }

        Vec3 r = new(sphereRadius / voxel.X, sphereRadius / voxel.Y, sphereRadius / voxel.Z);
        (low, high) = (low - r, high + r);
        return VoxelWindow.Around(
            map.Grid,
            ((int)Math.Floor(low.X), (int)Math.Floor(low.Y), (int)Math.Floor(low.Z)),
            ((int)Math.Ceiling(high.X), (int)Math.Ceiling(high.Y), (int)Math.Ceiling(high.Z)));
    }
}
