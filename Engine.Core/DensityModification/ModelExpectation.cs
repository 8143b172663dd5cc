using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Sharpening;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>
/// The density that several models, each refined against one half map, expect in it. Every model map is scaled by Fourier shell to the part of the half map that it explains,
/// β(s) = Σ Re(X M*)/Σ|M|² with M the mean of the models (the scale of expected structure factors, Read 1986, Acta Cryst. A42, 140); the spread of the models is part of the uncertainty.
/// </summary>
public static class ModelExpectation
{
    private const int Smoothing = 5;
    private const double LeastPower = 1e-11;
    private const double LeastRadius = 2;
    private const double RadiusInResolutions = 0.6;

    /// <summary>Distance from an atom within which models speak for a voxel, Å.</summary>
    /// <param name="resolution">d, Å.</param>
    public static double Radius(double resolution) => Math.Max(LeastRadius, RadiusInResolutions * resolution);

    /// <summary>Computes it.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Grid of the half map, orthogonal.</param>
    /// <param name="spectrum">Coefficients of the half map, half space.</param>
    /// <param name="density">The half map itself, one value per voxel.</param>
    /// <param name="models">Models of the same atoms, one or more.</param>
    /// <param name="selection">One flag per atom: true where it scatters.</param>
    /// <param name="resolution">d, Å: models speak for voxels within 0.6 d of an atom, at least 2 Å.</param>
    /// <param name="finest">Finest resolution of the half map, Å.</param>
    /// <param name="noise">Variance of the half map's noise.</param>
    /// <param name="anisotropy">What was taken off the half map and is to be taken off the models too; null = nothing.</param>
    /// <param name="scattering">Form factors.</param>
    /// <exception cref="InputException">No atom scatters, or the models lie outside the box.</exception>
    public static DensityExpectation Of(
        Accelerator accelerator, MapGrid grid, DeviceBuffer<float> spectrum, float[] density, IReadOnlyList<Model> models, bool[] selection, double resolution, double finest,
        double noise, AnisotropyFit? anisotropy = null, ScatteringTable? scattering = null)
    {
        if (models.Count == 0)
            throw new ArgumentException("no model", nameof(models));
        List<DeviceBuffer<float>> spectra = [];
        try
        {
            foreach (Model model in models)
                spectra.Add(Spectrum(accelerator, grid, model, selection, finest, scattering ?? ScatteringTable.Electron));
            if (anisotropy != null)
                spectra.ForEach(s => AnisotropyRemoval.Remove(new ShellCombiner(accelerator, grid), anisotropy, s));
            RadialFilter scale = Scale(accelerator, grid, spectrum, spectra, finest);
            (float[] mean, float[] variance) = Statistics(accelerator, grid, spectra, scale);
            float[] share = Share(grid, models, selection, resolution);
            (double common, double correlation) = DensityExpectation.Compare(density, mean, share, noise);
            AddCommon(variance, share, common);
            return new(models.Count == 1 ? "a model" : $"{models.Count} models", mean, variance, share) { Correlation = correlation };
        }
        finally
        {
            spectra.ForEach(s => s.Dispose());
        }
    }

