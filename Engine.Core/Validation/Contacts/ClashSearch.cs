using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Validation.Contacts;

/// <summary>Finds the clashing pairs of a model: the dots of every atom that some sphere overlaps enough.</summary>
/// <param name="system">The atoms.</param>
/// <param name="pairs">Atoms whose spheres overlap.</param>
/// <param name="together">True for the pairs that are there together, false for those that need not be.</param>
internal sealed class ClashSearch(ContactSystem system, NonbondedPairs pairs, bool together)
{
    /// <summary>The largest overlap of each clashing pair, the lower atom first, Å.</summary>
    /// <param name="accelerator">Device for the dots.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="threads">Threads to gather with, 0 = one per core.</param>
    public Dictionary<(int, int), double> Run(Accelerator accelerator, double[] x, int threads)
    {
        bool[] deep = new bool[system.Radius.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads };
        Parallel.For(0, deep.Length, options, i => deep[i] = !ClashReport.IsWater(system, i) && IsDeep(i));
        (DottedAtoms atoms, SurfaceDots dots) = Gather([.. Enumerable.Range(0, deep.Length).Where(i => deep[i])], x);
        double[] overlaps = accelerator.Contacts.Overlaps(atoms, dots);
        var found = new Dictionary<(int, int), double>();
        for (int c = 0; c < atoms.Count; c++)
        {
            int i = atoms.Centres[c];
            for (int k = atoms.PartnerStart[c]; k < atoms.PartnerStart[c + 1]; k++)
            {
                if (overlaps[k] < ContactRules.Clash)
                    continue;
                (int, int) pair = (Math.Min(i, atoms.Partners[k]), Math.Max(i, atoms.Partners[k]));
                found[pair] = Math.Max(overlaps[k], found.GetValueOrDefault(pair));
            }
        }

        return found;
    }

    /// <summary>True when some sphere overlaps that of an atom by a clash.</summary>
    private bool IsDeep(int i)
    {
        Model model = system.Model;
        for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
        {
            if (Concerns(i, pairs.Atoms[k]) && pairs.Contact[k] - Vec3.Distance(model.Atoms[i].Position, model.Atoms[pairs.Atoms[k]].Position) >= ContactRules.Clash)
                return true;
        }

        return false;
    }

    private bool Concerns(int i, int j) => ContactRules.AreTogether(system.Model.Atoms[i], system.Model.Atoms[j]) == together;

    private (DottedAtoms Atoms, SurfaceDots Dots) Gather(int[] centres, double[] x)
    {
        float[] radii = [.. centres.Select(i => system.Radius[i]).Distinct().Order()];
        List<int> partners = [], hidden = [];
        var allowed = new List<double>();
        int[] partnerStart = new int[centres.Length + 1], hiddenStart = new int[centres.Length + 1];
        for (int c = 0; c < centres.Length; c++)
        {
            int i = centres[c];
            for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
            {
                if (!Concerns(i, pairs.Atoms[k]))
                    continue;
                partners.Add(pairs.Atoms[k]);
                allowed.Add(ContactRules.AllowedOverlap(system.Role[i], system.Role[pairs.Atoms[k]]));
            }

            hidden.AddRange(system.ExcludedOf(i));
            (partnerStart[c + 1], hiddenStart[c + 1]) = (partners.Count, hidden.Count);
        }

        var atoms = new DottedAtoms
        {
            Positions = x,
            Radii = system.Radius,
            Centres = centres,
            Kinds = [.. centres.Select(i => Array.BinarySearch(radii, system.Radius[i]))],
            PartnerStart = partnerStart,
            Partners = [.. partners],
            Allowed = [.. allowed],
            HiddenStart = hiddenStart,
            Hidden = [.. hidden],
        };
        return (atoms, new SurfaceDots([.. radii.Select(r => DotSphere.Of(r).SelectMany(p => new[] { p.X, p.Y, p.Z }).ToArray())]));
    }
}
