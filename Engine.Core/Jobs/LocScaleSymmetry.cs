using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Finds the operators over which a locally scaled map is averaged.</summary>
internal static class LocScaleSymmetry
{
    /// <summary>Asks for the symmetry of the model.</summary>
    public const string FromModel = "from-model";

    /// <summary>The operators in the frame of the map; null when none are asked for.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="grid">Grid of the map; axes of point groups meet at its voxel n/2 unless the request has a centre.</param>
    /// <param name="structure">Model; or null.</param>
    /// <exception cref="UsageException">No such point group, or no operator besides the identity.</exception>
    /// <exception cref="InputException">The file has no operators, the model no copies, or the operators form no group.</exception>
    public static SymmetryOperators? Of(LocScaleRequest request, MapGrid grid, Structure? structure)
    {
        if (request.Symmetry is not { } name)
            return null;
        Vec3 v = grid.VoxelSize, centre = request.SymmetryCentre ?? grid.Origin + new Vec3(grid.Nx / 2 * v.X, grid.Ny / 2 * v.Y, grid.Nz / 2 * v.Z);
        SymmetryOperators operators = name == FromModel ? OfModel(structure!.First) : SymmetryOperators.PointGroup(name, centre) ?? SymmetryFile.Read(name);
        if (operators.Proper.Count == 0)
            throw new UsageException($"--symmetry {name}: there is no operator besides the identity");
        return operators.IsGroup
            ? operators
            : throw new InputException($"--symmetry {name}: the operators do not form a group, so that they hold for parts of the map only; the result cannot be averaged over them");
    }

    private static SymmetryOperators OfModel(Model model)
    {
        NcsGroup group = NcsSearch.Find(model).OrderByDescending(g => g.Copies.Count).FirstOrDefault()
            ?? throw new InputException($"--symmetry {FromModel}: the model has no copies of a chain");
        return new(FromModel, [RigidTransform.Identity, .. group.Copies.Select(c => c.Operator)]);
    }
}
