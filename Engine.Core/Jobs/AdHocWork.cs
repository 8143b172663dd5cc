using System.Diagnostics;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.ModelMaps.AdHoc;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Model maps by the ad hoc formulas of the field.</summary>
internal static class AdHocWork
{
    public static ModelMapWork Run(Accelerator accelerator, ModelMapRequest request, Model model, bool[] selected, MapGrid grid)
    {
        double d = request.Resolution.Resolution;
        long start = Stopwatch.GetTimestamp();
        using AdHocMap map = AdHocMap.Compute(
            accelerator, grid, model, selected, AdHocFormula.Named(request.Kind.Name()), d, request.Images.Wrap,
            new ModelMapOptions { Scattering = request.Scattering });
        accelerator.Synchronize();
        var seconds = new Dictionary<string, double> { ["compute"] = Stopwatch.GetElapsedTime(start).TotalSeconds };
        AdHocDescription description = map.Description;
        var report = new ModelMapReport
        {
            Method = description.Formula,
            LargestRadius = description.CutOff,
            Ignores = description.Ignores,
            Formula = $"{description.Definition} ({description.Source})",
            ResolutionSource = FormattableString.Invariant($"uniform {d:0.###} Å"),
            ResolutionFinest = d,
            ResolutionMedian = d,
            ResolutionCoarsest = d,
            Scattering = description.Scattering,
            Unit = $"{description.Unit}/Å³",
            Atoms = description.AtomCount,
            Wrap = request.Images.Wrap,
        };
        return new ModelMapWork(map.ToDensityMap(), report, map.Warnings, seconds);
    }
}
