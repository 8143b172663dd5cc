using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.DifferenceMaps;

/// <summary>A peak of a difference map.</summary>
/// <param name="Rank">1 for the highest of its sign.</param>
/// <param name="Sigma">Height in σ; below 0 for negative peaks.</param>
/// <param name="X">Place, Å.</param>
/// <param name="Y">Place, Å.</param>
/// <param name="Z">Place, Å.</param>
/// <param name="Atom">Nearest selected atom, such as "A 15 LEU CD1".</param>
/// <param name="Distance">Its distance, Å.</param>
/// <param name="Chain">Author chain id of its residue.</param>
/// <param name="Number">Author residue number.</param>
/// <param name="Icode">Insertion code; empty when none.</param>
/// <param name="Residue">Component id.</param>
/// <param name="Others">Other residues within 4 Å, nearest first, at most three, such as "A 16 ALA".</param>
public sealed record DifferencePeak(
    int Rank, double Sigma, double X, double Y, double Z, string Atom, double Distance, string Chain, int Number, string Icode, string Residue, IReadOnlyList<string> Others);

/// <summary>Peaks of one sign.</summary>
/// <param name="Peaks">Highest first.</param>
/// <param name="Found">How many there are above the level and near the model, listed or not.</param>
/// <param name="Far">How many there are above the level that are too far from the model, or outside the mask.</param>
public sealed record PeakList(IReadOnlyList<DifferencePeak> Peaks, int Found, int Far)
{
    private const double OtherDistance = 4;
    private const int MostOthers = 3;

    /// <summary>Lists the peaks of a map.</summary>
    /// <param name="map">Difference map in σ.</param>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom: those that peaks are named after.</param>
    /// <param name="options">Level, distance, number and resolution.</param>
    /// <param name="sign">1 for positive peaks, -1 for negative ones.</param>
    /// <param name="mask">Peaks at values below a half count as far; null = no mask.</param>
    internal static PeakList Of(DensityMap map, Model model, bool[] selection, DifferenceMapOptions options, int sign, SoftMask? mask = null)
    {
        Vec3[] places = [.. model.Atoms.Select(a => a.Position)];
        var atoms = new AtomGrid(places, Enumerable.Range(0, places.Length).Where(i => selection[i]), Math.Max(options.PeakDistance, OtherDistance));
        List<MapPeak> all = Separate(MapPeaks.Find(map, options.PeakLevel, sign), Math.Max(1.5, options.Resolution / 2));
        var near = new List<int>();
        var listed = new List<DifferencePeak>();
        int found = 0, far = 0;
        foreach (MapPeak peak in all)
        {
            atoms.Near(peak.Position, options.PeakDistance, near);
            if (near.Count == 0 || (mask != null && !IsInside(mask, map.Grid, peak.Position)))
            {
                far++;
                continue;
            }

            found++;
            if (listed.Count < options.MostPeaks)
                listed.Add(Describe(model, peak, [.. near.OrderBy(a => Vec3.Distance(places[a], peak.Position))], listed.Count + 1, sign));
        }

        return new(listed, found, far);
    }

    /// <summary>True where the mask is a half or more at the nearest voxel.</summary>
    private static bool IsInside(SoftMask mask, MapGrid grid, Vec3 place)
    {
        Vec3 p = place - grid.Origin, v = grid.VoxelSize;
        int x = (int)Math.Round(p.X / v.X), y = (int)Math.Round(p.Y / v.Y), z = (int)Math.Round(p.Z / v.Z);
        return mask.Values[((long)z * grid.Ny + y) * grid.Nx + x] >= 0.5f;
    }

    /// <summary>Leaves out peaks that are nearer than a distance to a higher one.</summary>
    private static List<MapPeak> Separate(List<MapPeak> peaks, double distance)
    {
        Vec3[] places = [.. peaks.Select(p => p.Position)];
        var grid = new AtomGrid(places, Enumerable.Range(0, places.Length), distance);
        var isKept = new bool[places.Length];
        var near = new List<int>();
        for (int i = 0; i < places.Length; i++)
        {
            grid.Near(places[i], distance, near);
            isKept[i] = !near.Exists(j => j < i && isKept[j]);
        }

        return [.. peaks.Where((_, i) => isKept[i])];
    }

    private static DifferencePeak Describe(Model model, MapPeak peak, int[] atoms, int rank, int sign)
    {
        int nearest = model.Atoms[atoms[0]].ResidueIndex;
        Residue residue = model.Residues[nearest];
        string[] others =
        [
            .. atoms.Where(a => Vec3.Distance(model.Atoms[a].Position, peak.Position) <= OtherDistance).Select(a => model.Atoms[a].ResidueIndex).Where(r => r != nearest).Distinct().Take(MostOthers)
                .Select(r => Labels.Residue(model, r)),
        ];
        return new(
            rank, sign * peak.Height, peak.Position.X, peak.Position.Y, peak.Position.Z, Labels.Atom(model, atoms[0]), Vec3.Distance(model.Atoms[atoms[0]].Position, peak.Position),
            model.Chains[residue.ChainIndex].Id, residue.Number, residue.InsertionCode == '\0' ? "" : residue.InsertionCode.ToString(), residue.Name, others);
    }
}
