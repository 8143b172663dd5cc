using Engine.Core.HalfMaps;
using Engine.Core.LocScale;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>A map scaled locally to a model, as a target for refinement.</summary>
/// <param name="Result">The scaled map and how it was made.</param>
/// <param name="B">B of every atom after its refinement against the map as it is, Å²; those of hydrogens and of atoms that are not selected are the model's.</param>
internal sealed record LocScaleTargetResult(LocScaleResult Result, double[] B) : IDisposable
{
    /// <summary>Frees the map.</summary>
    public void Dispose() => Result.Dispose();
}

/// <summary>
/// Makes LocScale maps whose reference is a model: B factors refined against the map as it is, the exact model map, and windows inside a mask round the model. The scaled map falls off like the
/// reference, so the B factors of the reference are those of the model in the scaled map too.
/// </summary>
/// <param name="accelerator">Device.</param>
/// <param name="selected">Atoms of the reference.</param>
/// <param name="resolution">Resolution of the map, Å.</param>
/// <param name="options">Window.</param>
internal sealed class LocScaleTargetMap(Accelerator accelerator, bool[] selected, double resolution, LocScaleCycleOptions options)
{
    /// <summary>Scales a map.</summary>
    /// <param name="map">Map as it is, cubic voxels.</param>
    /// <param name="model">Model; not changed.</param>
    /// <param name="cancel">Stops.</param>
    public LocScaleTargetResult Make(DensityMap map, Model model, CancellationToken cancel)
    {
        bool[] heavy = [.. selected.Select((s, i) => s && !model.Atoms[i].Element.IsHydrogen)];
        using LocScaleReferenceMap reference = LocScaleReference.Build(accelerator, map, model, heavy, new LocScaleReferenceOptions { Resolution = resolution }, cancel);
        double[] b = [.. model.Atoms.Select(a => a.BIso)];
        for (int i = 0, k = 0; i < b.Length; i++)
        {
            if (heavy[i])
                b[i] = reference.B[k++];
        }

        float[] mask = SoftAtomMask.Create(map.Grid, model, heavy);
        return new(LocScaler.Scale(accelerator, map, reference.Map, mask, new LocScaleOptions { Window = options.Window, Resolution = resolution, LocalB = false }, cancel), b);
    }
}
