using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Validation;
using Engine.Kernels;

namespace Engine.Core.Scoring;

/// <summary>Inclusion at one level.</summary>
/// <param name="Level">Density, map units.</param>
/// <param name="All">Part of all atoms at or above it, 0 to 1.</param>
/// <param name="Backbone">Part of the backbone atoms; null without any.</param>
public sealed record InclusionPoint(double Level, double All, double? Backbone);

/// <summary>Inclusion of a residue or chain.</summary>
/// <param name="Residue">Index of the residue; null for a chain.</param>
/// <param name="Name">Readable name of the residue, or the author chain id.</param>
/// <param name="Inclusion">Part of its atoms at or above the level, 0 to 1.</param>
/// <param name="NAtoms">Its atoms.</param>
public sealed record GroupInclusion(int? Residue, string Name, double Inclusion, int NAtoms);

/// <summary>
/// Which part of the atoms lies in density at or above a contour level, as in the validation reports of the EMDB. Densities are interpolated linearly. It knows nothing of element, occupancy and B factor; hydrogens do
/// not count, and atoms outside the map count as not included.
/// </summary>
/// <param name="Level">The level.</param>
/// <param name="All">Part of all atoms, 0 to 1.</param>
/// <param name="Backbone">Part of the backbone atoms (N, CA, C, O; phosphate and sugar); null without any.</param>
/// <param name="NAtoms">Number of atoms.</param>
/// <param name="NOutside">Atoms outside the map.</param>
/// <param name="Curve">Inclusion against level, 101 levels from 0 (or the lowest density at an atom, when negative) to the highest density at an atom.</param>
/// <param name="Residues">Inclusion by residue.</param>
/// <param name="Chains">Inclusion by chain.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
public sealed record AtomInclusion(
    ContourLevel Level, double All, double? Backbone, int NAtoms, int NOutside, IReadOnlyList<InclusionPoint> Curve, IReadOnlyList<GroupInclusion> Residues,
    IReadOnlyList<GroupInclusion> Chains, IReadOnlyList<string> Warnings)
{
    private const int Intervals = 100;

    /// <summary>Computes everything.</summary>
    /// <param name="map">Map on a device.</param>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom; the others are treated as absent.</param>
    /// <param name="level">Contour level.</param>
    /// <exception cref="InputException">No atom other than hydrogen is selected.</exception>
    public static AtomInclusion Compute(DeviceMap map, Model model, bool[] selection, ContourLevel level)
    {
        int[] atoms = [.. Enumerable.Range(0, selection.Length).Where(i => selection[i] && !model.Atoms[i].Element.IsHydrogen)];
        if (atoms.Length == 0)
            throw new InputException("no atom other than hydrogen is selected: atom inclusion needs some");
        double[] density = Densities(map, model, atoms);
        bool[] backbone = [.. atoms.Select(a => BackboneAtoms.Contains(ResidueClasses.Of(model.Residues[model.Atoms[a].ResidueIndex].Name), model.Atoms[a].Name))];
        double[] all = Sorted(density), ofBackbone = Sorted(density.Where((_, i) => backbone[i]));
        int outside = density.Count(double.IsNegativeInfinity);
        InclusionPoint at = Point(level.Value, all, ofBackbone);
        return new(
            level, at.All, at.Backbone, atoms.Length, outside, [.. Levels(all).Select(l => Point(l, all, ofBackbone))],
            Groups(atoms, density, level.Value, a => model.Atoms[a].ResidueIndex, (r, part, n) => new(r, Labels.Residue(model, r), part, n)),
            Groups(atoms, density, level.Value, a => model.Residues[model.Atoms[a].ResidueIndex].ChainIndex, (c, part, n) => new(null, model.Chains[c].Id, part, n)),
            outside > 0 ? [$"{outside} of {atoms.Length} atoms lie outside the map and count as not included"] : []);
    }

    /// <summary>Density at atoms; -∞ outside the map.</summary>
    private static double[] Densities(DeviceMap map, Model model, int[] atoms)
    {
        double[] x = [.. atoms.SelectMany(a => new[] { model.Atoms[a].Position.X, model.Atoms[a].Position.Y, model.Atoms[a].Position.Z })];
        float[] values = map.At(x);
        return [.. values.Select((v, i) => map.Contains(model.Atoms[atoms[i]].Position) ? v : double.NegativeInfinity)];
    }

    private static double[] Sorted(IEnumerable<double> density)
    {
        double[] sorted = [.. density];
        Array.Sort(sorted);
        return sorted;
    }

    private static IEnumerable<double> Levels(double[] sorted)
    {
        double low = Math.Min(0, sorted.FirstOrDefault(double.IsFinite)), high = sorted[^1];
        if (!(high > low))
            return [];
        return Enumerable.Range(0, Intervals + 1).Select(k => low + k * (high - low) / Intervals);
    }

    private static InclusionPoint Point(double level, double[] all, double[] backbone) => new(level, Part(level, all), backbone.Length == 0 ? null : Part(level, backbone));

    /// <summary>Part of sorted values at or above a level.</summary>
    private static double Part(double level, double[] sorted)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < level ? (middle + 1, high) : (low, middle);
        }

        return (double)(sorted.Length - low) / sorted.Length;
    }

    private static List<GroupInclusion> Groups(int[] atoms, double[] density, double level, Func<int, int> groupOf, Func<int, double, int, GroupInclusion> make) =>
        [.. atoms.Select((a, i) => (Group: groupOf(a), IsIn: density[i] >= level)).GroupBy(p => p.Group).OrderBy(g => g.Key)
            .Select(g => make(g.Key, g.Average(p => p.IsIn ? 1.0 : 0.0), g.Count()))];
}
