using System.Globalization;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// The exact model map of atoms that have a resolution each: Fourier maps at a few resolutions (<see cref="ResolutionBins"/>), each atom shared between the two
/// around its own with weights linear in 1/d. With one bin it is the map of <see cref="FourierMapPlan"/>. Bins are computed one after the other on the same work
/// space. A map costs a splat and a transform per occupied bin, and one inverse; gradients cost one transform, and an inverse and a gather per bin.
/// </summary>
public sealed class BinnedMapPlan : ModelMapMethod
{
    private readonly FourierPath path;
    private int clamped;

    /// <summary>Allocates everything.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Target grid.</param>
    /// <param name="finest">Finest resolution of an atom, Å.</param>
    /// <param name="coarsest">Coarsest resolution of an atom, Å. Atoms outside the range are treated as if at its end.</param>
    /// <param name="options">Options; the default when null.</param>
    /// <exception cref="InputException">The grid is not orthogonal.</exception>
    /// <exception cref="UsageException">A resolution is not above 0, the range is empty, or the edge is not between 0 and 0.5.</exception>
    /// <exception cref="DeviceOutOfMemoryException">The device has not enough memory.</exception>
    public BinnedMapPlan(Accelerator accelerator, MapGrid grid, double finest, double coarsest, ModelMapOptions? options = null)
        : base(accelerator, grid, options ?? ModelMapOptions.Default)
    {
        if (!(finest > 0 && finest <= coarsest) || !double.IsFinite(coarsest))
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"resolutions from {finest} to {coarsest} Å: give numbers above 0, the finest first"));
        Bins = new ResolutionBins(finest, coarsest);
        path = new FourierPath(accelerator, grid, finest, Options, streamed: Bins.Count > 1);
    }

    /// <inheritdoc/>
    public override string Name => "bins";

    /// <summary>Resolutions of the maps that are blended.</summary>
    public ResolutionBins Bins { get; }

    /// <summary>Internal grid.</summary>
    public SplatGrid Splat => path.Splat;

    /// <summary>B that the last <see cref="Compute"/> added and took away again, Å².</summary>
    public double Blur => path.Blur;

    /// <inheritdoc/>
    public override DeviceBuffer<float> Values => path.Values;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings
    {
        get
        {
            List<string> warnings = [.. path.Warnings];
            if (clamped > 0)
            {
                warnings.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{clamped} atoms have a resolution outside {Bins.Values[0]:0.##} to {Bins.Values[^1]:0.##} Å and are treated as if at the end of this range"));
            }

            if (Bins.Step > ResolutionBins.LargestStep * (1 + 1e-6))
            {
                warnings.Add(string.Create(
                    CultureInfo.InvariantCulture, $"the resolutions of atoms span {Bins.Values[0]:0.##} to {Bins.Values[^1]:0.##} Å: {Bins.Count} bins are {100 * (Bins.Step - 1):0.#} % apart"));
            }

            return warnings;
        }
    }

    /// <summary>Computes the map of some atoms into <see cref="Values"/>.</summary>
    /// <param name="atoms">Atoms with resolutions.</param>
    /// <exception cref="ArgumentException">The atoms have no resolutions.</exception>
    public override void Compute(ScatteringAtoms atoms)
    {
        GaussianAtoms gaussians = path.Begin(atoms);
        BinShare[] shares = Shares(atoms);
        int[][] members = Members(shares, (i, bin) => gaussians.Occupancy[i] * shares[i].Weight(bin) != 0);
        for (int bin = 0; bin < Bins.Count; bin++)
        {
            if (members[bin].Length > 0)
                path.AddDensity(Select(gaussians, members[bin], shares, bin), Bins.Values[bin]);
        }

        path.Finish();
    }

    /// <inheritdoc/>
    public override void Gradients(ScatteringAtoms atoms, DeviceBuffer<float> slopes, AtomGradients gradients)
    {
        GaussianAtoms gaussians = path.Begin(atoms);
        BinShare[] shares = Shares(atoms);
        path.BeginGradients(slopes);
        gradients.Clear(atoms.Count);

        // An atom exactly at the resolution of one bin has no weight in the other, but a derivative.
        int[][] members = Members(shares, (i, bin) => shares[i].Weight(bin) != 0 || shares[i].Slope != 0);
        for (int bin = 0; bin < Bins.Count; bin++)
        {
            if (members[bin].Length == 0)
                continue;
            ReadOnlySpan<double> sums = path.Gather(Select(gaussians, members[bin], shares, bin), Bins.Values[bin], slopes);
            for (int m = 0; m < members[bin].Length; m++)
            {
                int i = members[bin][m];
                ReadOnlySpan<double> sum = sums.Slice(AtomSums.Stride * m, AtomSums.Stride);
                gradients.Add(i, sum);
                gradients.Occupancy[i] += shares[i].Weight(bin) * sum[AtomSums.Weight];
                gradients.Resolution[i] += gaussians.Occupancy[i] * shares[i].WeightSlope(bin) * sum[AtomSums.Weight];
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            path.Dispose();
    }

    /// <summary>The atoms of each bin that count there, in order.</summary>
    private int[][] Members(BinShare[] shares, Func<int, int, bool> counts)
    {
        var members = new List<int>[Bins.Count];
        for (int i = 0; i < shares.Length; i++)
        {
            for (int bin = shares[i].Bin; bin <= Math.Min(shares[i].Bin + 1, Bins.Count - 1); bin++)
            {
                if (counts(i, bin))
                    (members[bin] ??= []).Add(i);
            }
        }

        return Array.ConvertAll(members, m => m == null ? [] : m.ToArray());
    }

    /// <summary>Some of the atoms, with their occupancy times their weight in a bin.</summary>
    private static GaussianAtoms Select(GaussianAtoms all, int[] members, BinShare[] shares, int bin) => new()
    {
        Positions = [.. members.SelectMany(i => new ArraySegment<double>(all.Positions, 3 * i, 3))],
        FormFactor = Array.ConvertAll(members, i => all.FormFactor[i]),
        Terms = all.Terms,
        FormFactors = all.FormFactors,
        BIso = Array.ConvertAll(members, i => all.BIso[i]),
        Occupancy = Array.ConvertAll(members, i => (float)(all.Occupancy[i] * shares[i].Weight(bin))),
        Radius = Array.ConvertAll(members, i => all.Radius[i]),
        AnisoRow = all.AnisoRow is { } rows ? Array.ConvertAll(members, i => rows[i]) : null,
        UAniso = all.UAniso,
    };

    private BinShare[] Shares(ScatteringAtoms atoms)
    {
        ReadOnlySpan<double> resolutions = atoms.Resolutions;
        if (resolutions.Length != atoms.Count)
            throw new ArgumentException("the atoms have no resolutions", nameof(atoms));
        var shares = new BinShare[resolutions.Length];
        double margin = 1 + 1e-9;
        clamped = 0;
        for (int i = 0; i < shares.Length; i++)
        {
            (int bin, double weight, double slope) = Bins.Locate(resolutions[i]);
            shares[i] = new BinShare(bin, weight, slope);
            if (resolutions[i] * margin < Bins.Values[0] || resolutions[i] > margin * Bins.Values[^1])
                clamped++;
        }

        return shares;
    }

    /// <summary>An atom's place among the bins.</summary>
    /// <param name="Bin">The lower one of its two bins.</param>
    /// <param name="Upper">Weight of the upper one.</param>
    /// <param name="Slope">Derivative of that weight by the resolution, Å⁻¹.</param>
    private readonly record struct BinShare(int Bin, double Upper, double Slope)
    {
        /// <summary>Weight in one of its two bins.</summary>
        public double Weight(int bin) => bin == Bin ? 1 - Upper : Upper;

        /// <summary>Derivative of that weight.</summary>
        public double WeightSlope(int bin) => bin == Bin ? -Slope : Slope;
    }
}
