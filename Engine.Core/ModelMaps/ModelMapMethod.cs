using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// A way to compute the map that atoms predict on a given grid, with all work space on the device, for repeated use; and the gradients of any target of
/// that map. Values are in units of the form factor per Å³ (Å⁻² for electrons).
/// </summary>
public abstract class ModelMapMethod : IDisposable
{
    /// <summary>Describes a method.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Target grid, orthogonal.</param>
    /// <param name="options">Options.</param>
    protected ModelMapMethod(Accelerator accelerator, MapGrid grid, ModelMapOptions options) => (Accelerator, Grid, Options) = (accelerator, grid, options);

    /// <summary>Name as written in outputs: shells, fourier, bins.</summary>
    public abstract string Name { get; }

    /// <summary>Target grid.</summary>
    public MapGrid Grid { get; }

    /// <summary>Options, form factors among them.</summary>
    public ModelMapOptions Options { get; }

    /// <summary>The map of the last <see cref="Compute"/>, on the device, x fastest. Valid until the next one.</summary>
    public abstract DeviceBuffer<float> Values { get; }

    /// <summary>What is odd about resolution and grid, one line each.</summary>
    public abstract IReadOnlyList<string> Warnings { get; }

    /// <summary>Device.</summary>
    protected Accelerator Accelerator { get; }

    /// <summary>Computes the map of some atoms into <see cref="Values"/>.</summary>
    /// <param name="atoms">Atoms, made for the form factors of <see cref="Options"/>.</param>
    public abstract void Compute(ScatteringAtoms atoms);

    /// <summary>Gradients of a target T by the parameters of the atoms of the last <see cref="Compute"/>.</summary>
    /// <param name="atoms">The same atoms, unchanged since.</param>
    /// <param name="slopes">dT/dρ per voxel of <see cref="Grid"/>, x fastest; may be overwritten.</param>
    /// <param name="gradients">Receives the derivatives.</param>
    public abstract void Gradients(ScatteringAtoms atoms, DeviceBuffer<float> slopes, AtomGradients gradients);

    /// <summary>Copies the map to the host.</summary>
    /// <param name="name">Name of the new map.</param>
    public DensityMap ToDensityMap(string name)
    {
        var values = new NativeBuffer<float>(Grid.VoxelCount, "model map");
        Accelerator.Download(Values, values);
        return new DensityMap(Grid, values) { Name = name };
    }

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the device memory.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
