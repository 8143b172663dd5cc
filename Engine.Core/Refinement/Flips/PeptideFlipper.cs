using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Core.Validation;
using Engine.Kernels;

namespace Engine.Core.Refinement.Flips;

/// <summary>
/// Turns peptide groups that look wrong: those at Ramachandran outliers, and those whose carbonyl oxygen lies in poor density. Each is turned about CA-CA by several angles; the residue, its
/// partner and one neighbour on either side are then minimised against density and restraints, as is the unturned peptide for comparison. The target with hydrogen bonds decides. Parts that
/// see each other are never changed at the same time, so the result does not depend on the number of threads.
/// </summary>
public sealed class PeptideFlipper : IDisposable
{
    private readonly DensityMap filtered;
    private readonly LocalRefiner refiner;
    private readonly PeptideFlipOptions options;

    /// <summary>Prepares the search.</summary>
    /// <param name="filtered">Map as <see cref="MatchedFilter"/> makes it; stays the caller's.</param>
    /// <param name="interpolation">Rule between voxels.</param>
    /// <param name="options">How peptides are judged; the default when null.</param>
    public PeptideFlipper(DensityMap filtered, InterpolationKind interpolation, PeptideFlipOptions? options = null)
    {
        (this.filtered, this.options) = (filtered, options ?? new());
        refiner = new LocalRefiner(filtered.Values, filtered.Grid.Frame(false), interpolation);
    }

    /// <summary>Searches.</summary>
    /// <param name="model">Names and residues.</param>
    /// <param name="positions">3N coordinates, Å, near a minimum of the target; not changed.</param>
    /// <param name="problem">Restraints of all atoms, Ramachandran potential included.</param>
    /// <param name="weight">Weight of the density; null: the one at which the coordinates are best balanced.</param>
    /// <param name="cancel">Stops between peptides; what was found so far is returned.</param>
    /// <exception cref="ArgumentException">Numbers of atoms differ.</exception>
    public PeptideFlipResult Run(Model model, double[] positions, RefinementProblem problem, double? weight = null, CancellationToken cancel = default)
    {
        if (positions.Length != 3 * problem.AtomCount || model.Atoms.Count != problem.AtomCount)
            throw new ArgumentException($"{positions.Length} coordinates and {model.Atoms.Count} atoms for a problem of {problem.AtomCount} atoms", nameof(positions));
        double[] x = [.. positions];
        PeptidePlane[] planes = [.. PeptidePlane.Find(model, x, problem.Movable)];
        var sampler = new DensitySampler(filtered);
        string[] twisted = [.. PeptideReport.Compute(model, x).Peptides.Where(p => p.State == PeptideState.Twisted).Select(p => p.Name)];
        double[] shares = [.. planes.Select(p => Share(p, x, sampler))];
        double limit = shares.Length == 0 ? 0 : options.PoorShare * shares.Order().ElementAt(shares.Length / 2);
        var state = new BackboneState(model, x);
        bool Suspect(int k) => (!options.MendOutliers && shares[k] < limit) || state.Outliers([planes[k].Residue1, planes[k].Residue2], x) > 0;
        int[] suspects = [.. Enumerable.Range(0, planes.Length).Where(Suspect)];
        var flips = new List<PeptideFlip>();
        if (suspects.Length == 0)
            return new(x, flips, 0, twisted);
        double w = weight ?? refiner.BalancedWeight(problem, x);
        PeptideWindow[] windows = PeptideWindow.Of(model, x, suspects.Select(k => planes[k]));
        foreach (int[] colour in PeptideWindow.Colours(model, x, windows))
        {
            var bonds = new PeptideHydrogenBonds(model, x);
            var found = new (double[] Positions, PeptideFlip Flip)?[colour.Length];
            Parallel.For(0, colour.Length, i =>
            {
                if (!cancel.IsCancellationRequested && Suspect(suspects[colour[i]]))
                    found[i] = new PeptideTrial(model, problem, refiner, state, bonds, sampler, options, w).Run(windows[colour[i]], x, cancel);
            });
            double[] before = [.. x];
            foreach ((double[] Positions, PeptideFlip Flip)? f in found)
            {
                if (f is not { } turned)
                    continue;
                flips.Add(turned.Flip);
                for (int k = 0; k < x.Length; k++)
                    x[k] = turned.Positions[k] != before[k] ? turned.Positions[k] : x[k];
            }
        }

        return new(x, [.. flips.OrderBy(f => f.Residue1)], suspects.Length, twisted);
    }

    /// <summary>Frees the copy of the map.</summary>
    public void Dispose() => refiner.Dispose();

    /// <summary>Density at O in units of the mean at CA, C, N and CA.</summary>
    private static double Share(PeptidePlane p, double[] x, DensitySampler sampler)
    {
        double At(int atom) => sampler.At(TermGeometry.At(x, atom));
        double mean = (At(p.CA1) + At(p.C) + At(p.N) + At(p.CA2)) / 4;
        return mean > 0 ? At(p.O) / mean : 1;
    }
}