    private static DeviceBuffer<float> Spectrum(Accelerator accelerator, MapGrid grid, Model model, bool[] selection, double finest, ScatteringTable scattering)
    {
        using var map = new FourierMapPlan(accelerator, grid, finest, new ModelMapOptions { Scattering = scattering });
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, selection, scattering);
        BoxPlacement.Check(grid, atoms.Positions, finest);
        map.Compute(atoms);
        using FourierPlan plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        DeviceBuffer<float> result = accelerator.Allocate<float>(plan.HalfLength, "spectrum of a model");
        plan.Forward(map.Values, result);
        return result;
    }

    /// <summary>β by shell over the number of models, applied to the sum of the models.</summary>
    private static RadialFilter Scale(Accelerator accelerator, MapGrid grid, DeviceBuffer<float> spectrum, List<DeviceBuffer<float>> spectra, double finest)
    {
        var shape = new HalfSpaceShape(grid.Nx, grid.Ny, grid.Nz);
        double width = 1 / Math.Max(grid.Box.A, Math.Max(grid.Box.B, grid.Box.C));
        int last = (int)(1 / (finest * width)) + 1;
        using DeviceBuffer<float> mean = accelerator.Allocate<float>(2 * shape.Count, "mean spectrum of the models");
        accelerator.Clear(mean);
        foreach (DeviceBuffer<float> s in spectra)
            accelerator.Voxels.Combine(1, mean, 1.0 / spectra.Count, s, 0, null, mean, 2 * shape.Count);
        ShellSums sums = accelerator.Fourier.SumShells(spectrum, mean, shape, new(grid.Box.A, grid.Box.B, grid.Box.C, width, last + 1));
        double[] cross = ShellSmoothing.Mean(sums.Cross, last, Smoothing), power = ShellSmoothing.Mean(sums.Second, last, Smoothing);

        // Shells that the models do not reach hold their rounding errors: a ratio to these would multiply what lies between them and the shell before.
        double least = LeastPower * power.Max();
        double[] beta = [.. cross.Select((c, k) => k > 0 && power[k] > least ? Math.Max(0, c / power[k]) : 0)];
        return new RadialFilter { CellX = grid.Box.A, CellY = grid.Box.B, CellZ = grid.Box.C, Step = width, Table = beta, Beyond = 0 };
    }

    /// <summary>Mean and variance over the scaled models, by Welford's recurrence.</summary>
    private static (float[] Mean, float[] Variance) Statistics(Accelerator accelerator, MapGrid grid, List<DeviceBuffer<float>> spectra, RadialFilter scale)
    {
        long n = grid.VoxelCount;
        float[] mean = new float[n], squares = new float[n], values = new float[n];
        var shape = new HalfSpaceShape(grid.Nx, grid.Ny, grid.Nz);
        using FourierPlan plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        using DeviceBuffer<float> map = accelerator.Allocate<float>(plan.RealLength, "map of a model");
        for (int m = 0; m < spectra.Count; m++)
        {
            accelerator.Fourier.Apply(spectra[m], shape, spectra[m], shape, scale);
            plan.Inverse(spectra[m], map);
            accelerator.Download(map, values);
            float part = 1f / (m + 1);
            FixedChunks.ForEach(n, (_, start, length) =>
            {
                for (long i = start; i < start + length; i++)
                {
                    float from = values[i] - mean[i];
                    mean[i] += from * part;
                    squares[i] += from * (values[i] - mean[i]);
                }
            });
        }

        float divisor = Math.Max(1, spectra.Count - 1);
        FixedChunks.ForEach(n, (_, start, length) =>
        {
            for (long i = start; i < start + length; i++)
                squares[i] /= divisor;
        });
        return (mean, squares);
    }

    private static float[] Share(MapGrid grid, IReadOnlyList<Model> models, bool[] selection, double resolution)
    {
        var share = new float[grid.VoxelCount];
        foreach (Model model in models)
        {
            float[] near = ModelMask.Create(grid, model, selection, Radius(resolution), 0);
            for (long i = 0; i < share.LongLength; i++)
                share[i] += near[i] > 0.5f ? (float)(DensityExpectation.Trust / models.Count) : 0;
        }

        return share;
    }

    /// <summary>What all models have wrong alike: the variance that neither their spread nor the noise explains, everywhere the same.</summary>
    private static void AddCommon(float[] variance, float[] share, double total)
    {
        double spread = 0, count = 0;
        for (long i = 0; i < share.LongLength; i++)
        {
            if (share[i] <= 0)
                continue;
            spread += variance[i];
            count++;
        }

        float common = (float)Math.Max(0, total - spread / count);
        for (long i = 0; i < variance.LongLength; i++)
            variance[i] += common;
    }
}
