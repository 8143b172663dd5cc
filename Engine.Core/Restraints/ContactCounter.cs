using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Counts the pairs of atoms that are nearer than their contact distance.</summary>
internal static class ContactCounter
{
    /// <summary>Overlaps from here on are clashes, Å (the limit that all-atom contact analysis uses).</summary>
    private const double ClashOverlap = 0.4;

    public static ContactStatistics Count(RestraintModel model, ReadOnlySpan<double> positions, bool[]? selection)
    {
        NonbondedPairs pairs = NeighborSearch.Find(model.Nonbonded, positions, 0);
        var tally = new DeviationTally(model.AtomLabel);
        int contacts = 0, clashes = 0;
        for (int i = 0; i < model.Table.AtomCount; i++)
        {
            for (int k = pairs.Start[i]; k < pairs.Start[i + 1]; k++)
            {
                int j = pairs.Atoms[k];
                if (j <= i || (selection != null && !(selection[i] && selection[j])))
                    continue;
                double contact = pairs.Contact[k], distance = Vec3.Distance(TermGeometry.At(positions, i), TermGeometry.At(positions, j));
                if (distance >= contact)
                    continue;
                contacts++;
                clashes += contact - distance >= ClashOverlap ? 1 : 0;
                tally.Add([i, j], distance, contact, 1 / (ClashOverlap * ClashOverlap));
            }
        }

        return new ContactStatistics(contacts, clashes, tally.Result().Worst);
    }
}
