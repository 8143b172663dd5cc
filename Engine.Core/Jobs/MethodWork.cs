using System.Diagnostics;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Model maps by atom images and Fourier transforms: form factors, B factors and each atom's resolution.</summary>
internal static class MethodWork
{
    public static ModelMapWork Run(
        Accelerator accelerator, ModelMapRequest request, Model model, bool[] selected, AtomResolutions resolutions, MapGrid grid, List<string> warnings)
    {
        var seconds = new Dictionary<string, double>();
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, selected, request.Scattering);
        warnings.AddRange(atoms.Warnings);
        if (request.Resolution.IsLocal)
            ClampToGrid(request, resolutions, grid, warnings);
        atoms.SetResolutions([.. atoms.AtomIndices.Select(i => resolutions.Values[i])]);
        double[] sorted = [.. atoms.Resolutions];
        Array.Sort(sorted);
        warnings.AddRange(BoxPlacement.Check(grid, atoms.Positions, sorted[^1], request.Images.Wrap));
        ModelMapChoice choice = ModelMapChoice.Make(accelerator, grid, atoms, request.Kind, request.Images);
        long start = Stopwatch.GetTimestamp();
        using ModelMapMethod method = choice.Create(
            accelerator, grid, new ModelMapOptions { Scattering = request.Scattering, Edge = request.Images.Edge, IncludeF000 = true }, atoms);
        seconds["prepare"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        start = Stopwatch.GetTimestamp();
        method.Compute(atoms);
        accelerator.Synchronize();
        seconds["compute"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        DensityMap map = method.ToDensityMap("model map");
        var images = method as ImageMapPlan;
        var report = new ModelMapReport
        {
            Method = method.Name,
            Choice = request.Kind == ModelMapKind.Auto ? choice.Reason : null,
            Estimates = choice.Estimates,
            Builder = images?.BuilderName,
            BuilderChoice = images?.BuilderReason,
            Terms = images?.TermCount,
            Nodes = images?.Shape!.Nodes,
            Profiles = images?.ClassCount,
            Radius = images?.Shape!.Radius,
            LargestRadius = images?.Shape!.Radius * sorted[^1],
            Edge = request.Images.Edge,
            Accuracy = images == null ? null : request.Images.Accuracy,
            EstimatedError = images?.EstimatedError ?? ModelMapAccuracy.Default.EstimatedError,
            Bins = method is BinnedMapPlan bins ? bins.Bins.Values : [],
            ResolutionSource = resolutions.Source,
            ResolutionFinest = sorted[0],
            ResolutionMedian = sorted[sorted.Length / 2],
            ResolutionCoarsest = sorted[^1],
            Scattering = request.Scattering.Name,
            Unit = $"{request.Scattering.Unit}/Å³",
            Atoms = atoms.Count,
            Wrap = request.Images.Wrap,
        };
        return new ModelMapWork(map, report, method.Warnings, seconds);
    }

    private static void ClampToGrid(ModelMapRequest request, AtomResolutions resolutions, MapGrid grid, List<string> warnings)
    {
        int before = resolutions.Warnings.Count;
        Geometry.Vec3 voxel = grid.VoxelSize;
        double limit = 2 * (1 + request.Images.Edge) * Math.Max(voxel.X, Math.Max(voxel.Y, voxel.Z));
        resolutions.Clamp(limit, FormattableString.Invariant($"the limit of the map's voxels with an edge of {request.Images.Edge}"));
        warnings.AddRange(resolutions.Warnings.Skip(before));
    }
}
