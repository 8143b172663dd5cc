using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;

namespace Engine.Core.Refinement.Displacements;

/// <summary>A model at a moment of a refinement: what does not change while B factors and occupancies are refined, and those at the start.</summary>
/// <param name="Model">Names, residues, elements, anisotropic displacements.</param>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="B">B of every atom, Å².</param>
/// <param name="Occupancy">Occupancy of every atom.</param>
/// <param name="Selection">Atoms that may change.</param>
public sealed record DisplacementState(Model Model, double[] Positions, double[] B, double[] Occupancy, bool[] Selection)
{
    /// <summary>How far outside the map an atom still contributes to density inside, Å.</summary>
    private const double Reach = 3;

    /// <summary>The heavy atoms in or near a map, with the coordinates, B and occupancies of this state; absent ones (occupancy 0) too.</summary>
    /// <param name="map">Map.</param>
    /// <param name="table">Form factors.</param>
    /// <exception cref="Kernels.InputException">No atom is in the map, or the lengths of the arrays differ.</exception>
    public ScatteringAtoms Scattering(DensityMap map, ScatteringTable table)
    {
        int count = Model.Atoms.Count;
        if (Positions.Length != 3 * count || B.Length != count || Occupancy.Length != count || Selection.Length != count)
            throw new ArgumentException($"arrays of {Positions.Length}, {B.Length}, {Occupancy.Length}, {Selection.Length} for {count} atoms");
        bool[] used = [.. Enumerable.Range(0, count).Select(i => !Model.Atoms[i].Element.IsHydrogen && IsNear(map.Grid, i))];
        if (!used.Contains(true))
            throw new Kernels.InputException($"{map.Name}: no atom of the model lies in the map; check the map's origin or move the model");
        ScatteringAtoms atoms = ScatteringAtoms.Create(Model, used, table, withHydrogens: false, keepAbsent: true);
        atoms.SetPositions(Positions);
        atoms.MakeIsotropic(i => !IsAnisotropic(i));
        atoms.SetB([.. atoms.AtomIndices.Select(i => B[i])]);
        atoms.SetOccupancies([.. atoms.AtomIndices.Select(i => Occupancy[i])]);
        return atoms;
    }

    /// <summary>True for atoms with an anisotropic displacement whose B is still that of the model; another B has replaced the displacement.</summary>
    /// <param name="atom">Index in the model.</param>
    public bool IsAnisotropic(int atom) => Model.Atoms[atom].UAniso != null && B[atom] == Model.Atoms[atom].BIso;

    private bool IsNear(MapGrid grid, int atom)
    {
        Vec3 p = new Vec3(Positions[3 * atom], Positions[3 * atom + 1], Positions[3 * atom + 2]) - grid.Origin;
        return IsNear(p.X, grid.Box.A) && IsNear(p.Y, grid.Box.B) && IsNear(p.Z, grid.Box.C);
    }

    private static bool IsNear(double x, double edge) => x >= -Reach && x <= edge + Reach;
}
