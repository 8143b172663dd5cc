using Engine.Core.Chemistry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Scoring;

/// <summary>A density at which a map is contoured.</summary>
/// <param name="Value">Density, map units.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="IsRecommended">True when the user or the depositor gave it; false when it was estimated.</param>
public sealed record ContourLevel(double Value, string Source, bool IsRecommended)
{
    /// <summary>Volume of protein by mass, Å³/Da (partial specific volume 0.73 cm³/g).</summary>
    public const double VolumePerDalton = 1.21;

    /// <summary>Mass of proteins and nucleic acids by that of their atoms other than hydrogen.</summary>
    private const double WithHydrogens = 1.075;

    /// <summary>A level that the user gave.</summary>
    /// <param name="value">Density, map units.</param>
    /// <exception cref="UsageException">It is not a finite number.</exception>
    public static ContourLevel Given(double value) =>
        double.IsFinite(value) ? new(value, "given", true) : throw new UsageException(FormattableString.Invariant($"--level {value}: give a finite density in map units"));

    /// <summary>
    /// The level that encloses the volume of the molecule, 1.21 Å³ per Da. Where a model has no hydrogens, 7.5 % are added to its mass for them. MRC files hold no recommended level (the EMDB keeps it
    /// in its header file), so this stands in for it where none is given.
    /// </summary>
    /// <param name="map">Map.</param>
    /// <param name="model">Model; occupancies count.</param>
    /// <param name="selection">One flag per atom.</param>
    /// <exception cref="InputException">The molecule has no mass, or is larger than the map.</exception>
    public static ContourLevel OfVolume(DensityMap map, Model model, bool[] selection)
    {
        double mass = 0, hydrogens = 0;
        for (int i = 0; i < selection.Length; i++)
        {
            Atom atom = model.Atoms[i];
            double part = selection[i] ? atom.Occupancy * AtomicMasses.Of(atom.Element) : 0;
            mass += part;
            hydrogens += atom.Element.IsHydrogen ? part : 0;
        }

        double dalton = hydrogens > 0 ? mass : mass * WithHydrogens, volume = VolumePerDalton * dalton;
        Geometry.Vec3 v = map.Grid.VoxelSize;
        long voxels = (long)Math.Round(volume / (v.X * v.Y * v.Z));
        if (voxels < 1)
            throw new InputException("the selected atoms have no mass: no contour level can be estimated; give one with --level");
        if (voxels >= map.Grid.VoxelCount)
            throw new InputException(FormattableString.Invariant($"the selected atoms fill {volume:0} Å³, more than the map ({map.Name}): check its voxel size, or give --level"));
        return new(
            HighestVoxels.Threshold(map.Values, voxels), FormattableString.Invariant($"encloses {volume:0} Å³, the volume of {dalton / 1000:0.0} kDa at {VolumePerDalton} Å³/Da"), false);
    }
}
