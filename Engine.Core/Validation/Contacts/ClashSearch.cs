using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Validation.Contacts;

/// <summary>Finds the clashes of a range of atoms.</summary>
/// <param name="system">The atoms.</param>
/// <param name="pairs">Atoms whose spheres overlap.</param>
internal sealed class ClashSearch(ContactSystem system, NonbondedPairs pairs)
{
    private readonly List<ContactSphere> spheres = [];
    private readonly List<ContactSphere> hidden = [];
    private double[] overlaps = new double[64];

    /// <summary>Overlap of each clashing pair, the lower atom first, from the dots of these atoms.</summary>
    /// <param name="first">First atom.</param>
    /// <param name="end">Atom behind the last.</param>
    public Dictionary<(int, int), double> Run(int first, int end)
    {
        var found = new Dictionary<(int, int), double>();
        for (int i = first; i < end; i++)
        {
            if (ClashReport.IsWater(system, i) || !Gather(i))
                continue;
            Span<double> depth = overlaps.AsSpan(0, spheres.Count);
            DotContacts.Deepest(system.Model.Atoms[i].Position, system.Radius[i], spheres, hidden, depth);
            for (int k = 0; k < spheres.Count; k++)
            {
                if (depth[k] < ContactRules.Clash)
                    continue;
                (int, int) pair = (Math.Min(i, spheres[k].Atom), Math.Max(i, spheres[k].Atom));
                found[pair] = Math.Max(depth[k], found.GetValueOrDefault(pair));
            }
        }

        return found;
    }

    /// <summary>Collects the spheres about an atom; false when none of them overlaps it enough.</summary>
    private bool Gather(int i)
    {
        Model model = system.Model;
        Vec3 centre = model.Atoms[i].Position;
        spheres.Clear();
        bool deep = false;
        for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
        {
            int j = pairs.Atoms[k];
            Vec3 at = model.Atoms[j].Position;
            deep |= pairs.Contact[k] - Vec3.Distance(centre, at) >= ContactRules.Clash;
            spheres.Add(new(j, at, system.Radius[j], ContactRules.AllowedOverlap(system.Role[i], system.Role[j])));
        }

        if (!deep)
            return false;
        hidden.Clear();
        foreach (int j in system.ExcludedOf(i))
            hidden.Add(new(j, model.Atoms[j].Position, system.Radius[j], 0));
        if (overlaps.Length < spheres.Count)
            overlaps = new double[2 * spheres.Count];
        return true;
    }
}
